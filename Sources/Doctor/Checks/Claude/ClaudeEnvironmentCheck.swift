internal import Diagnostics
internal import Provisioning

/// Nothing in the environment leads Claude Code past the gateway.
struct ClaudeEnvironmentCheck: Check {
  let id = "claude.environment"
  let title = "claude variables"
  let meaning =
    "a variable leads Claude Code past the gateway, makes it ask a proxy for it, or makes it send a second key"
  let prerequisites = ["claude.precedence"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtClaude { settings in
      func isSet(_ name: String) -> Bool {
        settings["env", name] == nil && !(context.environment[name] ?? "").isEmpty
      }
      var findings = proxy(settings, context)
      // Those of other files than the user's have a check of their own.
      let switches = LeadingElsewhere.claudeSwitches.filter { name in
        let value = isSet(name) ? context.environment[name] : settings.value(of: .user, ["env", name])?.value
        return LeadingElsewhere.isOn(name, value ?? "")
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

  /// A proxy that would get what is meant for the gateway, key and all. Claude Code asks it whatever scheme it is said to
  /// be for. What the shell says alone concerns every tool, and has a check of its own.
  private func proxy(_ settings: ClaudeSettings, _ context: DoctorContext) -> [Finding] {
    guard let base = settings.variable("ANTHROPIC_BASE_URL", context.environment), context.isGateway(base),
      let address = try? GatewayAddress(base, from: "")
    else { return [] }
    let lists = ["no_proxy", "NO_PROXY"]
    let names = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]
    guard let name = names.first(where: { settings.variable($0, context.environment) != nil }),
      let place = ([name] + lists).compactMap({ settings["env", $0] }).first
    else { return [] }
    let list = lists.first { settings.variable($0, context.environment) != nil } ?? "NO_PROXY"
    let direct = DirectHosts(settings.variable(list, context.environment) ?? "")
    guard !direct.contains(address.host), !direct.contains("\(address.host):\(address.port)") else { return [] }
    return [
      Finding(
        .error,
        "\(name) makes Claude Code ask the proxy for the gateway: its \(list) does not name \(address.host)",
        .advice("write \"\(list)\": \"\(direct.adding(address.host))\" into the env of it"),
        file: place.file,
        line: place.line
      )
    ]
  }
}
