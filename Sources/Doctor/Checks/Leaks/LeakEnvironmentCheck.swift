internal import Diagnostics
internal import Provisioning
internal import Secrets

/// No provider token is in the environment that tools are started from.
struct LeakEnvironmentCheck: Check {
  let id = "leaks.environment"
  let title = "tokens in shell"
  let meaning = "a token is in the environment, and every tool started from here, and its agents, can read it"

  func run(_ context: DoctorContext) async -> Outcome {
    let environment = context.environment.filter { !$0.value.isEmpty }
    let tokens = context.providerTokens.map(\.token)
    var names = environment.filter { tokens.contains(Secret($0.value)) }.map(\.key).sorted()
    var findings: [Finding] = []
    if !names.isEmpty {
      findings.append(
        Finding(
          .error,
          "\(Self.list(names)) in this shell: every tool that is started here can read it",
          .command("unset \(names.joined(separator: " "))")
        )
      )
    }
    names = LeadingElsewhere.vendors.filter { environment[$0] != nil && !names.contains($0) }
    if !names.isEmpty {
      findings.append(
        Finding(
          .warning,
          "\(names.joined(separator: ", ")) in this shell leads past the gateway, or is a token of a tool's maker",
          .command("unset \(names.joined(separator: " "))")
        )
      )
    }
    return .findings(findings, else: "none")
  }

  private static func list(_ names: [String]) -> String {
    names.count == 1
      ? "\(names[0]) holds a provider's token" : "\(names.joined(separator: ", ")) hold providers' tokens"
  }
}
