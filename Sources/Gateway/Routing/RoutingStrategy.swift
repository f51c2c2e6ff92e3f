/// How one of several deployments of a model is chosen: `router_settings.routing_strategy`.
public enum RoutingStrategy: Sendable, Equatable {
  /// At random, by `weight`; where none is given by `rpm`, then by `tpm`; else each as likely as the other.
  case simpleShuffle
  /// The one with the fewest requests under way.
  case leastBusy
  /// The one that answered the fastest of late.
  case latencyBased(LatencyArguments)
}

/// `router_settings.routing_strategy_args` of `latency-based-routing`, with LiteLLM's defaults.
public struct LatencyArguments: Sendable, Equatable {
  /// How long a measured answer counts, in seconds.
  public var lifetimeSeconds = 3600.0
  /// How much slower than the fastest a deployment may be and still be chosen, as a part of the fastest's time.
  public var buffer = 0.0
  /// How many answers of each deployment count.
  public var sampleCount = 10

  /// LiteLLM's defaults.
  public init() {}
}
