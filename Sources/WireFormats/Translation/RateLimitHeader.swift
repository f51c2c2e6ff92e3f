/// The header fields in which providers tell how much of a limit is left.
public enum RateLimitHeader {
  /// The name under which clients of `dialect` look for what the upstream's field says.
  ///
  /// Times until a limit is whole again are left out: one provider gives a moment, the other a duration, and neither's
  /// clients act on them. `Retry-After`, which they do act on, is the same in both.
  ///
  /// - Parameters:
  ///   - name: the upstream's field, in lower case.
  ///   - dialect: the client's.
  /// - Returns: the client's name for it, or `nil` if it has none.
  public static func name(_ name: String, for dialect: WireFormat.Dialect) -> StaticString? {
    switch dialect {
    case .openAI: pairs.first { $0.anthropic.description == name }?.openAI
    case .anthropic: pairs.first { $0.openAI.description == name }?.anthropic
    }
  }

  private static let pairs: [(openAI: StaticString, anthropic: StaticString)] = [
    ("x-ratelimit-limit-requests", "anthropic-ratelimit-requests-limit"),
    ("x-ratelimit-remaining-requests", "anthropic-ratelimit-requests-remaining"),
    ("x-ratelimit-limit-tokens", "anthropic-ratelimit-tokens-limit"),
    ("x-ratelimit-remaining-tokens", "anthropic-ratelimit-tokens-remaining"),
  ]
}
