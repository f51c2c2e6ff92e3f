/// How a deployment is chosen among those that serve one model name; the raw values are LiteLLM's names.
public enum RoutingStrategy: String, Sendable, CaseIterable {
  /// At random, by weight.
  case simpleShuffle = "simple-shuffle"
  /// The one with the fewest requests under way.
  case leastBusy = "least-busy"
  /// The fastest one of late.
  case latencyBased = "latency-based-routing"

  /// Reads LiteLLM's name, or `latency-based` for short.
  public init?(name: String) {
    guard let strategy = RoutingStrategy(rawValue: name == "latency-based" ? "latency-based-routing" : name) else {
      return nil
    }
    self = strategy
  }
}
