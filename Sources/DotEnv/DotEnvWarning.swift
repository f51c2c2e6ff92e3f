/// A variable that is used in a value but has none itself.
public struct DotEnvWarning: Sendable, Equatable, CustomStringConvertible {
  /// The variable's name.
  public var name: String
  /// The line of the assignment that uses it, counted from 1.
  public var line: Int

  /// Compose's words.
  public var description: String {
    "The \"\(name)\" variable is not set. Defaulting to a blank string."
  }
}
