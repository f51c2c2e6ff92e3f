internal import Subprocess

/// A program to run to its end, before the user's eyes or for what it says.
struct ShownProgram: Sendable {
  /// What came of running it.
  struct Outcome: Sendable {
    let isSuccess: Bool
    let output: String
    let errors: String

    /// What it said first of what went wrong.
    var firstErrorLine: String {
      let line = (errors + "\n" + output).split(separator: "\n").first { !$0.allSatisfy(\.isWhitespace) }
      return line.map(String.init) ?? "it says nothing"
    }
  }

  /// Few things that are read of a program are longer.
  static let outputLimit = 4 << 20

  private let command: [String]
  private let environment: [String: String]
  private let folder: String

  /// A program.
  ///
  /// - Parameters:
  ///   - command: its name, which is looked for in `PATH`, and its arguments.
  ///   - environment: its environment.
  ///   - folder: where to run it.
  init(_ command: [String], environment: [String: String], folder: String) {
    self.command = command
    self.environment = environment
    self.folder = folder
  }

  /// Runs it with its output on standard error, or on standard output if that is what it is for.
  ///
  /// - Parameter isResult: whether it is.
  /// - Returns: whether it went well; `nil` if it cannot be started.
  func show(isResult: Bool = false) async -> Bool? {
    if isResult {
      return try? await run(
        .name("sh"),
        arguments: arguments,
        environment: variables,
        output: .currentStandardOutput,
        error: .currentStandardError
      ).terminationStatus.isSuccess
    }
    return try? await run(
      .name("sh"),
      arguments: arguments,
      environment: variables,
      output: .currentStandardError,
      error: .currentStandardError
    ).terminationStatus.isSuccess
  }

  /// Runs it for what it says.
  ///
  /// - Parameters:
  ///   - patience: how long it may take.
  ///   - limit: how many bytes it may say.
  /// - Returns: what it said; `nil` if there is no such program, or it takes too long, or says too much.
  func captured(patience: Duration, limit: Int = outputLimit) async -> Outcome? {
    await withTaskGroup(of: Outcome?.self) { group in
      group.addTask {
        let result = try? await run(
          .name("sh"),
          arguments: arguments,
          environment: variables,
          output: .string(limit: limit),
          error: .string(limit: Self.outputLimit)
        )
        // 127 is what the shell says of a program that it does not find.
        guard let result, result.terminationStatus != .exited(127) else { return nil }
        return Outcome(
          isSuccess: result.terminationStatus.isSuccess,
          output: result.standardOutput,
          errors: result.standardError
        )
      }
      group.addTask {
        try? await Task.sleep(for: patience)
        return nil
      }
      let outcome = await group.next() ?? nil
      // Ends the program if it is the one that is late.
      group.cancelAll()
      return outcome
    }
  }

  /// By way of a shell, which goes into the folder first.
  private var arguments: Arguments { Arguments(["-c", #"cd "$0" && exec "$@""#, folder] + command) }

  private var variables: Environment { .custom(environment.map { Array("\($0.key)=\($0.value)\0".utf8) }) }
}
