/// Why a text is not JSON.
public struct JSONSyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was wrong, in lower case and without a full stop.
  public let reason: String
  /// The byte at which it was noticed, counted from 0.
  public let offset: Int

  /// For example `expected a value at byte 12`.
  public var description: String { "\(reason) at byte \(offset)" }
}
