/// Whether and how equal requests get the same answer again: `litellm_settings.cache` and `.cache_params`.
///
/// Of LiteLLM's stores (`type`) this engine has its own memory alone, and uses it in the place of each.
public struct CacheSettings: Sendable, Equatable {
  /// `ttl`: how long an answer is kept, in seconds. LiteLLM keeps it for as long in its own memory.
  public var lifetimeSeconds = 600.0
  /// `max_size_mb`, this engine's own: how large all answers together may be, with their requests, in bytes.
  public var maximumSize = 64 << 20
  /// `share_between_keys`, this engine's own: whether a client may get the answer to another one's request.
  public var isShared = false
  /// `mode: default_off`: only requests that ask for it are served from the cache, and stored in it.
  public var isOnlyOnRequest = false

  /// LiteLLM's defaults.
  public init() {}

  /// The largest answer that is kept, in bytes.
  var maximumAnswerSize: Int { min(maximumSize / 4, 4 << 20) }
}
