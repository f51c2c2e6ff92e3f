public import Diagnostics

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension ComposeProgram {
  /// What came of trying a command.
  enum Trial: Sendable, Equatable {
    /// There is no such program.
    case missing
    /// It went well, and said this.
    case works(String)
    /// It did not, with these words.
    case fails(String)
  }

  /// Finds the first that is there and whose containers can be had.
  ///
  /// - Parameters:
  ///   - docker: what is known of Docker's daemon.
  ///   - isInstalled: whether there is a program of this name.
  ///   - attempt: tries a command.
  /// - Returns: the program.
  /// - Throws: `Failure` with the reason, if there is none.
  static func find(
    docker: DockerDaemon,
    isInstalled: (String) -> Bool,
    attempt: ([String]) async -> Trial
  ) async throws(Failure) -> ComposeProgram {
    var tooOld: String?
    var unreachable: (program: String, containers: String, reason: String)?
    for program in allCases where isInstalled(program.command[0]) {
      let isDocker = program.containers == "docker"
      if isDocker, case .silent(let reason) = docker {
        // Whether it can speak of Compose as well has not been asked.
        if unreachable == nil { unreachable = (program.command[0], program.containers, reason) }
        continue
      }
      guard case .works(let version) = await attempt(program.versionCommand) else { continue }
      if let old = oldVersion(version) {
        tooOld = old
        continue
      }
      if isDocker, docker == .answers { return program }
      switch await attempt(program.daemonCommand) {
      case .works, .missing: return program
      case .fails(let reason):
        if unreachable == nil { unreachable = (program.words, program.containers, reason) }
      }
    }
    guard let unreachable else {
      if let tooOld { throw Self.failure(tooOld: tooOld) }
      throw Failure(
        .unavailable,
        id: "compose.missing",
        "neither Docker Compose nor Podman is installed",
        hint: "install Docker, or take the other engine: agentproxy-setup up --engine embedded"
      )
    }
    let name = unreachable.containers
    throw Failure(
      .unavailable,
      id: "compose.unreachable",
      "`\(unreachable.program)` is there, but no containers can be had: \(unreachable.reason)",
      hint: "start \(name == "docker" ? "Docker" : "Podman") (`\(name) info` shows whether it runs), or take the other "
        + "engine: agentproxy-setup up --engine embedded"
    )
  }

  /// The version of `podman-compose`, if it cannot start the stack: before 1.5 it passes no variable on from `.env` that
  /// stands in `docker-compose.yml` by its name alone, and so no provider's token. `podman compose` may call it as well.
  ///
  /// - Parameter text: what the program says of its version.
  /// - Returns: the version; `nil` if it is new enough, or cannot be made out.
  public static func oldVersion(_ text: String) -> String? {
    guard
      let version = text.firstMatch(of: /podman-compose version:? +([0-9]+)\.([0-9]+)\.([0-9]+)/)?.output,
      let major = Int(version.1), let minor = Int(version.2), let patch = Int(version.3),
      (major, minor) < (1, 5)
    else { return nil }
    return "\(major).\(minor).\(patch)"
  }

  private static func failure(tooOld version: String) -> Failure {
    Failure(
      .unavailable,
      id: "compose.old",
      "podman-compose \(version) cannot start the stack: it passes no variable of .env on",
      hint: "`pip install podman-compose` has a newer one; or take the other engine: "
        + "agentproxy-setup up --engine embedded"
    )
  }

  /// The same on this machine.
  ///
  /// - Parameter environment: where to look for programs, and what they get.
  /// - Returns: the program.
  /// - Throws: `Failure` as ``find(docker:isInstalled:attempt:)`` does.
  public static func find(environment: [String: String]) async throws(Failure) -> ComposeProgram {
    try await findWithVersion(environment: environment).program
  }

  /// The version of Compose in what a program says of it, such as `2.29.1`; `nil` if it cannot be made out.
  static func version(_ text: String) -> String? {
    text.firstMatch(of: /[Cc]ompose version:? +v?([0-9]+\.[0-9]+(?:\.[0-9]+)?)/).map { String($0.output.1) }
  }

  /// The same on this machine, with the version.
  ///
  /// - Parameters:
  ///   - environment: where to look for programs, and what they get.
  ///   - patience: how long to wait for each.
  /// - Returns: the program, and its version as far as it can be made out.
  /// - Throws: `Failure` as ``find(docker:isInstalled:attempt:)`` does.
  public static func findWithVersion(
    environment: [String: String],
    patience: Duration = .seconds(10)
  ) async throws(Failure) -> (program: ComposeProgram, version: String?) {
    let folders = (environment["PATH"] ?? "").split(separator: ":")
    func isInstalled(_ name: String) -> Bool { folders.contains { access("\($0)/\(name)", X_OK) == 0 } }
    let isDocker = allCases.contains { $0.containers == "docker" && isInstalled($0.command[0]) }
    var said: [[String]: String] = [:]
    let program = try await find(
      docker: isDocker ? DockerDaemon.find(environment: environment) : .unknown,
      isInstalled: isInstalled
    ) { command in
      let outcome = await ShownProgram(command, environment: environment, folder: "/").captured(patience: patience)
      guard let outcome else { return .missing }
      guard outcome.isSuccess else { return .fails(outcome.firstErrorLine) }
      said[command] = outcome.output + outcome.errors
      return .works(outcome.output + outcome.errors)
    }
    return (program, said[program.versionCommand].flatMap(version))
  }
}
