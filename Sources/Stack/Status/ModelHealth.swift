public import RequestLog
internal import Tables

/// Whether a model's deployments are asked at present, and answer.
public enum ModelHealth: Sendable, Equatable {
  /// All of them are asked, and the last that was did not fail.
  case ok
  /// The last request failed.
  case failing(RecentRequest)
  /// Some of them rest after failures.
  case degraded(resting: Int, of: Int)
  /// None of them is asked until it has rested.
  case resting
  /// Neither the gateway says, nor any request.
  case unknown

  /// From what the gateway's metrics say of a model, and what came of its last request.
  ///
  /// - Parameters:
  ///   - model: its name.
  ///   - samples: of `agentproxy_deployment_resting`; `nil` of LiteLLM, whose own look at them costs a request each.
  ///   - requests: the last ones.
  init(of model: String, in samples: MetricsSamples?, _ requests: RecentRequests) {
    let own = samples?.samples.filter { $0.labels["model"] == model } ?? []
    let resting = own.count { $0.value > 0 }
    if resting > 0 {
      self = resting == own.count ? .resting : .degraded(resting: resting, of: own.count)
      return
    }
    let last = requests.requests.lazy.filter { $0.model == model }.compactMap(Self.init(after:)).first
    self = last ?? (own.isEmpty ? .unknown : .ok)
  }

  /// What a request tells; `nil` if nothing, as no provider was asked, or what was wrong is the request's own fault.
  private init?(after request: RecentRequest) {
    guard request.isFromProvider else { return nil }
    switch request.status {
    // One that was opened and broke off does not say who broke it.
    case ..<400 where request.error.isEmpty: self = .ok
    case 401...404, 408, 429, 500...: self = .failing(request)
    default: return nil
    }
  }

  /// The health in the user's words.
  ///
  /// - Parameter now: the present time, in seconds since 1970.
  /// - Returns: the words.
  func text(now: Int64) -> String {
    switch self {
    case .ok: "ok"
    case .failing(let last): "\(last.status), \(shortDuration(seconds: last.ageSeconds(at: now))) ago"
    case .degraded(let resting, let all): "\(resting) of \(all) rest after failures"
    case .resting: "rests after failures"
    case .unknown: "–"
    }
  }

  /// The health as one word; `nil` if it is not known.
  var name: String? {
    switch self {
    case .ok: "ok"
    case .failing: "failing"
    case .degraded: "degraded"
    case .resting: "resting"
    case .unknown: nil
    }
  }

  /// The request that failed.
  var failure: RecentRequest? {
    guard case .failing(let request) = self else { return nil }
    return request
  }
}
