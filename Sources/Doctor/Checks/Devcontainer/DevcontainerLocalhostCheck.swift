internal import Diagnostics
internal import Provisioning

/// Nothing in a container looks for the gateway on the container itself.
struct DevcontainerLocalhostCheck: Check {
  let id = "devcontainer.localhost"
  let title = "gateway's name"
  let meaning = "in a container something looks for the gateway at localhost, which is the container itself"

  func run(_ context: DoctorContext) async -> Outcome {
    guard context.isInside, let written = context.written,
      let wanted = try? GatewayAddress(written.baseURL, from: ""), !wanted.isLoopback
    else { return .passed("localhost, on this machine") }
    func isLocal(_ text: String?) -> Bool {
      text.flatMap { try? GatewayAddress($0, from: "") }?.isLoopback == true
    }
    var findings: [Finding] = []
    let codex = try? CodexConfiguration(context)
    let claude = try? ClaudeSettings(context)
    let places: [(client: Client, name: String, value: ClientValue?)] = [
      (.codex, "base_url", codex.flatMap { $0["model_providers", $0["model_provider"]?.value ?? "", "base_url"] }),
      (.claude, "ANTHROPIC_BASE_URL", claude?["env", "ANTHROPIC_BASE_URL"]),
    ]
    for (client, name, value) in places where isLocal(value?.value) {
      findings.append(
        Finding(
          .error,
          "\(name) names localhost, which is this container; the gateway is at \(wanted)",
          context.configuring(client),
          file: value?.file,
          line: value?.line
        )
      )
    }
    for (name, address) in [("OPENAI_BASE_URL", "\(wanted)/v1"), ("ANTHROPIC_BASE_URL", "\(wanted)")]
    where isLocal(context.environment[name]) {
      findings.append(
        Finding(
          .error,
          "\(name) names localhost, which is this container; the gateway is at \(wanted)",
          .command("export \(name)=\(address)")
        )
      )
    }
    return .findings(findings, else: "\(wanted)")
  }
}
