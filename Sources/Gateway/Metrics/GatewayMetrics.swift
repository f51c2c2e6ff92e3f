import RequestLog
import Synchronization
import WireFormats

/// What the gateway has done since its start, in numbers. Shared by all event loops, and kept when the configuration is
/// read anew.
final class GatewayMetrics: Sendable {
  /// Every label is one of few: names from the configuration, and never what a client made up.
  private struct Series: Hashable {
    let model: String
    let deployment: String
    let format: String
    let clientKey: String
    let status: Int
  }

  private struct Counts {
    var requests = 0
    var inputTokens = 0
    var outputTokens = 0
    var cachedTokens = 0
    var cost = 0.0
    var requestBytes = 0
    var responseBytes = 0
    var retries = 0
    var fallbacks = 0
    var cacheHits = 0
  }

  private struct Times {
    var whole = Histogram(bounds: Histogram.answerBounds)
    var firstByte = Histogram(bounds: Histogram.answerBounds)
  }

  private struct Failure: Hashable {
    let deployment: String
    let reason: String
  }

  /// A series with its numbers, and where the times of its model are.
  private struct Entry {
    let series: Series
    let times: Int?
    var counts = Counts()
  }

  private struct State {
    var entries: [Entry] = []
    var places: [Series: Int] = [:]
    /// The series counted last is often the next, too; to compare it costs less than to hash it.
    var recent = 0
    var times: [(model: String, times: Times)] = []
    var failures: [Failure: Int] = [:]
    var overhead = Histogram(bounds: Histogram.overheadBounds)

    /// Where a series is. A new one gets a place.
    mutating func place(of series: Series) -> Int {
      if recent < entries.count, entries[recent].series == series { return recent }
      recent = places[series] ?? add(series)
      return recent
    }

    private mutating func add(_ series: Series) -> Int {
      var place: Int?
      if !series.model.isEmpty {
        place = times.firstIndex { $0.model == series.model }
        if place == nil {
          place = times.count
          times.append((series.model, Times()))
        }
      }
      entries.append(Entry(series: series, times: place))
      places[series] = entries.count - 1
      return entries.count - 1
    }
  }

  private let state = Mutex(State())
  private let connections = Atomic(0)

  func connectionBegan() { connections.wrappingAdd(1, ordering: .relaxed) }

  func connectionEnded() { connections.wrappingSubtract(1, ordering: .relaxed) }

  /// Counts a request that is over.
  func note(_ entry: AccessLogEntry) {
    let series = Series(
      model: entry.modelGroup,
      deployment: entry.deployment,
      format: entry.format?.rawValue ?? "",
      clientKey: entry.clientKey,
      status: entry.status
    )
    state.withLock { state in
      let place = state.place(of: series)
      Self.add(entry, to: &state.entries[place].counts)
      for failure in entry.failures {
        state.failures[Failure(deployment: failure.deployment, reason: failure.label), default: 0] += 1
      }
      guard let times = state.entries[place].times else { return }
      state.times[times].times.whole.add(Double(entry.microseconds) / 1e6)
      state.times[times].times.firstByte.add(Double(entry.firstByteMicroseconds) / 1e6)
      if entry.tries > 0 { state.overhead.add(Double(entry.overheadMicroseconds) / 1e6) }
    }
  }

  private static func add(_ entry: AccessLogEntry, to counts: inout Counts) {
    counts.requests += 1
    counts.inputTokens += entry.usage?.input ?? 0
    counts.outputTokens += entry.usage?.output ?? 0
    counts.cachedTokens += entry.usage?.cachedInput ?? 0
    counts.cost += entry.cost ?? 0
    counts.requestBytes += entry.requestBytes
    counts.responseBytes += entry.responseBytes
    counts.retries += entry.retries
    counts.fallbacks += entry.fallbacks
    counts.cacheHits += entry.isCacheHit ? 1 : 0
  }

  // MARK: - The text

  /// Writes everything.
  ///
  /// - Parameters:
  ///   - core: what is served at present.
  ///   - now: the present time, in nanoseconds.
  /// - Returns: the body of `GET /metrics`.
  func text(_ core: GatewayCore, now: Int64) -> String {
    let snapshot = state.withLock { $0 }
    var text = MetricsText()
    writeCounts(snapshot, to: &text)
    writeTimes(snapshot, to: &text)
    writeDeployments(core.router, now, to: &text)
    text.begin("agentproxy_client_connections", "gauge", "Connections of clients that are open.")
    text.sample("agentproxy_client_connections", [], connections.load(ordering: .relaxed))
    text.begin("agentproxy_request_log_dropped_total", "counter", "Rows that the log of requests has lost.")
    text.sample("agentproxy_request_log_dropped_total", [], core.requestLog?.droppedCount ?? 0)
    ProcessMetrics.write(startSeconds: core.startSeconds, to: &text)
    return text.text
  }

  private func writeCounts(_ state: State, to text: inout MetricsText) {
    let series = state.entries.map { (key: $0.series, counts: $0.counts) }
      .sorted { Self.order($0.key) < Self.order($1.key) }
    text.begin("agentproxy_requests_total", "counter", "Requests that are over.")
    for (key, counts) in series {
      text.sample("agentproxy_requests_total", Self.labels(key) + [("status", "\(key.status)")], counts.requests)
    }
    var sums: [(key: Series, counts: Counts)] = []
    for (key, counts) in series {
      if let last = sums.last, Self.labels(last.key).map(\.value) == Self.labels(key).map(\.value) {
        sums[sums.count - 1].counts = Self.sum(last.counts, counts)
      } else {
        sums.append((key, counts))
      }
    }
    text.begin("agentproxy_tokens_total", "counter", "Tokens that the providers counted; cached ones are input too.")
    for (key, counts) in sums {
      let kinds = [("input", counts.inputTokens), ("output", counts.outputTokens), ("cached", counts.cachedTokens)]
      for (kind, count) in kinds { text.sample("agentproxy_tokens_total", Self.labels(key) + [("kind", kind)], count) }
    }
    let metrics: [(name: String, help: String, value: KeyPath<Counts, Int>)] = [
      ("agentproxy_request_bytes_total", "Bytes of the requests' bodies.", \.requestBytes),
      ("agentproxy_response_bytes_total", "Bytes of the answers' bodies.", \.responseBytes),
      ("agentproxy_retries_total", "Tries that followed the first on the same model.", \.retries),
      ("agentproxy_fallbacks_total", "Times that another model stood in.", \.fallbacks),
      ("agentproxy_cache_hits_total", "Answers from the gateway's own cache.", \.cacheHits),
    ]
    for metric in metrics {
      text.begin(metric.name, "counter", metric.help)
      for (key, counts) in sums { text.sample(metric.name, Self.labels(key), counts[keyPath: metric.value]) }
    }
    text.begin("agentproxy_cost_dollars_total", "counter", "What the tokens cost by the configuration's prices.")
    for (key, counts) in sums { text.sample("agentproxy_cost_dollars_total", Self.labels(key), counts.cost) }
    text.begin("agentproxy_failed_tries_total", "counter", "Tries that failed before the client saw any of an answer.")
    for (failure, count) in state.failures.sorted(by: {
      ($0.key.deployment, $0.key.reason) < ($1.key.deployment, $1.key.reason)
    }) {
      text.sample(
        "agentproxy_failed_tries_total",
        [("deployment", failure.deployment), ("reason", failure.reason)],
        count
      )
    }
  }

  private func writeTimes(_ state: State, to text: inout MetricsText) {
    let times = state.times.sorted { $0.model < $1.model }
    text.begin("agentproxy_request_seconds", "histogram", "From a request's head to the end of its answer.")
    for (model, times) in times { times.whole.write("agentproxy_request_seconds", [("model", model)], to: &text) }
    text.begin("agentproxy_first_byte_seconds", "histogram", "From a request's head to the first byte of its answer.")
    for (model, times) in times {
      times.firstByte.write("agentproxy_first_byte_seconds", [("model", model)], to: &text)
    }
    text.begin(
      "agentproxy_overhead_seconds",
      "histogram",
      "How long a request was here without a provider's having it."
    )
    state.overhead.write("agentproxy_overhead_seconds", [], to: &text)
  }

  private func writeDeployments(_ router: ModelRouter, _ now: Int64, to text: inout MetricsText) {
    text.begin("agentproxy_requests_in_flight", "gauge", "Requests that a deployment has at present.")
    for (deployment, state) in router.deployments {
      text.sample("agentproxy_requests_in_flight", Self.labels(deployment), state.load)
    }
    text.begin("agentproxy_deployment_resting", "gauge", "Whether a deployment is left alone after failures.")
    for (deployment, state) in router.deployments {
      text.sample("agentproxy_deployment_resting", Self.labels(deployment), state.isResting(at: now) ? 1 : 0)
    }
  }

  private static func labels(_ deployment: Deployment) -> MetricsText.Labels {
    [("model", deployment.modelName), ("deployment", deployment.id)]
  }

  private static func labels(_ series: Series) -> MetricsText.Labels {
    [
      ("model", series.model), ("deployment", series.deployment), ("format", series.format),
      ("client_key", series.clientKey),
    ]
  }

  private static func order(_ series: Series) -> String {
    [series.model, series.deployment, series.format, series.clientKey, "\(series.status)"].joined(separator: "\0")
  }

  private static func sum(_ left: Counts, _ right: Counts) -> Counts {
    var sum = left
    sum.inputTokens += right.inputTokens
    sum.outputTokens += right.outputTokens
    sum.cachedTokens += right.cachedTokens
    sum.cost += right.cost
    sum.requestBytes += right.requestBytes
    sum.responseBytes += right.responseBytes
    sum.retries += right.retries
    sum.fallbacks += right.fallbacks
    sum.cacheHits += right.cacheHits
    return sum
  }
}
