import Testing
import WireFormats

@testable import Gateway

/// `retry_policy`, `model_group_retry_policy` and `content_policy_fallbacks`, as the plan follows them.
@Suite struct FailurePolicyTests {
  private func counts(_ byClass: [FailureClass: Int], byDefault: Int? = nil) -> FailureCounts {
    var counts = FailureCounts()
    counts.byClass = byClass
    counts.byDefault = byDefault
    return counts
  }

  private func alone(_ policy: FailureCounts, retries: Int? = nil) -> PlanRun {
    PlanRun(PlanRun.router([PlanRun.deployment("a", retries: retries)]) { $0.retries.byClass = policy }, "m")
  }

  private static let classes: [(AttemptFailure, FailureClass?)] = [
    (AttemptFailure(kind: .status(400)), .badRequest), (AttemptFailure(kind: .status(422)), .badRequest),
    (AttemptFailure(kind: .status(401)), .authentication), (AttemptFailure(kind: .status(403)), nil),
    (AttemptFailure(kind: .status(404)), .notFound), (AttemptFailure(kind: .status(408)), .timeout),
    (AttemptFailure(kind: .status(409)), nil), (AttemptFailure(kind: .status(429)), .rateLimit),
    (AttemptFailure(kind: .status(500)), .internalServer), (AttemptFailure(kind: .status(502)), .badGateway),
    (AttemptFailure(kind: .status(503)), .serviceUnavailable), (AttemptFailure(kind: .status(504)), .timeout),
    (AttemptFailure(kind: .status(529)), .internalServer), (AttemptFailure(kind: .timeout), .timeout),
    (AttemptFailure(kind: .connection), .internalServer),
    (AttemptFailure(kind: .status(400), reason: .contextOverflow), .badRequest),
    (AttemptFailure(kind: .status(403), reason: .contentPolicy), .contentPolicyViolation),
  ]

  @Test(arguments: classes)
  func aFailureHasItsClass(_ failure: AttemptFailure, _ expected: FailureClass?) {
    #expect(failure.failureClass == expected)
  }

  @Test func aNumberIsFoundByTheClassItsParentOrTheDefault() {
    let refused = AttemptFailure(kind: .status(400), reason: .contentPolicy)
    #expect(counts([.contentPolicyViolation: 1, .badRequest: 2], byDefault: 3).number(for: refused) == 1)
    #expect(counts([.badRequest: 2], byDefault: 3).number(for: refused) == 2)
    #expect(counts([.timeout: 2], byDefault: 3).number(for: refused) == 3)
    #expect(counts([.timeout: 2]).number(for: refused) == nil)
    #expect(counts([.timeout: 2], byDefault: 0).number(for: AttemptFailure(kind: .status(403))) == 0)
  }

  @Test func thePolicyGoesBeforeTheDeploymentsAndTheRoutersNumber() {
    let run = alone(counts([.rateLimit: 1]), retries: 5)
    #expect(run.begin() == "a")
    #expect(run.fail(429, at: "a").hasPrefix("wait "))
    #expect(run.fail(429, at: "a") == "give up")
    let other = alone(counts([.rateLimit: 0]), retries: 1)
    #expect(other.fail(503, at: other.begin()).hasPrefix("wait "))
    let never = alone(counts([.internalServer: 0]))
    #expect(never.fail(500, at: never.begin()) == "give up")
  }

  @Test func theFirstFailureSettlesTheNumberForAllThatFollow() {
    let run = alone(counts([.internalServer: 3, .rateLimit: 0]))
    _ = run.begin()
    #expect(run.fail(500, at: "a").hasPrefix("wait "))
    #expect(run.fail(429, at: "a").hasPrefix("wait "))
    #expect(run.fail(400, at: "a").hasPrefix("wait "))
    #expect(run.fail(500, at: "a") == "give up")
  }

  @Test func whatIsUsuallyNotTriedAgainIsWhenThePolicySaysSo() {
    let run = alone(counts([.badRequest: 1]))
    #expect(run.mayContinue(after: 400, at: "a"))
    #expect(run.fail(400, at: run.begin()).hasPrefix("wait "))
    #expect(run.waited() == "a")
    #expect(!run.mayContinue(after: 400, at: "a"))
    #expect(run.fail(400, at: "a") == "give up")
  }

  @Test func aDeploymentThatRefusedComesLast() {
    let router = PlanRun.router([PlanRun.deployment("a"), PlanRun.deployment("b")]) {
      $0.retries.byClass = counts([.badRequest: 9])
    }
    let run = PlanRun(router, "m")
    let first = run.begin()
    let second = run.fail(400, at: first)
    #expect(second != first)
    // The one that is only in trouble is asked again, however often.
    for _ in 0..<3 {
      #expect(run.fail(500, at: second).hasPrefix("wait "))
      #expect(run.waited() == second)
    }
    #expect(run.fail(400, at: second).hasPrefix("wait "))
    #expect([first, second].contains(run.waited()))
  }

  @Test func aModelsOwnPolicyStandsInPlaceOfTheCommonOne() {
    let router = PlanRun.router([PlanRun.deployment("a"), PlanRun.deployment("b", "backup")]) {
      $0.retries.maximumRetries = 0
      $0.retries.byClass = counts([.internalServer: 1])
      $0.retries.byModel = ["m": counts([.rateLimit: 1])]
    }
    for model in ["m", "nick"] {
      let run = PlanRun(router, model)
      #expect(run.fail(429, at: run.begin()).hasPrefix("wait "))
      let other = PlanRun(router, model)
      #expect(other.fail(500, at: other.begin()) == "give up")
    }
    let common = PlanRun(router, "backup")
    #expect(common.fail(500, at: common.begin()).hasPrefix("wait "))
  }

  @Test func aRefusalOfTheContentHasFallbacksOfItsOwn() {
    let deployments = [
      PlanRun.deployment("a"), PlanRun.deployment("b", "backup"), PlanRun.deployment("l", "last"),
    ]
    let router = PlanRun.router(deployments) {
      $0.fallbacks.byModel = ["m": ["backup"]]
      $0.fallbacks.byReason[.contentPolicy] = ["m": ["last"]]
    }
    let refused = PlanRun(router, "m")
    #expect(refused.plan.distinguishesRefusals(router: router))
    #expect(refused.fail(AttemptFailure(kind: .status(400), reason: .contentPolicy), at: refused.begin()) == "l")
    let long = PlanRun(router, "m")
    #expect(long.fail(AttemptFailure(kind: .status(400), reason: .contextOverflow), at: long.begin()) == "b")
  }

  @Test func errorsAreReadOnlyWhereTheirWordsMakeADifference() {
    let plain = PlanRun.router([PlanRun.deployment("a")])
    #expect(!PlanRun(plain, "m").plan.distinguishesRefusals(router: plain))
    let retried = PlanRun.router([PlanRun.deployment("a"), PlanRun.deployment("b", "backup")]) {
      $0.retries.byModel = ["backup": counts([.contentPolicyViolation: 1])]
    }
    #expect(!PlanRun(retried, "m").plan.distinguishesRefusals(router: retried))
    #expect(PlanRun(retried, "backup").plan.distinguishesRefusals(router: retried))
    var deployment = PlanRun.deployment("a")
    deployment.allowedFailsByClass = counts([.contentPolicyViolation: 1])
    let rested = PlanRun.router([deployment])
    #expect(PlanRun(rested, "m").plan.distinguishesRefusals(router: rested))
  }
}
