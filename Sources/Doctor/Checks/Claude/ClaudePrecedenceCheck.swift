internal import Diagnostics
internal import Provisioning

/// No file that counts before the user's settings has another opinion on where requests go, or on what is sent besides.
struct ClaudePrecedenceCheck: Check {
  let id = "claude.precedence"
  let title = "claude precedence"
  let meaning = "a settings file of the folder or of the machine overrules what was written for Claude Code"
  let prerequisites = ["claude.files"]

  private static let paths =
    [["apiKeyHelper"], ["skipWebFetchPreflight"]]
    + ([
      "ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_API_KEY", "CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS",
      "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL",
    ] + LeadingElsewhere.claudeSwitches).map { ["env", $0] }

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtClaude { settings in
      let file = context.places.display(context.places.claudeSettings)
      var findings: [Finding] = []
      for path in Self.paths {
        guard let found = settings.above(.user, path), LeadingElsewhere.isOn(path.last ?? "", found.value.value)
        else { continue }
        guard settings.value(of: .user, path)?.value != found.value.value else { continue }
        let name = path.joined(separator: ".")
        findings.append(
          Finding(
            .error,
            "\(name) is set here too, and counts before \(file)",
            found.owner == .managed
              ? .advice("whoever manages this machine has to take \(name) out of it")
              : .advice("take \(name) out of it, or start Claude Code with agentproxy-setup run claude"),
            file: found.value.file,
            line: found.value.line
          )
        )
      }
      return .findings(findings, else: "nobody overrules")
    }
  }
}
