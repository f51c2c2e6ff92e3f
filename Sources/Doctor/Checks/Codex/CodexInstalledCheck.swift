internal import Provisioning

/// Codex is there, and not too old for what is written for it.
struct CodexInstalledCheck: Check {
  let id = "codex.installed"
  let title = "codex"
  let meaning = "Codex is older than the configuration that is written for it"

  /// From here on Codex refuses a `profile` in its configuration, and takes profiles from files of their own.
  private static let oldest = "0.134.0"

  func run(_ context: DoctorContext) async -> Outcome {
    guard context.clients.contains(.codex) else { return .skipped("it is not among the clients to look at") }
    guard let program = InstalledProgram.find("codex", context) else {
      guard context.isAtWork(.codex) else {
        return .skipped("codex is not installed")
      }
      return .note(
        "codex is not on the PATH; its extension for VS Code brings one of its own",
        .command("npm install --global @openai/codex")
      )
    }
    var version = program.version
    if version == nil {
      let output = await context.programs("codex", "--version", patience: .seconds(context.patience)).output
      version = output?.split(whereSeparator: \.isWhitespace).compactMap { Version($0) }.first
    }
    guard let version else {
      return .warning("\(context.places.display(program.path)) does not tell its version", .command("codex --version"))
    }
    if let oldest = Version(Self.oldest), version < oldest {
      return .warning(
        "Codex \(version) is older than \(oldest), and may not understand what is written for it",
        .command("npm install --global @openai/codex@latest")
      )
    }
    return .passed("\(version)")
  }
}
