import FakeUpstream
import Testing

@testable import Gateway

/// `rpm` and `tpm` of deployments as limits.
@Suite struct RateLimitTests {
  private static let second = PlanRun.second

  // MARK: - Counting

  /// An expectation cannot change a value.
  private final class Minute {
    private let limits: RateLimits
    private var usage = MinuteUsage()

    init(_ limits: RateLimits) { self.limits = limits }

    func take(_ now: Int64) -> Bool { usage.take(under: limits, now: now) }

    func add(_ tokens: Int, _ now: Int64) { usage.add(tokens: tokens, now: now) }

    func end(_ now: Int64) -> Int64? { usage.end(under: limits, now: now) }
  }

  @Test func requestsAreCountedByTheMinuteOfTheFirst() {
    let usage = Minute(RateLimits(requests: 2))
    let start = 7 * Self.second
    #expect(usage.end(start) == nil)
    #expect(usage.take(start))
    #expect(usage.take(start + 30 * Self.second))
    #expect(!usage.take(start + 59 * Self.second))
    #expect(usage.end(start + 59 * Self.second) == start + 60 * Self.second)
    #expect(usage.take(start + 60 * Self.second))
    #expect(usage.take(start + 61 * Self.second))
    #expect(!usage.take(start + 61 * Self.second))
  }

  @Test func tokensCountOnceTheyAreKnown() {
    let usage = Minute(RateLimits(tokens: 100))
    #expect(usage.take(0))
    usage.add(99, Self.second)
    #expect(usage.take(2 * Self.second))
    usage.add(1, 3 * Self.second)
    #expect(!usage.take(4 * Self.second))
    #expect(usage.end(4 * Self.second) == 60 * Self.second)
    // What comes after the minute is the next one's.
    usage.add(100, 70 * Self.second)
    #expect(usage.end(71 * Self.second) == 130 * Self.second)
    #expect(usage.take(130 * Self.second))
  }

  @Test func noneMeansNone() {
    let none = Minute(RateLimits(requests: 0))
    #expect(!none.take(5))
    #expect(none.end(5) == 5 + 60 * Self.second)
    let any = Minute(RateLimits())
    for _ in 0..<10 { #expect(any.take(5)) }
  }

  // MARK: - Choosing

  private func deployment(_ id: String, order: Int? = nil, _ rates: RateLimits?) -> Deployment {
    var deployment = PlanRun.deployment(id, order: order)
    deployment.rates = rates
    return deployment
  }

  private func router(
    _ deployments: [Deployment],
    _ change: (inout RoutingSettings) -> Void = { _ in }
  ) -> ModelRouter {
    PlanRun.router(deployments) {
      $0.enforcesRates = true
      change(&$0)
    }
  }

  @Test func aDeploymentOverItsRateIsPassedOver() {
    let router = router([
      deployment("a", order: 1, RateLimits(requests: 1)), deployment("b", order: 2, RateLimits(tokens: 10)),
    ])
    let first = PlanRun(router, "m")
    #expect(first.begin() == "a")
    #expect(first.route("a").requestBegan(now: first.now))
    let second = PlanRun(router, "m")
    #expect(second.begin() == "b")
    second.route("b").state.tokensUsed(10, now: second.now + Self.second)
    let third = PlanRun(router, "m")
    third.now += 10 * Self.second
    #expect(third.begin() == "give up")
    #expect(third.plan.obstacle == .rate(until: first.now + 60 * Self.second))
    third.now = first.now + 60 * Self.second
    #expect(third.begin() == "a")
  }

  @Test func aLoneDeploymentHasItsLimitToo() {
    let router = router([deployment("a", RateLimits(requests: 1))])
    let first = PlanRun(router, "m")
    #expect(first.begin() == "a")
    #expect(first.route("a").requestBegan(now: first.now))
    #expect(!first.route("a").requestBegan(now: first.now))
    #expect(first.route("a").state.load == 1)
    let second = PlanRun(router, "m")
    #expect(second.begin() == "give up")
    // Nor is it asked again for a request that has failed.
    #expect(first.fail(503, at: "a") == "give up")
  }

  @Test func anotherModelStandsIn() {
    let router = router([deployment("a", RateLimits(requests: 0)), PlanRun.deployment("b", "backup")]) {
      $0.fallbacks.byDefault = ["backup"]
    }
    #expect(PlanRun(router, "m").begin() == "b")
  }

  @Test func theObstacleIsTheOneThatGoesFirst() {
    let router = router([deployment("a", RateLimits(requests: 0)), deployment("b", nil)])
    let run = PlanRun(router, "m")
    run.rest("b", seconds: 8)
    #expect(run.begin() == "give up")
    #expect(run.plan.obstacle == .rest(until: run.now + 8 * Self.second))
    let later = PlanRun(router, "m")
    later.rest("b", seconds: 80)
    #expect(later.begin() == "give up")
    #expect(later.plan.obstacle == .rate(until: later.now + 60 * Self.second))
    // One that is over its rate and rests longer than that.
    let both = PlanRun(self.router([deployment("a", RateLimits(requests: 0)), deployment("b", nil)]), "m")
    both.rest("a", seconds: 70)
    both.rest("b", seconds: 90)
    #expect(both.begin() == "give up")
    #expect(both.plan.obstacle == .rest(until: both.now + 70 * Self.second))
  }

  @Test func unlessSwitchedOnTheyAreWeightsAlone() {
    let router = PlanRun.router([deployment("a", RateLimits(requests: 0))])
    #expect(PlanRun(router, "m").begin() == "a")
  }

  // MARK: - On the wire

  @Test func aClientIsToldWhenToComeBack() async throws {
    try await FakeUpstream.run(.respond { _ in .body("{}") }) { upstream in
      let yaml = """
        model_list:
          - model_name: m
            litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(upstream.origin)/v1", rpm: 1}
          - model_name: m
            litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(upstream.origin)/v1"}
            model_info: {rpm: 2}
        router_settings: {optional_pre_call_checks: [enforce_model_rate_limits]}
        general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
        """
      try await TestGateway.serve(yaml) { gateway in
        var served: [String] = []
        for _ in 0..<3 {
          let answer = try await gateway.send("/v1/responses", #"{"model":"m"}"#)
          #expect(answer.status == 200)
          served.append(answer.header("x-litellm-model-id") ?? "")
        }
        #expect(served.sorted() == ["m/1", "m/2", "m/2"])
        let refused = try await gateway.send("/v1/responses", #"{"model":"m"}"#)
        #expect(refused.status == 429)
        let seconds = try #require(refused.header("retry-after").flatMap(Int.init))
        #expect((1...60).contains(seconds))
        #expect(refused.text.contains("as its rpm and tpm allow"))
        #expect(refused.text.contains("rate_limit_error"))
        #expect(refused.header("x-should-retry") == nil)
        #expect(upstream.requests.count == 3)
      }
    }
  }
}
