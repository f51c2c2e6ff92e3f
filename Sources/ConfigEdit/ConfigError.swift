/// Why a document cannot be read or edited: what is wrong, where, and what to do about it.
public struct ConfigError: Error, Sendable, Equatable {
  /// The kinds of fault.
  public enum Kind: Sendable, Equatable {
    /// The document breaks the rules of its format.
    case syntax
    /// What is in the way cannot hold the wanted key, such as a string where a table is needed.
    case blocked
    /// The edited text does not mean what it should: a fault of ours, found before anything was written.
    case unverified
  }

  /// The kind of fault.
  public let kind: Kind
  /// What is wrong, in lower case and without a full stop. Never repeats a value.
  public let message: String
  /// What to do about it.
  public let remedy: String?
  /// The line, counted from 1; `nil` if it concerns the whole document.
  public let line: Int?
  /// The column in bytes, counted from 1.
  public let column: Int?

  /// Gathers the parts.
  public init(_ kind: Kind, _ message: String, remedy: String? = nil, line: Int? = nil, column: Int? = nil) {
    self.kind = kind
    self.message = message
    self.remedy = remedy
    self.line = line
    self.column = column
  }
}
