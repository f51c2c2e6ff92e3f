import Secrets
import SeededRandom
import Testing
import WireFormats

@testable import Gateway

/// The plan is told of failures and says what comes next; time stands still unless a test moves it.
@Suite struct RoutePlanTests {
  private static let second: Int64 = 1_000_000_000

  /// A request under way, with a clock that the test turns.
  private final class Run {
    let router: ModelRouter
    var plan: RoutePlan
    var now: Int64 = 1000 * RoutePlanTests.second
    var generator = SeededGenerator(seed: 1)

    init(_ router: ModelRouter, _ model: String, format: WireFormat = .chatCompletions) {
      self.router = router
      let routes = router.routes(for: model, speaking: format)
      plan = RoutePlan(model: model, routes: routes, format: format, streamed: false)
    }

    private var surroundings: RoutePlan.Surroundings { RoutePlan.Surroundings(router: router, now: now) }

    func begin() -> String { name(plan.begin(surroundings, &generator)) }

    func fail(_ failure: AttemptFailure, at id: String) -> String {
      name(plan.failed(failure, at: route(id), surroundings, &generator))
    }

    func fail(_ status: Int, at id: String) -> String { fail(AttemptFailure(kind: .status(status)), at: id) }

    func waited() -> String { name(plan.waited(surroundings, &generator)) }

    func rest(_ id: String, seconds: Double) {
      let policy = CooldownPolicy(allowedFails: nil, seconds: seconds)
      let failure = AttemptFailure(kind: .status(401))
      route(id).state.requestFailed(failure, policy: policy, hasOwnCooldown: true, now: now)
    }

    private func route(_ id: String) -> Route {
      let names = router.listedNames + ["backup", "last"]
      guard let route = names.flatMap({ router.routes(for: $0) }).first(where: { $0.deployment.id == id }) else {
        preconditionFailure("the test has no deployment \(id)")
      }
      return route
    }

    private func name(_ action: RoutePlan.Action) -> String {
      switch action {
      case .ask(let route): route.deployment.id
      case .wait(let seconds): "wait \(Int(seconds))"
      case .giveUp: "give up"
      }
    }
  }

  private func router(_ deployments: [Deployment], _ change: (inout RoutingSettings) -> Void = { _ in }) -> ModelRouter
  {
    var settings = RoutingSettings()
    change(&settings)
    return ModelRouter(
      GatewayConfiguration(
        deployments: deployments,
        aliases: [ModelAlias(name: "nick", target: "m", isHidden: false)],
        masterKey: Secret("sk-m"),
        clientKeys: [],
        timeouts: Timeouts(),
        routing: settings,
        maximumBodySize: 1,
        allowedAddresses: nil
      )
    )
  }

  private func deployment(_ id: String, _ model: String = "m", order: Int? = nil, retries: Int? = nil) -> Deployment {
    var deployment = Deployment(modelName: model, upstreamModel: "u", provider: .openAI, apiKey: Secret("k"), id: id)
    deployment.order = order
    deployment.maximumRetries = retries
    return deployment
  }

  // MARK: - Retries

  @Test func aLoneDeploymentIsAskedAgainAfterAWait() {
    let run = Run(router([deployment("a")]), "m")
    #expect(run.begin() == "a")
    #expect(run.fail(503, at: "a").hasPrefix("wait "))
    #expect(run.waited() == "a")
    #expect(run.fail(AttemptFailure(kind: .connection), at: "a").hasPrefix("wait "))
    #expect(run.waited() == "a")
    #expect(run.fail(AttemptFailure(kind: .timeout), at: "a") == "give up")
    #expect(run.plan.retries == 2)
    #expect(run.plan.fallbacks == 0)
  }

  @Test func theProvidersWishIsGrantedUpToAMinute() {
    let run = Run(router([deployment("a")]), "m")
    _ = run.begin()
    #expect(run.fail(AttemptFailure(kind: .status(429), retryAfterSeconds: 7), at: "a") == "wait 7")
    #expect(run.waited() == "a")
    #expect(run.fail(AttemptFailure(kind: .status(429), retryAfterSeconds: 61), at: "a") == "give up")
  }

  @Test(arguments: [400, 402, 404, 413, 422])
  func whatTheRequestIsAtFaultForIsNotTriedAgain(_ status: Int) {
    let run = Run(router([deployment("a"), deployment("b")]), "m")
    #expect(run.fail(status, at: run.begin()) == "give up")
  }

  @Test(arguments: [408, 409, 429, 500, 502, 503, 504, 529])
  func anotherDeploymentComesFirstAndAtOnce(_ status: Int) {
    let run = Run(router([deployment("a"), deployment("b"), deployment("c")]), "m")
    let first = run.begin()
    let second = run.fail(status, at: first)
    let third = run.fail(status, at: second)
    #expect(Set([first, second, third]) == ["a", "b", "c"])
    #expect(run.fail(status, at: third) == "give up")
  }

  @Test func onceAllWereAskedTheNextTryWaits() {
    let run = Run(router([deployment("a"), deployment("b")]) { $0.retries.maximumRetries = 3 }, "m")
    let second = run.fail(500, at: run.begin())
    #expect(run.fail(500, at: second).hasPrefix("wait "))
    #expect(["a", "b"].contains(run.waited()))
  }

  @Test(arguments: [401, 403])
  func aRefusedKeyLeadsToAnotherDeploymentAndNeverBack(_ status: Int) {
    let run = Run(router([deployment("a"), deployment("b")]) { $0.retries.maximumRetries = 9 }, "m")
    let first = run.begin()
    let second = run.fail(status, at: first)
    #expect(second != first)
    #expect(run.fail(500, at: second).hasPrefix("wait "))
    #expect(run.waited() == second)
    #expect(run.fail(status, at: second) == "give up")
  }

  @Test func aDeploymentsOwnNumberOfRetriesCounts() {
    let none = Run(router([deployment("a", retries: 0)]), "m")
    #expect(none.fail(500, at: none.begin()) == "give up")
    let one = Run(router([deployment("a", retries: 1)]) { $0.retries.maximumRetries = 0 }, "m")
    #expect(one.fail(500, at: one.begin()).hasPrefix("wait "))
  }

  // MARK: - Order and rest

  @Test func theLowestOrderIsAskedFirstAndOneWithoutLast() {
    let run = Run(router([deployment("c"), deployment("b", order: 2), deployment("a", order: 1)]), "m")
    #expect(run.begin() == "a")
    #expect(run.fail(500, at: "a") == "b")
    #expect(run.fail(500, at: "b") == "c")
  }

  @Test func withoutRetriesAHigherOrderStillStandsIn() {
    let router = router([deployment("b", order: 2), deployment("a", order: 1), deployment("a2", order: 1)]) {
      $0.retries.maximumRetries = 0
    }
    let run = Run(router, "m")
    let first = run.begin()
    #expect(first.hasPrefix("a"))
    #expect(run.fail(500, at: first) == "b")
    #expect(run.plan.fallbacks == 1)
    #expect(run.plan.retries == 0)
    #expect(run.fail(500, at: "b") == "give up")
  }

  @Test func aRestingDeploymentIsPassedOverUntilItsRestIsOver() {
    let router = router([deployment("a", order: 1), deployment("b", order: 2)])
    let run = Run(router, "m")
    run.rest("a", seconds: 5)
    #expect(run.begin() == "b")
    let later = Run(router, "m")
    later.now += 6 * Self.second
    #expect(later.begin() == "a")
  }

  @Test func whenAllRestTheClientIsToldUntilWhen() {
    let run = Run(router([deployment("a"), deployment("b")]), "m")
    run.rest("a", seconds: 20)
    run.rest("b", seconds: 8)
    #expect(run.begin() == "give up")
    #expect(run.plan.obstacle == .rest(until: run.now + 8 * Self.second))
  }

  @Test func theOnlyDeploymentIsAskedEvenThen() {
    let run = Run(router([deployment("a")]), "m")
    run.rest("a", seconds: 20)
    #expect(run.begin() == "a")
    #expect(!run.plan.hasAlternative(router: run.router))
  }

  @Test func aFullDeploymentIsPassedOver() {
    var first = deployment("a", order: 1)
    first.maximumParallelRequests = 2
    let router = router([first, deployment("b", order: 2)]) { $0.maximumParallelRequests = 1 }
    let states = router.routes(for: "m").map(\.state)
    #expect(states[0].requestBegan(limit: 2))
    #expect(Run(router, "m").begin() == "a")
    #expect(states[0].requestBegan(limit: 2))
    #expect(!states[0].requestBegan(limit: 2))
    #expect(Run(router, "m").begin() == "b")
    #expect(states[1].requestBegan(limit: 1))
    let full = Run(router, "m")
    #expect(full.begin() == "give up")
    #expect(full.plan.obstacle == .load)
    states[0].requestEnded()
    #expect(Run(router, "m").begin() == "a")
  }

  // MARK: - Fallbacks

  private var table: FallbackTable {
    var table = FallbackTable()
    table.byModel = ["m": ["backup", "last"]]
    return table
  }

  private func fallbackRouter(_ change: (inout RoutingSettings) -> Void = { _ in }) -> ModelRouter {
    router([deployment("a"), deployment("b", "backup"), deployment("l", "last")]) {
      $0.fallbacks = table
      $0.retries.maximumRetries = 0
      change(&$0)
    }
  }

  @Test(arguments: [400, 401, 404, 429, 500])
  func everyErrorLeadsToTheFallbacksInTheirOrder(_ status: Int) {
    let run = Run(fallbackRouter(), "m")
    #expect(run.begin() == "a")
    #expect(run.fail(status, at: "a") == "b")
    #expect(run.fail(status, at: "b") == "l")
    #expect(run.fail(status, at: "l") == "give up")
    #expect(run.plan.fallbacks == 2)
  }

  @Test func anAliasHasTheFallbacksOfItsModel() {
    let run = Run(fallbackRouter(), "nick")
    #expect(run.fail(500, at: run.begin()) == "b")
  }

  @Test func aFallbackHasRetriesOfItsOwn() {
    let run = Run(fallbackRouter { $0.retries.maximumRetries = 1 }, "m")
    _ = run.begin()
    #expect(run.fail(500, at: "a").hasPrefix("wait "))
    #expect(run.waited() == "a")
    #expect(run.fail(500, at: "a") == "b")
    #expect(run.fail(500, at: "b").hasPrefix("wait "))
  }

  @Test func aRestingOrForeignFallbackIsPassedOver() {
    let resting = Run(fallbackRouter(), "m")
    resting.rest("b", seconds: 9)
    #expect(resting.fail(500, at: resting.begin()) == "l")

    var foreign = deployment("b", "backup")
    foreign.provider = .anthropic
    let router = router([deployment("a"), foreign, deployment("l", "last")]) {
      $0.fallbacks = table
      $0.retries.maximumRetries = 0
    }
    let run = Run(router, "m")
    #expect(run.fail(500, at: run.begin()) == "l")
  }

  @Test func aRestingModelGoesStraightToItsFallback() {
    let run = Run(fallbackRouter(), "m")
    run.rest("a", seconds: 9)
    #expect(run.begin() == "b")
    #expect(run.plan.obstacle == .rest(until: run.now + 9 * Self.second))
  }

  @Test func aRequestThatIsTooLongHasFallbacksOfItsOwn() {
    let router = fallbackRouter { $0.fallbacks.onContextOverflow = ["m": ["last"]] }
    var failure = AttemptFailure(kind: .status(400))
    let usual = Run(router, "m")
    #expect(usual.fail(failure, at: usual.begin()) == "b")
    failure.exceedsContext = true
    let long = Run(router, "m")
    #expect(long.plan.distinguishesContextOverflow(router: router))
    #expect(long.fail(failure, at: long.begin()) == "l")
    // Once the setting is there, models that it does not name have none; without it the usual ones apply.
    let other = Run(fallbackRouter { $0.fallbacks.onContextOverflow = ["x": ["last"]] }, "m")
    #expect(other.fail(failure, at: other.begin()) == "give up")
    let unset = Run(fallbackRouter(), "m")
    #expect(unset.fail(failure, at: unset.begin()) == "b")
  }

  @Test func anErrorIsHeldOnlyWhereSomethingMayFollow() {
    let alone = Run(router([deployment("a")]), "m")
    let route = alone.router.routes(for: "m")[0]
    #expect(alone.plan.mayContinue(after: 503, at: route, router: alone.router))
    #expect(!alone.plan.mayContinue(after: 200, at: route, router: alone.router))
    #expect(!alone.plan.mayContinue(after: 400, at: route, router: alone.router))
    let never = Run(router([deployment("a", retries: 0)]), "m")
    #expect(!never.plan.mayContinue(after: 503, at: never.router.routes(for: "m")[0], router: never.router))
    let fallback = Run(fallbackRouter(), "m")
    #expect(fallback.plan.mayContinue(after: 400, at: fallback.router.routes(for: "m")[0], router: fallback.router))
  }
}
