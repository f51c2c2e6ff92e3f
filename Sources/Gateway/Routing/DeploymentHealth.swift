/// Counts the failures of one deployment, and decides when it is to rest.
///
/// Times are nanoseconds of any clock that does not go back.
struct DeploymentHealth {
  /// What a failure leads to.
  enum Action: Equatable {
    case none
    /// The deployment gets no requests until this time.
    case rest(until: Int64)
  }

  private static let windowLength: Int64 = 60_000_000_000
  /// Without `allowed_fails`, fewer requests than this say nothing of a deployment.
  private static let leastRequests = 5
  /// No provider's `Retry-After` keeps a deployment away for longer.
  private static let longestRestSeconds = 3600.0

  private var windowStart: Int64?
  private var failures = 0
  /// Failures of the kinds that have an allowance of their own.
  private var failuresByClass: [FailureClass: Int] = [:]
  private var successesBefore = 0

  /// Takes note of a failure.
  ///
  /// - Parameters:
  ///   - failure: what happened.
  ///   - policy: the rules, with the deployment's own settings in the place of the router's.
  ///   - hasOwnCooldown: whether the deployment has its own `cooldown_time`, which goes before the provider's wish.
  ///   - successes: how many requests the deployment has answered well so far.
  ///   - now: the present time.
  /// - Returns: whether the deployment is to rest.
  mutating func failed(
    _ failure: AttemptFailure,
    policy: CooldownPolicy,
    hasOwnCooldown: Bool,
    successes: Int,
    now: Int64
  ) -> Action {
    let ownAllowance = policy.ownAllowedFails.number(for: failure)
    guard failure.severity != .none || ownAllowance != nil, !policy.isDisabled else { return .none }
    if windowStart.map({ now - $0 >= Self.windowLength }) ?? true {
      windowStart = now
      failures = 0
      failuresByClass = [:]
      successesBefore = successes
    }
    if failure.severity != .none { failures += 1 }
    let isOver =
      if let ownAllowance, let failureClass = failure.failureClass {
        count(failureClass) > ownAllowance
      } else if let allowance = policy.allowedFailsByClass.number(for: failure) {
        failures > allowance
      } else {
        failure.severity == .decisive || isOverLimit(policy, successes: successes)
      }
    guard isOver else { return .none }
    var seconds = policy.seconds
    if !hasOwnCooldown, let requested = failure.retryAfterSeconds { seconds = Double(requested) }
    guard seconds > 0 else { return .none }
    windowStart = nil
    return .rest(until: now + Int64(min(seconds, Self.longestRestSeconds) * 1e9))
  }

  private mutating func count(_ failureClass: FailureClass) -> Int {
    failuresByClass[failureClass, default: 0] += 1
    return failuresByClass[failureClass, default: 0]
  }

  private func isOverLimit(_ policy: CooldownPolicy, successes: Int) -> Bool {
    if let allowed = policy.allowedFails { return failures > allowed }
    let requests = failures + successes - successesBefore
    return requests >= Self.leastRequests && failures * 2 > requests
  }
}
