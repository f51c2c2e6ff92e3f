internal import Gateway

extension StatusReport {
  /// Adds what is known of the embedded engine's process, and asks the gateway.
  ///
  /// - Parameters:
  ///   - engine: the engine.
  ///   - client: the gateway, with the key.
  ///   - report: its models.
  ///   - now: the present time, in seconds since 1970.
  public mutating func observe(
    _ engine: EmbeddedEngine,
    through client: GatewayClient,
    models report: ModelReport,
    now: Int64
  ) async {
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
      show(report, MetricsSamples("agentproxy_deployment_resting", in: text))
      return
    case .refused:
      state = .refusing
      if !isUp { keeper = .user }
    case .silent:
      state = isUp ? .silent : record?.failure == nil ? .down : .failed
      failure = isUp ? nil : record?.failure
      if !isUp { portOwner = PortOwner.find(port: engine.port) }
    }
    show(report, nil)
  }

  /// Adds what the containers' program says, and asks the gateway.
  ///
  /// - Parameters:
  ///   - engine: the engine.
  ///   - client: the gateway, with the key.
  ///   - report: its models.
  ///   - count: how many of the last requests are to be shown.
  public mutating func observe(
    _ engine: ComposeEngine,
    through client: GatewayClient,
    models report: ModelReport,
    requests count: Int
  ) async {
    services = await engine.services()
    let isUp = services.contains(where: \.isGatewayRunning)
    if isUp { keeper = .containers }
    switch (try? await client.get("/v1/models", seconds: 5))?.status {
    case 200: state = .up
    case 401, 403: state = .refusing
    default: state = isUp ? .silent : .down
    }
    guard state == .up else { return show(report, nil) }
    // With profile `embedded` it is our own gateway that answers, which tells how the models are.
    if case .text(let text) = await Self.metrics(client) {
      let samples = MetricsSamples("agentproxy_deployment_resting", in: text)
      if !samples.samples.isEmpty { return show(report, samples) }
    }
    show(report, nil)
    requests = await client.lastSpendLogs(count)
  }

  private mutating func show(_ report: ModelReport, _ samples: MetricsSamples?) {
    models = report.models.map { model in
      (model, samples.map { ModelHealth(of: model.name, in: $0) } ?? .unknown)
    }
  }

  private enum Metrics {
    case text(String), refused, silent
  }

  private static func metrics(_ client: GatewayClient) async -> Metrics {
    guard let answer = try? await client.get("/metrics", seconds: 2) else { return .silent }
    switch answer.status {
    case 200: return .text(String(decoding: answer.body, as: UTF8.self))
    case 401, 403: return .refused
    default: return .silent
    }
  }
}
