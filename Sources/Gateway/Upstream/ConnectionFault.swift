/// Why there is no connection to a provider.
public struct ConnectionFault: Error, Sendable, Equatable {
  /// How far it came.
  public enum Step: Sendable, Equatable {
    /// The host's name has no address.
    case name
    /// The proxy before the provider.
    case proxy
    /// Nobody listens there, or the way is closed.
    case connection
    /// The certificate, or TLS itself.
    case encryption
  }

  /// The step that failed.
  public let step: Step
  /// Why, in words that follow "cannot connect to the provider: ".
  public let words: String
}
