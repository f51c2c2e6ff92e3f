internal import Provisioning

/// Claude Code tells its maker nothing.
struct ClaudeTelemetryCheck: Check {
  let id = "claude.telemetry"
  let title = "claude telemetry"
  let meaning = "Claude Code connects to its maker: usage figures, plug-ins, updates, the names of fetched sites"
  let prerequisites = ["claude.precedence"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtClaude { settings in
      let variables = [
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL",
      ]
      var open = variables.filter { settings.variable($0, context.environment) == nil }
      if settings["skipWebFetchPreflight"]?.value != "true" { open.append("skipWebFetchPreflight") }
      guard !open.isEmpty else { return .passed("off") }
      return .failed(
        "Claude Code connects to its maker, because not set: \(open.joined(separator: ", "))",
        context.configuring(.claude),
        file: context.places.display(context.places.claudeSettings)
      )
    }
  }
}
