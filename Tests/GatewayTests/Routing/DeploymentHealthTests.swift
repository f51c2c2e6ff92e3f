import Testing

@testable import Gateway

@Suite struct DeploymentHealthTests {
  private static let second: Int64 = 1_000_000_000

  private struct Run {
    var health = DeploymentHealth()
    var policy = CooldownPolicy()
    var hasOwnCooldown = false
    var successes = 0
    var now: Int64 = 0

    /// Seconds of rest that a failure leads to; `nil` for none.
    mutating func fail(_ kind: AttemptFailure.Kind, retryAfter: Int? = nil) -> Double? {
      let action = health.failed(
        AttemptFailure(kind: kind, retryAfterSeconds: retryAfter),
        policy: policy,
        hasOwnCooldown: hasOwnCooldown,
        successes: successes,
        now: now
      )
      guard case .rest(let end) = action else { return nil }
      return Double(end - now) / Double(DeploymentHealthTests.second)
    }
  }

  @Test(arguments: [401, 402, 404, 429])
  func whatWillNotHealByItselfLeadsToRestAtOnce(_ status: Int) {
    var run = Run()
    #expect(run.fail(.status(status)) == 5)
  }

  @Test(arguments: [400, 403, 409, 413, 422])
  func whatTheRequestIsAtFaultForCountsNothing(_ status: Int) {
    var run = Run(policy: CooldownPolicy(allowedFails: 0))
    for _ in 0..<10 { #expect(run.fail(.status(status)) == nil) }
  }

  @Test(arguments: [AttemptFailure.Kind.status(500), .status(529), .status(408), .connection, .timeout])
  func moreThanTheAllowedFailuresLeadToRest(_ kind: AttemptFailure.Kind) {
    var run = Run(policy: CooldownPolicy(allowedFails: 3, seconds: 30))
    for _ in 0..<3 { #expect(run.fail(kind) == nil) }
    #expect(run.fail(kind) == 30)
    // The count begins anew.
    #expect(run.fail(kind) == nil)
  }

  @Test func failuresAreForgottenAfterAMinute() {
    var run = Run(policy: CooldownPolicy(allowedFails: 1))
    #expect(run.fail(.connection) == nil)
    run.now += 60 * Self.second
    #expect(run.fail(.connection) == nil)
    run.now += 59 * Self.second
    #expect(run.fail(.connection) == 5)
  }

  @Test func withoutAnAllowanceItIsMoreThanHalfOfFive() {
    var run = Run()
    for _ in 0..<4 { #expect(run.fail(.connection) == nil) }
    #expect(run.fail(.connection) == 5)

    var mixed = Run()
    #expect(mixed.fail(.connection) == nil)
    mixed.successes += 4
    for _ in 0..<3 { #expect(mixed.fail(.connection) == nil) }
    // Five of nine.
    #expect(mixed.fail(.connection) == 5)
  }

  @Test func successesBeforeTheFirstFailureDoNotCount() {
    var run = Run(successes: 1000)
    for _ in 0..<4 { #expect(run.fail(.connection) == nil) }
    #expect(run.fail(.connection) == 5)
  }

  @Test func theProvidersWishGoesBeforeTheRoutersAndTheDeploymentsBeforeBoth() {
    var run = Run(policy: CooldownPolicy(seconds: 30))
    #expect(run.fail(.status(429), retryAfter: 7) == 7)
    #expect(run.fail(.status(429), retryAfter: 86_400) == 3600)
    #expect(run.fail(.status(429), retryAfter: 0) == nil)
    run.hasOwnCooldown = true
    #expect(run.fail(.status(429), retryAfter: 7) == 30)
    run.policy.seconds = 0
    #expect(run.fail(.status(429)) == nil)
  }

  @Test func aPolicysNumberGoesBeforeTheCommonOneAndBeforeRestAtOnce() {
    var run = Run(policy: CooldownPolicy(allowedFails: 0))
    run.policy.allowedFailsByClass.byClass = [.rateLimit: 2, .timeout: 3]
    #expect(run.fail(.status(429)) == nil)
    #expect(run.fail(.timeout) == nil)
    // All failures count, and the number of the present one's kind decides.
    #expect(run.fail(.timeout) == nil)
    #expect(run.fail(.status(429)) == 5)
    // Kinds without a number follow the common one.
    #expect(run.fail(.status(500)) == 5)
    #expect(run.fail(.status(401)) == 5)
    run.policy.allowedFailsByClass.byClass = [.badRequest: 0]
    #expect(run.fail(.status(400)) == nil)
  }

  @Test func aDeploymentsOwnPolicyCountsEachKindByItself() {
    var run = Run()
    run.policy.ownAllowedFails.byClass = [.badRequest: 1, .rateLimit: 1]
    #expect(run.fail(.status(400)) == nil)
    #expect(run.fail(.status(429)) == nil)
    #expect(run.fail(.status(400)) == 5)
    #expect(run.fail(.status(429)) == nil)
    run.now += 60 * Self.second
    #expect(run.fail(.status(429)) == nil)
    #expect(run.fail(.status(401)) == 5)
  }

  @Test func cooldownsCanBeSwitchedOff() {
    var run = Run(policy: CooldownPolicy(isDisabled: true))
    #expect(run.fail(.status(401)) == nil)
  }
}
