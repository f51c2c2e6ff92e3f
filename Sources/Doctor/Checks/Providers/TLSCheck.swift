internal import Diagnostics
internal import Gateway
internal import Provisioning
internal import Stack

/// Each provider's certificate is one that is trusted here.
struct TLSCheck: Check {
  let id = "providers.tls"
  let title = "TLS"
  let meaning = "a provider's certificate is not trusted, is for another name, or is out of date"
  let prerequisites = ["env.no-provider", "providers.proxy"]
  let reach = Reach.network

  func run(_ context: DoctorContext) async -> Outcome {
    let states = await context.providers().filter(\.usesTLS)
    guard !states.isEmpty else { return .passed("no provider has https://") }
    let findings = states.compactMap { state -> Finding? in
      guard case .connection(let fault) = state.fault, fault.step == .encryption else { return nil }
      return Finding(.error, "\(state.provider.name) at \(state.host): \(fault.words)", remedy(fault.words, state))
    }
    let trusted = states.filter(\.isReached)
    guard !findings.isEmpty || !trusted.isEmpty else { return .skipped("no provider could be reached") }
    return .findings(findings, else: "trusted: \(trusted.map(\.host).joined(separator: ", "))")
  }

  private func remedy(_ words: String, _ state: ProviderState) -> Remedy? {
    if words.contains("SSL_CERT_FILE") { return .command("export SSL_CERT_FILE=/path/to/your-company-ca.pem") }
    if words.contains("clock") { return .command("sudo timedatectl set-ntp true") }
    return .advice("check \(state.provider.baseVariable) in .env")
  }
}
