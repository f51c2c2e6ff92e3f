import Foundation

extension Machine {
  /// A search path with the real Codex on it, as it is on a user's machine.
  ///
  /// - Returns: the variable to add to an environment.
  /// - Throws: when it is not installed.
  func searchPathWithCodex() throws -> [String: String] {
    let programs = folder.appending(path: "programs")
    let codex = programs.appending(path: "codex")
    if !FileManager.default.fileExists(atPath: codex.path) {
      try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: codex.path,
        withDestinationPath: try Program.codex.require()
      )
    }
    return ["PATH": "\(programs.path):\(Program.path)"]
  }

  /// A line as a user types it in the clone.
  ///
  /// - Parameter line: the line, for bash.
  /// - Returns: the command, not yet run.
  func shell(_ line: String) -> Command {
    Command("bash", ["-c", line], environment: environment, folder: project)
  }

  /// A client as a user starts it in a terminal.
  ///
  /// Codex's interface looks for announcements on a vendor's host, which nothing switches off: here it is sent to a port
  /// where nobody listens.
  ///
  /// - Parameters:
  ///   - program: the client.
  ///   - arguments: its command line.
  ///   - folder: where it is started.
  /// - Returns: the command, not yet run.
  /// - Throws: when it is not installed.
  func client(_ program: Program, _ arguments: [String] = [], in folder: URL) throws -> Command {
    let variables = program == .codex ? ["HTTPS_PROXY": "http://127.0.0.1:1"] : [:]
    return Command(
      try program.require(),
      arguments,
      environment: environment.merging(variables) { $1 },
      folder: folder
    )
  }

  /// The text of a file below the home.
  ///
  /// - Parameter path: relative to the home.
  /// - Returns: the text.
  /// - Throws: when it cannot be read.
  func homeText(_ path: String) throws -> String {
    try String(contentsOf: home.appending(path: path), encoding: .utf8)
  }
}
