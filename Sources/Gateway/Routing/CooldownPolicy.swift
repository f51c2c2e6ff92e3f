/// When a deployment that fails is left alone for a while, and for how long.
public struct CooldownPolicy: Sendable, Equatable {
  /// `allowed_fails`: how many failures within a minute are put up with. `nil` where it is not given: then a deployment
  /// rests when more than half of at least five requests failed.
  public var allowedFails: Int?
  /// `allowed_fails_policy`: what counts in place of ``allowedFails`` after a failure of one kind.
  public var allowedFailsByClass = FailureCounts()
  /// `model_info.allowed_fails_policy` of the deployment in question. Only failures of the same kind count, even of those
  /// for which the request is at fault.
  public var ownAllowedFails = FailureCounts()
  /// `cooldown_time`, in seconds.
  public var seconds: Double
  /// `disable_cooldowns`.
  public var isDisabled: Bool

  /// Makes a policy; without arguments LiteLLM's defaults.
  public init(allowedFails: Int? = nil, seconds: Double = 5, isDisabled: Bool = false) {
    self.allowedFails = allowedFails
    self.seconds = seconds
    self.isDisabled = isDisabled
  }
}
