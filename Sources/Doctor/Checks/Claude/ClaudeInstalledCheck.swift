internal import Provisioning

/// Claude Code is there.
struct ClaudeInstalledCheck: Check {
  let id = "claude.installed"
  let title = "claude"
  let meaning = "Claude Code does not tell its version"

  func run(_ context: DoctorContext) async -> Outcome {
    guard context.clients.contains(.claude) else { return .skipped("it is not among the clients to look at") }
    guard let program = InstalledProgram.find("claude", context) else {
      guard context.isAtWork(.claude) else {
        return .skipped("claude is not installed")
      }
      return .note(
        "claude is not on the PATH; its extension for VS Code brings one of its own",
        .command("npm install --global @anthropic-ai/claude-code")
      )
    }
    if let version = program.version { return .passed("\(version)") }
    let output = await context.programs("claude", "--version", patience: .seconds(context.patience)).output
    guard let version = output?.split(whereSeparator: \.isWhitespace).first.flatMap({ Version($0) }) else {
      return .warning("\(context.places.display(program.path)) does not tell its version", .command("claude --version"))
    }
    return .passed("\(version)")
  }
}
