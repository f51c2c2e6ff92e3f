internal import Gateway
public import RequestLog

extension StatusReport {
  /// Adds what is known of the embedded engine's process, and asks the gateway.
  ///
  /// - Parameters:
  ///   - engine: the engine.
  ///   - client: the gateway, with the key.
  ///   - report: its models.
  ///   - last: the last requests.
  ///   - now: the present time, in seconds since 1970.
  public mutating func observe(
    _ engine: EmbeddedEngine,
    through client: GatewayClient,
    models report: ModelReport,
    last: RecentRequests,
    now: Int64
  ) async {
    requests = last.first(Self.shownRequests)
    let record = engine.record
    let metrics = await Self.metrics(client)
    let isUp = record?.isRunning == true
    if let record, isUp {
      keeper = record.isSupervised ? .supervisor : .nobody
      process = record.gateway?.number
      uptimeSeconds = max(0, Int(now - record.startedSeconds))
      restarts = record.restarts
      isSimulated = record.isSimulated
      outdated = engine.reasonOutdated(record)
    }
    switch metrics {
    case .text(let text):
      state = .up
      if !isUp { keeper = .user }
      show(report, Self.samples(text), last)
      return
    case .refused:
      state = .refusing
      if !isUp { keeper = .user }
    case .silent:
      state = isUp ? .silent : record?.failure == nil ? .down : .failed
      failure = isUp ? nil : record?.failure
      if !isUp { portOwner = PortOwner.find(port: engine.port) }
    }
    show(report, nil, RecentRequests())
  }

  /// Adds what the containers' program says, and asks the gateway.
  ///
  /// - Parameters:
  ///   - engine: the engine.
  ///   - client: the gateway, with the key.
  ///   - report: its models.
  public mutating func observe(
    _ engine: ComposeEngine,
    through client: GatewayClient,
    models report: ModelReport
  ) async {
    services = await engine.services()
    let isUp = services.contains(where: \.isGatewayRunning)
    if isUp { keeper = .containers }
    let answer = try? await client.get("/v1/models", seconds: 5)
    if answer?.modelNames != nil {
      state = .up
    } else if let answer, [401, 403].contains(answer.status) {
      state = .refusing
    } else {
      state = isUp ? .silent : .down
    }
    guard state == .up else { return show(report, nil, RecentRequests()) }
    // With profile `embedded` it is our own gateway that answers, which tells how the models are.
    var own: MetricsSamples?
    if case .text(let text) = await Self.metrics(client) { own = Self.samples(text) }
    let last = await engine.lastRequests(Self.readRequests, of: own == nil ? client : nil)
    requests = last.first(Self.shownRequests)
    show(report, own, last)
  }

  /// As many as tell how the models are that are made use of.
  public static let readRequests = 100

  /// As many of them as leave the rest of the screen to the rest.
  private static let shownRequests = 8

  private mutating func show(_ report: ModelReport, _ samples: MetricsSamples?, _ last: RecentRequests) {
    // Once, for there may be thousands of models.
    let own = samples?.grouped(by: "model")
    models = report.models.map { model in
      (model, ModelHealth(of: model.name, in: own.map { $0[model.name] ?? MetricsSamples() }, last))
    }
  }

  /// What our own gateway says of its deployments; `nil` if it is another's metrics.
  private static func samples(_ metrics: String) -> MetricsSamples? {
    let samples = MetricsSamples("agentproxy_deployment_resting", in: metrics)
    return samples.samples.isEmpty ? nil : samples
  }

  private enum Metrics {
    case text(String), refused, silent
  }

  private static func metrics(_ client: GatewayClient) async -> Metrics {
    guard let answer = try? await client.get("/metrics", seconds: 2) else { return .silent }
    switch answer.status {
    case 200:
      // Some programs answer every path with 200.
      let text = String(decoding: answer.body, as: UTF8.self)
      return text.contains("\nagentproxy_") ? .text(text) : .silent
    case 401, 403: return .refused
    default: return .silent
    }
  }
}
