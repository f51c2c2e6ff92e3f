internal import Diagnostics
internal import Gateway
internal import Provisioning
internal import Stack

/// Each provider can be reached.
struct ReachableCheck: Check {
  let id = "providers.reachable"
  let title = "reachable"
  let meaning = "a provider's name has no address, nobody listens there, or the proxy is in the way"
  let prerequisites = ["env.no-provider", "providers.proxy"]
  let reach = Reach.network

  func run(_ context: DoctorContext) async -> Outcome {
    let states = await context.providers()
    guard !states.isEmpty else { return .skipped("no provider can be asked") }
    let findings = states.compactMap { state in
      Self.reason(state).map { reason, remedy in
        Finding(.error, "\(state.provider.name) at \(state.host) cannot be reached: \(reason)", .advice(remedy))
      }
    }
    let hosts = states.map(\.host).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return .findings(findings, else: hosts.joined(separator: ", "))
  }

  private static func reason(_ state: ProviderState) -> (String, String)? {
    let base = state.provider.baseVariable
    switch state.fault {
    case nil: return nil
    case .settings(let words): return (words, "mend the file that is named")
    case .timeout: return ("no answer in time", "try again; if it stays so, check \(base) in .env and your network")
    case .broken(let words): return (words, "check \(base) in .env")
    case .connection(let fault):
      return switch fault.step {
      case .encryption: nil
      case .name: (fault.words, "check the spelling of \(base) in .env, and whether you need your company's VPN")
      case .proxy: (fault.words, "mend the proxy's variable, or list the host in NO_PROXY")
      case .connection: (fault.words, "check \(base) in .env, and whether you need a VPN or a proxy (HTTPS_PROXY)")
      }
    }
  }
}
