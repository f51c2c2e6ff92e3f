internal import RequestLog

/// Whether a model's deployments are asked at present, and answer.
public enum ModelHealth: Sendable, Equatable, CustomStringConvertible, Encodable {
  /// All of them are asked, and the last that was did not fail.
  case ok
  /// The last that was asked failed, with this status.
  case failing(status: Int)
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
  ///   - samples: of `agentproxy_deployment_resting`; none of LiteLLM, which tells of no deployment that it would not ask
  ///     for an answer first.
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
    guard request.tries > 0 else { return nil }
    switch request.status {
    // One that was opened and broke off does not say who broke it.
    case ..<400 where request.error.isEmpty: self = .ok
    case 401...404, 408, 429, 500...: self = .failing(status: request.status)
    default: return nil
    }
  }

  /// The health in the user's words.
  public var description: String {
    switch self {
    case .ok: "ok"
    case .failing(let status): "last request: \(status)"
    case .degraded(let resting, let all): "\(resting) of \(all) rest after failures"
    case .resting: "rests after failures"
    case .unknown: "–"
    }
  }

  /// The health as one word.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .ok: try container.encode("ok")
    case .failing: try container.encode("failing")
    case .degraded: try container.encode("degraded")
    case .resting: try container.encode("resting")
    case .unknown: try container.encodeNil()
    }
  }
}
