import Foundation

/// A program to run with exactly the given environment.
struct Command {
  var program: String
  var arguments: [String]
  var environment: [String: String]
  var folder: URL

  init(_ program: String, _ arguments: [String], environment: [String: String], folder: URL) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
  }

  /// The same command watched by strace, which notes every address that it or a descendant connects or sends to.
  ///
  /// - Parameter file: where strace writes.
  /// - Returns: the command to run instead.
  func watched(writingTo file: URL) -> Command {
    var command = self
    command.program = "strace"
    command.arguments =
      ["-f", "--seccomp-bpf", "-qq", "-e", Connections.tracedCalls, "-o", file.path, program] + arguments
    return command
  }

  /// Starts it in the background, its output going to files.
  ///
  /// - Returns: the running program.
  /// - Throws: when it cannot be started.
  func start() throws -> RunningCommand {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.environment = environment
    process.currentDirectoryURL = folder
    return try RunningCommand(process, name: ([program] + arguments).joined(separator: " "))
  }

  /// Runs it to its end.
  ///
  /// - Parameter timeout: after which it is killed, with its descendants.
  /// - Returns: what came of it.
  /// - Throws: when it cannot be started or had to be killed.
  func run(timeout: Duration = .seconds(60)) async throws -> Outcome {
    try await start().outcome(timeout: timeout)
  }
}
