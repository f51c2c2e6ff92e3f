internal import Diagnostics
internal import Gateway
internal import Provisioning
internal import Stack

/// The variables that name a proxy can be used, and leave the gateway alone.
struct ProxyCheck: Check {
  let id = "providers.proxy"
  let title = "proxy"
  let meaning = "a proxy's variable cannot be used, or the tools would ask the proxy for the gateway"

  func run(_ context: DoctorContext) async -> Outcome {
    do throws(Failure) {
      _ = try OutboundSettings(context.value)
    } catch {
      return .findings(error.diagnostics.map { Finding($0) }, else: "")
    }
    let names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    let set = names.filter { !(context.value($0) ?? "").isEmpty }
    guard !set.isEmpty else { return .passed("none") }
    let direct = DirectHosts(context.value("no_proxy") ?? context.value("NO_PROXY") ?? "")
    let host = context.gateway?.host ?? "localhost"
    guard direct.contains(host) else {
      let list = direct.adding(host)
      return .warning(
        "\(set[0]) is set and NO_PROXY does not name \(host): a tool may ask the proxy for the gateway",
        .command("export NO_PROXY=\(list) no_proxy=\(list)")
      )
    }
    return .passed(set.joined(separator: ", "))
  }
}
