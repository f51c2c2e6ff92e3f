/// Whether a model's deployments are asked at present.
public enum ModelHealth: Sendable, Equatable, CustomStringConvertible, Encodable {
  /// All of them.
  case ok
  /// Some of them rest after failures.
  case degraded(resting: Int, of: Int)
  /// None of them is asked until it has rested.
  case resting
  /// The gateway does not say.
  case unknown

  /// From what the gateway's metrics say of a model.
  ///
  /// - Parameters:
  ///   - model: its name.
  ///   - samples: of `agentproxy_deployment_resting`.
  init(of model: String, in samples: MetricsSamples) {
    let own = samples.samples.filter { $0.labels["model"] == model }
    let resting = own.count { $0.value > 0 }
    self =
      own.isEmpty
      ? .unknown : resting == 0 ? .ok : resting == own.count ? .resting : .degraded(resting: resting, of: own.count)
  }

  /// The health in the user's words.
  public var description: String {
    switch self {
    case .ok: "ok"
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
    case .degraded: try container.encode("degraded")
    case .resting: try container.encode("resting")
    case .unknown: try container.encodeNil()
    }
  }
}
