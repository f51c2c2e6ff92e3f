internal import Diagnostics
internal import Provisioning

/// Claude Code's files can be read, and concern the gateway.
struct ClaudeFilesCheck: Check {
  let id = "claude.files"
  let title = "claude files"
  let meaning = "a settings file is no JSON, so Claude Code ignores all that is in it"
  let prerequisites = ["claude.home"]

  func run(_ context: DoctorContext) async -> Outcome {
    let settings: ClaudeSettings
    do throws(Failure) {
      settings = try ClaudeSettings(context)
    } catch {
      return .findings(error.diagnostics.map { Finding($0, as: .error) }, else: "")
    }
    guard context.hasWritten(.claude) || settings["env", "ANTHROPIC_BASE_URL"] != nil else {
      return .skipped("Claude Code is not configured for the gateway; agentproxy-setup init does that")
    }
    return .passed(context.places.display(context.places.claudeSettings))
  }
}
