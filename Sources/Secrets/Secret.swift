/// A value that must never be printed by accident: a provider token, the master key, a password.
///
/// Every way in which Swift turns a value into text (`print`, interpolation, `dump`, a debugger's summary, a failed
/// expectation) shows ``masked``. The text itself is to be had through ``exposed`` alone, so that the places where a
/// secret leaves this type can be found by that word.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The secret itself, in clear. Call it only where the value is handed on.
  public let exposed: String

  /// Wraps `value`.
  public init(_ value: String) {
    exposed = value
  }

  /// The prefix up to its first dash and the last four characters (`sk-…1234`), or `…` alone where that would show
  /// more than a third of the secret.
  public var masked: String {
    guard !exposed.isEmpty else { return "(empty)" }
    let tail = exposed.suffix(4)
    var prefix: Substring = ""
    if let dash = exposed.prefix(6).firstIndex(of: "-") {
      prefix = exposed[...dash]
    }
    guard exposed.count >= 3 * (prefix.count + tail.count) else { return "…" }
    return "\(prefix)…\(tail)"
  }

  /// Same as ``masked``.
  public var description: String { masked }

  /// Same as ``masked``.
  public var debugDescription: String { masked }

  /// A mirror without children, so that `dump` and the test reporters see nothing.
  public var customMirror: Mirror { Mirror(self, children: [:]) }

  /// Compares in a time that depends on the lengths alone.
  public static func == (left: Secret, right: Secret) -> Bool {
    var left = left.exposed
    var right = right.exposed
    return left.withUTF8 { left in right.withUTF8 { right in constantTimeEqual(left.span, right.span) } }
  }
}
