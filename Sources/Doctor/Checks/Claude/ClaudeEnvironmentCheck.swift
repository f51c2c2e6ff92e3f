internal import Diagnostics
internal import Provisioning

/// Nothing in the environment leads Claude Code past the gateway.
struct ClaudeEnvironmentCheck: Check {
  let id = "claude.environment"
  let title = "claude variables"
  let meaning = "a variable leads Claude Code past the gateway, or makes it send a second key"
  let prerequisites = ["claude.precedence"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtClaude { settings in
      func isSet(_ name: String) -> Bool {
        settings["env", name] == nil && !(context.environment[name] ?? "").isEmpty
      }
      var findings: [Finding] = []
      let switches = LeadingElsewhere.claudeSwitches.filter { name in
        isSet(name) || !(settings.value(of: .user, ["env", name])?.value ?? "").isEmpty
      }
      let inShell = switches.filter(isSet)
      if !inShell.isEmpty {
        findings.append(
          Finding(
            .error,
            "Claude Code takes another way than the gateway: \(inShell.joined(separator: ", "))",
            .command("unset \(inShell.joined(separator: " "))")
          )
        )
      }
      for name in switches where !isSet(name) {
        let place = settings["env", name]
        findings.append(
          Finding(
            .error,
            "Claude Code takes another way than the gateway: env.\(name)",
            .advice("take env.\(name) out of it"),
            file: place?.file,
            line: place?.line
          )
        )
      }
      if isSet("ANTHROPIC_API_KEY") {
        findings.append(
          Finding(
            .warning,
            "ANTHROPIC_API_KEY is set, and Claude Code sends that key along with the gateway's",
            .command("unset ANTHROPIC_API_KEY")
          )
        )
      }
      if isSet("ANTHROPIC_CUSTOM_HEADERS"),
        context.environment["ANTHROPIC_CUSTOM_HEADERS"]?.lowercased().contains("authorization:") == true
      {
        findings.append(
          Finding(
            .warning,
            "ANTHROPIC_CUSTOM_HEADERS has a key of its own in it",
            .command("unset ANTHROPIC_CUSTOM_HEADERS")
          )
        )
      }
      return .findings(findings, else: "none in the way")
    }
  }
}
