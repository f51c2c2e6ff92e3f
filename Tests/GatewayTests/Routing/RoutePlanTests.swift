import Testing
import WireFormats

@testable import Gateway

/// The plan is told of failures and says what comes next; time stands still unless a test moves it.
@Suite struct RoutePlanTests {
  // MARK: - Retries

  @Test func aLoneDeploymentIsAskedAgainAfterAWait() {
    let run = PlanRun(PlanRun.router([PlanRun.deployment("a")]), "m")
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
    let run = PlanRun(PlanRun.router([PlanRun.deployment("a")]), "m")
    _ = run.begin()
    #expect(run.fail(AttemptFailure(kind: .status(429), retryAfterSeconds: 7), at: "a") == "wait 7")
    #expect(run.waited() == "a")
    #expect(run.fail(AttemptFailure(kind: .status(429), retryAfterSeconds: 61), at: "a") == "give up")
  }

  @Test(arguments: [400, 402, 404, 413, 422])
  func whatTheRequestIsAtFaultForIsNotTriedAgain(_ status: Int) {
    let run = PlanRun(PlanRun.router([PlanRun.deployment("a"), PlanRun.deployment("b")]), "m")
    #expect(run.fail(status, at: run.begin()) == "give up")
  }

  @Test(arguments: [408, 409, 429, 500, 502, 503, 504, 529])
  func anotherDeploymentComesFirstAndAtOnce(_ status: Int) {
    let run = PlanRun(PlanRun.router([PlanRun.deployment("a"), PlanRun.deployment("b"), PlanRun.deployment("c")]), "m")
    let first = run.begin()
    let second = run.fail(status, at: first)
    let third = run.fail(status, at: second)
    #expect(Set([first, second, third]) == ["a", "b", "c"])
    #expect(run.fail(status, at: third) == "give up")
  }

  @Test func onceAllWereAskedTheNextTryWaits() {
    let run = PlanRun(
      PlanRun.router([PlanRun.deployment("a"), PlanRun.deployment("b")]) { $0.retries.maximumRetries = 3 },
      "m"
    )
    let second = run.fail(500, at: run.begin())
    #expect(run.fail(500, at: second).hasPrefix("wait "))
    #expect(["a", "b"].contains(run.waited()))
  }

  @Test(arguments: [401, 403])
  func aRefusedKeyLeadsToAnotherDeploymentAndNeverBack(_ status: Int) {
    let run = PlanRun(
      PlanRun.router([PlanRun.deployment("a"), PlanRun.deployment("b")]) { $0.retries.maximumRetries = 9 },
      "m"
    )
    let first = run.begin()
    let second = run.fail(status, at: first)
    #expect(second != first)
    #expect(run.fail(500, at: second).hasPrefix("wait "))
    #expect(run.waited() == second)
    #expect(run.fail(status, at: second) == "give up")
  }

  @Test func aDeploymentsOwnNumberOfRetriesCounts() {
    let none = PlanRun(PlanRun.router([PlanRun.deployment("a", retries: 0)]), "m")
    #expect(none.fail(500, at: none.begin()) == "give up")
    let one = PlanRun(PlanRun.router([PlanRun.deployment("a", retries: 1)]) { $0.retries.maximumRetries = 0 }, "m")
    #expect(one.fail(500, at: one.begin()).hasPrefix("wait "))
  }

  // MARK: - Order and rest

  @Test func theLowestOrderIsAskedFirstAndOneWithoutLast() {
    let run = PlanRun(
      PlanRun.router([PlanRun.deployment("c"), PlanRun.deployment("b", order: 2), PlanRun.deployment("a", order: 1)]),
      "m"
    )
    #expect(run.begin() == "a")
    #expect(run.fail(500, at: "a") == "b")
    #expect(run.fail(500, at: "b") == "c")
  }

  @Test func withoutRetriesAHigherOrderStillStandsIn() {
    let router = PlanRun.router([
      PlanRun.deployment("b", order: 2), PlanRun.deployment("a", order: 1), PlanRun.deployment("a2", order: 1),
    ]) {
      $0.retries.maximumRetries = 0
    }
    let run = PlanRun(router, "m")
    let first = run.begin()
    #expect(first.hasPrefix("a"))
    #expect(run.fail(500, at: first) == "b")
    #expect(run.plan.fallbacks == 1)
    #expect(run.plan.retries == 0)
    #expect(run.fail(500, at: "b") == "give up")
  }

  @Test func aRestingDeploymentIsPassedOverUntilItsRestIsOver() {
    let router = PlanRun.router([PlanRun.deployment("a", order: 1), PlanRun.deployment("b", order: 2)])
    let run = PlanRun(router, "m")
    run.rest("a", seconds: 5)
    #expect(run.begin() == "b")
    let later = PlanRun(router, "m")
    later.now += 6 * PlanRun.second
    #expect(later.begin() == "a")
  }

  @Test func whenAllRestTheClientIsToldUntilWhen() {
    let run = PlanRun(PlanRun.router([PlanRun.deployment("a"), PlanRun.deployment("b")]), "m")
    run.rest("a", seconds: 20)
    run.rest("b", seconds: 8)
    #expect(run.begin() == "give up")
    #expect(run.plan.obstacle == .rest(until: run.now + 8 * PlanRun.second))
  }

  @Test func theOnlyDeploymentIsAskedEvenThen() {
    let run = PlanRun(PlanRun.router([PlanRun.deployment("a")]), "m")
    run.rest("a", seconds: 20)
    #expect(run.begin() == "a")
    #expect(!run.plan.hasAlternative(router: run.router))
  }

  @Test func aFullDeploymentIsPassedOver() {
    var first = PlanRun.deployment("a", order: 1)
    first.maximumParallelRequests = 2
    let router = PlanRun.router([first, PlanRun.deployment("b", order: 2)]) { $0.maximumParallelRequests = 1 }
    let states = router.routes(for: "m").map(\.state)
    #expect(states[0].requestBegan(limit: 2))
    #expect(PlanRun(router, "m").begin() == "a")
    #expect(states[0].requestBegan(limit: 2))
    #expect(!states[0].requestBegan(limit: 2))
    #expect(PlanRun(router, "m").begin() == "b")
    #expect(states[1].requestBegan(limit: 1))
    let full = PlanRun(router, "m")
    #expect(full.begin() == "give up")
    #expect(full.plan.obstacle == .load)
    states[0].requestEnded()
    #expect(PlanRun(router, "m").begin() == "a")
  }

  // MARK: - Fallbacks

  private var table: FallbackTable {
    var table = FallbackTable()
    table.byModel = ["m": ["backup", "last"]]
    return table
  }

  private func fallbackRouter(_ change: (inout RoutingSettings) -> Void = { _ in }) -> ModelRouter {
    PlanRun.router([PlanRun.deployment("a"), PlanRun.deployment("b", "backup"), PlanRun.deployment("l", "last")]) {
      $0.fallbacks = table
      $0.retries.maximumRetries = 0
      change(&$0)
    }
  }

  @Test(arguments: [400, 401, 404, 429, 500])
  func everyErrorLeadsToTheFallbacksInTheirOrder(_ status: Int) {
    let run = PlanRun(fallbackRouter(), "m")
    #expect(run.begin() == "a")
    #expect(run.fail(status, at: "a") == "b")
    #expect(run.fail(status, at: "b") == "l")
    #expect(run.fail(status, at: "l") == "give up")
    #expect(run.plan.fallbacks == 2)
  }

  @Test func anAliasHasTheFallbacksOfItsModel() {
    let run = PlanRun(fallbackRouter(), "nick")
    #expect(run.fail(500, at: run.begin()) == "b")
  }

  @Test func aFallbackHasRetriesOfItsOwn() {
    let run = PlanRun(fallbackRouter { $0.retries.maximumRetries = 1 }, "m")
    _ = run.begin()
    #expect(run.fail(500, at: "a").hasPrefix("wait "))
    #expect(run.waited() == "a")
    #expect(run.fail(500, at: "a") == "b")
    #expect(run.fail(500, at: "b").hasPrefix("wait "))
  }

  @Test func aRestingOrForeignFallbackIsPassedOver() {
    let resting = PlanRun(fallbackRouter(), "m")
    resting.rest("b", seconds: 9)
    #expect(resting.fail(500, at: resting.begin()) == "l")

    var foreign = PlanRun.deployment("b", "backup")
    foreign.provider = .anthropic
    let router = PlanRun.router([PlanRun.deployment("a"), foreign, PlanRun.deployment("l", "last")]) {
      $0.fallbacks = table
      $0.retries.maximumRetries = 0
    }
    // Embeddings are not translated.
    let run = PlanRun(router, "m", format: .embeddings)
    #expect(run.fail(500, at: run.begin()) == "l")
  }

  @Test func aRestingModelGoesStraightToItsFallback() {
    let run = PlanRun(fallbackRouter(), "m")
    run.rest("a", seconds: 9)
    #expect(run.begin() == "b")
    #expect(run.plan.obstacle == .rest(until: run.now + 9 * PlanRun.second))
  }

  @Test func aRequestThatIsTooLongHasFallbacksOfItsOwn() {
    let router = fallbackRouter { $0.fallbacks.byReason[.contextOverflow] = ["m": ["last"]] }
    var failure = AttemptFailure(kind: .status(400))
    let usual = PlanRun(router, "m")
    #expect(usual.fail(failure, at: usual.begin()) == "b")
    failure.reason = .contextOverflow
    let long = PlanRun(router, "m")
    #expect(long.plan.distinguishesRefusals(router: router))
    #expect(long.fail(failure, at: long.begin()) == "l")
    // Once the setting is there, models that it does not name have none; without it the usual ones apply.
    let other = PlanRun(fallbackRouter { $0.fallbacks.byReason[.contextOverflow] = ["x": ["last"]] }, "m")
    #expect(other.fail(failure, at: other.begin()) == "give up")
    let unset = PlanRun(fallbackRouter(), "m")
    #expect(unset.fail(failure, at: unset.begin()) == "b")
  }

  @Test func anErrorIsHeldOnlyWhereSomethingMayFollow() {
    let alone = PlanRun(PlanRun.router([PlanRun.deployment("a")]), "m")
    let route = alone.router.routes(for: "m")[0]
    #expect(alone.plan.mayContinue(after: 503, at: route, router: alone.router))
    #expect(!alone.plan.mayContinue(after: 200, at: route, router: alone.router))
    #expect(!alone.plan.mayContinue(after: 400, at: route, router: alone.router))
    let never = PlanRun(PlanRun.router([PlanRun.deployment("a", retries: 0)]), "m")
    #expect(!never.plan.mayContinue(after: 503, at: never.router.routes(for: "m")[0], router: never.router))
    let fallback = PlanRun(fallbackRouter(), "m")
    #expect(fallback.plan.mayContinue(after: 400, at: fallback.router.routes(for: "m")[0], router: fallback.router))
  }
}
