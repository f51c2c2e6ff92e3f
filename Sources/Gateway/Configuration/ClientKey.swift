public import Secrets

/// A key for one client beside the master key: an entry of `general_settings.client_keys`.
///
/// LiteLLM keeps such keys in its database, and ignores this setting.
public struct ClientKey: Sendable {
  /// What the log calls it.
  public var name: String
  /// What the client shows.
  public var key: Secret
  /// The models that it may use, perhaps with `*`; `nil` for all.
  public var models: [String]?
  /// `rpm`: how many requests it may make within a minute.
  public var requestsPerMinute: Int?
  /// `tpm`: how many tokens its requests and their answers may have within a minute.
  public var tokensPerMinute: Int?
  /// `max_budget`, `budget_duration`: what its requests may cost.
  public var budget: Budget?
  /// `max_parallel_requests`: how many requests it may have under way at once.
  public var maximumParallelRequests: Int?
}
