internal import Provisioning

/// Claude Code reads the folder that was written to.
struct ClaudeHomeCheck: Check {
  let id = "claude.home"
  let title = "claude home"
  let meaning = "CLAUDE_CONFIG_DIR leads Claude Code to another folder than the one that was written to"
  let prerequisites = ["claude.installed"]

  func run(_ context: DoctorContext) async -> Outcome {
    clientFolder(
      of: .claude,
      variable: "CLAUDE_CONFIG_DIR",
      folder: String(context.places.claudeSettings.dropLast("/settings.json".count)),
      standard: "\(context.places.home)/.claude",
      file: "settings.json",
      context
    )
  }
}
