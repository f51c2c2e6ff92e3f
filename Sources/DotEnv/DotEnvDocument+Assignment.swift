extension DotEnvDocument {
  /// One statement of the file that gives a variable a value.
  public struct Assignment: Sendable, Equatable {
    /// How a value is quoted.
    public enum Quoting: Sendable {
      /// Bare: variables are expanded, backslashes are data, ` #` begins a comment.
      case none
      /// `'…'`: taken as it is, except that `\'` stands for a quote.
      case single
      /// `"…"`: escapes and variables are expanded.
      case double
    }

    /// The variable's name; empty for `=value`, and for a last line that is a lone word without a line end.
    public var key: String
    /// The line the key stands on, counted from 1.
    public var line: Int
    /// Where the key stands, in bytes from the start of the file.
    public var keySpan: Range<Int>
    /// Where the value stands: with its quotes, without a comment behind it and without white space around it.
    public var valueSpan: Range<Int>
    /// How the value is quoted.
    public var quoting: Quoting
    /// Whether this is a key alone on its line, which takes its value from the environment.
    public var inheritsFromEnvironment: Bool
    /// Whether the statement begins with `export`.
    public var hasExport: Bool
    /// Whether the key is followed by `:` instead of `=`.
    public var usesColon: Bool
    /// Where the statement starts: at its `export`, or else at its key.
    var start: Int

    /// Whether this is a lone word that ends the file without a line end, a value without a name to Compose.
    public var isNamelessEnd: Bool { key.isEmpty && keySpan.upperBound == valueSpan.lowerBound && !valueSpan.isEmpty }
  }
}
