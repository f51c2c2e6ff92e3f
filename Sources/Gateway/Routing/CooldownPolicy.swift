/// When a deployment that fails is left alone for a while, and for how long.
public struct CooldownPolicy: Sendable, Equatable {
  /// `allowed_fails`: how many failures within a minute are put up with. `nil` where it is not given: then a deployment
  /// rests when more than half of at least five requests failed.
  public var allowedFails: Int?
  /// `cooldown_time`, in seconds.
  public var seconds = 5.0
  /// `disable_cooldowns`.
  public var isDisabled = false

  /// LiteLLM's defaults.
  public init() {}
}
