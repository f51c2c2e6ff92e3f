/// What happens to a request when its deployment fails: the part of `router_settings` that is not about one deployment.
/// The defaults are LiteLLM's.
public struct RoutingSettings: Sendable {
  /// How a deployment is chosen.
  public var strategy = RoutingStrategy.simpleShuffle
  /// How often and how soon a request is tried again.
  public var retries = RetryPolicy()
  /// When a deployment that fails is left alone.
  public var cooldowns = CooldownPolicy()
  /// `default_max_parallel_requests`: for deployments that have no limit of their own.
  public var maximumParallelRequests: Int?
  /// `optional_pre_call_checks: [enforce_model_rate_limits]`: whether `rpm` and `tpm` of deployments are limits, and not
  /// mere weights.
  public var enforcesRates = false
  /// Which models stand in for others.
  public var fallbacks = FallbackTable()

  /// LiteLLM's defaults.
  public init() {}
}
