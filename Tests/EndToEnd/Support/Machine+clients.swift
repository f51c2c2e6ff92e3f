import Foundation

extension Machine {
  /// Runs Codex in the work folder, watched, with nothing configured but what the program under test wrote.
  ///
  /// - Parameters:
  ///   - prompt: what the user asks.
  ///   - options: more of its options.
  /// - Returns: what Codex said, and whom it talked to.
  /// - Throws: when it is not installed or hangs.
  func codex(
    _ prompt: String,
    _ options: String...
  ) async throws -> (outcome: Outcome, connections: Connections) {
    // Its own sandbox needs kernel features that a container may withhold; the work folder is scratch anyway.
    try await watched(
      Program.codex,
      ["exec", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox"] + options + [prompt]
    )
  }

  /// Runs Claude Code in the work folder, watched, with nothing configured but what the program under test wrote.
  ///
  /// - Parameter prompt: what the user asks.
  /// - Returns: what Claude Code said, and whom it talked to.
  /// - Throws: when it is not installed or hangs.
  func claude(_ prompt: String) async throws -> (outcome: Outcome, connections: Connections) {
    try await watched(Program.claude, ["-p", prompt, "--allowedTools", "Bash"])
  }

  private func watched(
    _ program: Program,
    _ arguments: [String]
  ) async throws -> (outcome: Outcome, connections: Connections) {
    let trace = folder.appending(path: "\(program.rawValue)-\(UUID().uuidString).trace")
    let outcome = try await Command(try program.require(), arguments, environment: environment, folder: work)
      .watched(writingTo: trace)
      .run(timeout: .seconds(120))
    let text = String(decoding: try Data(contentsOf: trace), as: UTF8.self)
    return (outcome, Connections(trace: text))
  }
}
