internal import Provisioning
internal import Secrets

/// Claude Code has the gateway's key, and no other beside it.
struct ClaudeTokenCheck: Check {
  let id = "claude.token"
  let title = "claude token"
  let meaning = "Claude Code has no key for the gateway, an old one, or a second one that contradicts it"
  let prerequisites = ["claude.base-url"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtClaude { settings in
      for (path, name) in [
        (["env", "ANTHROPIC_API_KEY"], "env.ANTHROPIC_API_KEY"), (["apiKeyHelper"], "apiKeyHelper"),
      ] {
        guard let second = settings.value(of: .user, path), !second.value.isEmpty else { continue }
        return .failed(
          "\(name) is set beside ANTHROPIC_AUTH_TOKEN, and Claude Code sends both keys",
          .advice("take \(name) out of it"),
          file: second.file,
          line: second.line
        )
      }
      let place = settings["env", "ANTHROPIC_AUTH_TOKEN"]
      guard let token = settings.variable("ANTHROPIC_AUTH_TOKEN", context.environment) else {
        return .failed("Claude Code has no key: ANTHROPIC_AUTH_TOKEN is missing", context.configuring(.claude))
      }
      guard token == context.written?.masterKey.exposed else {
        return .failed(
          "ANTHROPIC_AUTH_TOKEN is not the gateway's key",
          context.configuring(.claude),
          file: place?.file,
          line: place?.line
        )
      }
      return .passed(place == nil ? "in this shell" : "ANTHROPIC_AUTH_TOKEN in settings.json")
    }
  }
}
