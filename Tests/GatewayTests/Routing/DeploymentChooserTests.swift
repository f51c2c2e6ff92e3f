import Secrets
import SeededRandom
import Testing

@testable import Gateway

@Suite struct DeploymentChooserTests {
  private func routes(_ count: Int, _ change: (Int, inout Deployment) -> Void = { _, _ in }) -> [Route] {
    (0..<count).map { index in
      var deployment = Deployment(
        modelName: "m",
        upstreamModel: "u",
        provider: .openAI,
        apiKey: Secret("k"),
        id: "\(index)"
      )
      change(index, &deployment)
      return Route(deployment, index: index, state: DeploymentState(), upstreamModel: "u")
    }
  }

  /// How often each is chosen in ten thousand choices.
  private func counts(_ routes: [Route], _ strategy: RoutingStrategy = .simpleShuffle, streamed: Bool = false) -> [Int]
  {
    var generator = SeededGenerator(seed: 7)
    var counts = Array(repeating: 0, count: routes.count)
    let chooser = DeploymentChooser(strategy: strategy)
    for _ in 0..<10_000 {
      guard let route = chooser.choose(from: routes, streamed: streamed, now: 0, using: &generator) else { continue }
      counts[route.index] += 1
    }
    return counts
  }

  private func isAbout(_ count: Int, _ share: Double) -> Bool { abs(Double(count) - 10_000 * share) < 250 }

  @Test func withoutWeightsEachIsAsLikely() {
    #expect(counts(routes(4)).allSatisfy { isAbout($0, 0.25) })
    #expect(counts(routes(1)) == [10_000])
    #expect(counts([]).isEmpty)
  }

  @Test func theFirstKindOfWeightThatIsGivenCounts() {
    let byWeight = counts(
      routes(3) { index, deployment in
        deployment.weight = [3, 1, nil][index]
        deployment.requestsPerMinute = 100
      }
    )
    #expect(isAbout(byWeight[0], 0.75) && isAbout(byWeight[1], 0.25) && byWeight[2] == 0)
    let byRequests = counts(
      routes(2) { index, deployment in
        deployment.weight = 0
        deployment.requestsPerMinute = [900, 100][index]
        deployment.tokensPerMinute = 5
      }
    )
    #expect(isAbout(byRequests[0], 0.9))
    let byTokens = counts(routes(2) { index, deployment in deployment.tokensPerMinute = [1, 4][index] })
    #expect(isAbout(byTokens[1], 0.8))
  }

  @Test func theLeastBusyIsTheOneWithTheFewestRequestsUnderWay() {
    let routes = routes(3)
    for _ in 0..<2 { #expect(routes[0].state.requestBegan()) }
    #expect(counts(routes, .leastBusy)[0] == 0)
    #expect(routes[1].state.requestBegan())
    #expect(counts(routes, .leastBusy) == [0, 0, 10_000])
    for _ in 0..<2 { routes[0].state.requestEnded() }
    #expect(isAbout(counts(routes, .leastBusy)[0], 0.5))
  }

  @Test func theFastestIsTheOneWithTheShortestMean() {
    var arguments = LatencyArguments()
    let routes = routes(3)
    for (route, seconds) in zip(routes, [0.2, 0.1, 0.15]) {
      route.state.measured(seconds, streamed: false, now: 0, arguments: arguments)
    }
    #expect(counts(routes, .latencyBased(arguments)) == [0, 10_000, 0])
    arguments.buffer = 0.6
    let near = counts(routes, .latencyBased(arguments))
    #expect(near[0] == 0 && isAbout(near[1], 0.5))
    // Nothing is known of how fast they stream.
    #expect(counts(routes, .latencyBased(arguments), streamed: true).allSatisfy { isAbout($0, 0.333) })
  }

  @Test func anUnknownDeploymentIsTriedFirst() {
    let routes = routes(2)
    routes[0].state.measured(0.001, streamed: false, now: 0, arguments: LatencyArguments())
    #expect(counts(routes, .latencyBased(LatencyArguments())) == [0, 10_000])
  }
}
