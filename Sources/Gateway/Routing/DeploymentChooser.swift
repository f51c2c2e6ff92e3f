/// Chooses one of several deployments that could all answer.
struct DeploymentChooser: Sendable {
  let strategy: RoutingStrategy

  /// - Parameters:
  ///   - candidates: the deployments to choose from.
  ///   - streamed: whether the client asked for a stream.
  ///   - now: the present time, in nanoseconds.
  ///   - generator: decides where nothing else does.
  /// - Returns: the choice; `nil` only where there is no candidate.
  func choose(
    from candidates: [Route],
    streamed: Bool,
    now: Int64,
    using generator: inout some RandomNumberGenerator
  ) -> Route? {
    guard candidates.count > 1 else { return candidates.first }
    switch strategy {
    case .simpleShuffle:
      return shuffle(candidates, using: &generator)
    case .leastBusy:
      let loads = candidates.map(\.state.load)
      return random(candidates, loads, upTo: loads.min() ?? 0, using: &generator)
    case .latencyBased(let arguments):
      let times = candidates.map { $0.state.meanLatency(streamed: streamed, now: now, arguments: arguments) }
      return random(candidates, times, upTo: (times.min() ?? 0) * (1 + arguments.buffer), using: &generator)
    }
  }

  private func random<Value: Comparable>(
    _ candidates: [Route],
    _ values: [Value],
    upTo limit: Value,
    using generator: inout some RandomNumberGenerator
  ) -> Route? {
    zip(candidates, values).filter { $0.1 <= limit }.randomElement(using: &generator)?.0
  }

  private func shuffle(_ candidates: [Route], using generator: inout some RandomNumberGenerator) -> Route? {
    for weight in [\Deployment.weight, \.requestsPerMinute, \.tokensPerMinute] {
      let weights = candidates.map { $0.deployment[keyPath: weight] ?? 0 }
      let sum = weights.reduce(0, +)
      guard sum > 0 else { continue }
      var rest = Double.random(in: 0..<sum, using: &generator)
      for (candidate, weight) in zip(candidates, weights) {
        rest -= weight
        if rest < 0 { return candidate }
      }
      // Rounding may leave a trace of the last one's share.
      return weights.lastIndex { $0 > 0 }.map { candidates[$0] }
    }
    return candidates.randomElement(using: &generator)
  }
}
