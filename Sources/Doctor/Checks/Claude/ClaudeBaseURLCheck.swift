internal import Provisioning

/// What Claude Code is asked goes to the gateway.
struct ClaudeBaseURLCheck: Check {
  let id = "claude.base-url"
  let title = "claude base URL"
  let meaning = "Claude Code asks somebody else than the gateway, or the gateway for /v1/v1/messages"
  let prerequisites = ["claude.precedence", "devcontainer.localhost", "env.master-key"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtClaude { settings in
      let place = settings["env", "ANTHROPIC_BASE_URL"]
      func failed(_ message: String) -> Outcome {
        .failed(message, context.configuring(.claude), file: place?.file, line: place?.line)
      }
      guard let base = settings.variable("ANTHROPIC_BASE_URL", context.environment) else {
        return failed("Claude Code does not use the gateway: it asks api.anthropic.com")
      }
      guard context.isGateway(base) else {
        let host = (try? GatewayAddress(base, from: "")).map { "\($0.host):\($0.port)" } ?? "an address that is none"
        return failed("Claude Code does not use the gateway: it asks \(host)")
      }
      let path = base.hasSuffix("/") ? String(base.dropLast()) : base
      if path.hasSuffix("/v1") {
        return failed("ANTHROPIC_BASE_URL ends in /v1, which Claude Code adds: it asks for /v1/v1/messages")
      }
      guard place != nil else {
        return .warning(
          "ANTHROPIC_BASE_URL is in this shell alone: VS Code, or a shell without it, asks api.anthropic.com",
          context.configuring(.claude)
        )
      }
      return .passed(base)
    }
  }
}
