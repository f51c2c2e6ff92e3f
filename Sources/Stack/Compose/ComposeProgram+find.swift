public import Diagnostics

extension ComposeProgram {
  /// What came of trying a command.
  enum Trial: Sendable, Equatable {
    /// There is no such program.
    case missing
    /// It went well.
    case works
    /// It did not, with these words.
    case fails(String)
  }

  /// Finds the first that is there and whose containers can be had.
  ///
  /// - Parameter attempt: tries a command.
  /// - Returns: the program.
  /// - Throws: `Failure` with the reason, if there is none.
  static func find(attempt: ([String]) async -> Trial) async throws(Failure) -> ComposeProgram {
    var unreachable: (program: ComposeProgram, words: String)?
    for program in allCases {
      guard await attempt(program.versionCommand) == .works else { continue }
      switch await attempt(program.daemonCommand) {
      case .works, .missing: return program
      case .fails(let words): if unreachable == nil { unreachable = (program, words) }
      }
    }
    guard let unreachable else {
      throw Failure(
        .unavailable,
        id: "compose.missing",
        "neither Docker Compose nor Podman is installed",
        hint: "install Docker, or take the other engine: agentproxy-setup up --engine embedded"
      )
    }
    let name = unreachable.program.containers
    throw Failure(
      .unavailable,
      id: "compose.unreachable",
      "`\(unreachable.program.words)` is there, but no containers can be had: \(unreachable.words)",
      hint: "start \(name == "docker" ? "Docker" : "Podman") (`\(name) info` shows whether it runs), or take the other "
        + "engine: agentproxy-setup up --engine embedded"
    )
  }

  /// The same on this machine.
  ///
  /// - Parameter environment: where to look for programs, and what they get.
  /// - Returns: the program.
  /// - Throws: `Failure` as ``find(attempt:)`` does.
  public static func find(environment: [String: String]) async throws(Failure) -> ComposeProgram {
    try await find { command in
      let outcome = await ShownProgram(command, environment: environment, folder: "/").captured(patience: .seconds(10))
      guard let outcome else { return .missing }
      return outcome.isSuccess ? .works : .fails(outcome.firstErrorLine)
    }
  }
}
