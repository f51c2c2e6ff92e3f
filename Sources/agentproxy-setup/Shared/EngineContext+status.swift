import Gateway
import Provisioning
import RequestLog
import Secrets
import Stack

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension EngineContext {
  /// The present time, in seconds since 1970.
  static var now: Int64 { Int64(time(nil)) }

  /// The gateway of this clone, for somebody who has a key.
  ///
  /// - Parameter key: the key; the one of `.env` if there is no other.
  /// - Returns: the gateway.
  func client(_ key: Secret? = nil) -> GatewayClient {
    let key = key ?? settings.masterKey ?? Secret("")
    return GatewayClient(GatewayEndpoint(boundTo: settings.bind, port: settings.port, key: key))
  }

  /// Where the embedded gateway listens: if it runs, where it was started, whatever `.env` says by now.
  var embeddedAddress: (host: String, port: Int) {
    guard let record = embedded().record, record.isRunning else { return (settings.bind, settings.port) }
    return (record.host, record.port)
  }

  /// Whether a gateway of this clone is up: the embedded one, or one that takes the key of `.env`.
  func isUp() async -> Bool {
    if embedded().isRunning { return true }
    guard let key = settings.masterKey else { return false }
    return await KeyProof(host: settings.bind, port: settings.port).answer(to: key) == .accepted
  }

  /// A port as clients on this machine name it.
  static func url(_ port: Int) -> String { "http://localhost:\(port)" }

  /// Gathers what `status` shows.
  func status(_ choice: EngineChoice) async -> StatusReport {
    let key = settings.masterKey
    let models = (try? ModelSource(session))?.files ?? ModelReport(.files, [], defaults: [])
    guard let program = choice.compose else {
      let (host, port) = embeddedAddress
      var report = StatusReport(choice, address: Self.url(port), key: key)
      let client = GatewayClient(GatewayEndpoint(boundTo: host, port: port, key: key ?? Secret("")))
      let log = project.path(".agentproxy/requests.sqlite")
      let last = try? RecentRequests.last(StatusReport.readRequests, of: log, patience: 0.5)
      await report.observe(
        embedded(),
        through: client,
        models: models,
        last: last ?? RecentRequests(),
        now: Self.now
      )
      return report
    }
    var report = StatusReport(choice, address: settings.baseURL, key: key)
    await report.observe(compose(program), through: client(), models: models)
    return report
  }

  /// Waits until the gateway, which sees for itself that its files have changed, has a model; not for long.
  func wait(for model: String) async {
    for _ in 0..<50 {
      guard let names = try? await client().modelNames(), !names.contains(model) else { return }
      try? await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Whether the requests that count are in LiteLLM's database: the containers are asked for, or nobody says and it is
  /// LiteLLM that answers.
  func isLiteLLM(_ wanted: Engine?) async -> Bool {
    switch wanted ?? settings.engine {
    case .compose: return true
    case .embedded: return false
    case .auto:
      if await embedded().isThere() { return false }
      return await client().isLiteLLM()
    }
  }
}
