public import Diagnostics

/// A value for a key of `.env`, as given on the command line.
public struct KeyAssignment: Sendable, Equatable {
  /// The name.
  public var key: String
  /// The value, to be read back exactly like this.
  public var value: String

  /// Pairs the two.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }

  /// Splits `KEY=VALUE` at the first `=`.
  ///
  /// - Throws: `Failure` with the status for wrong usage if there is no `=`, or a control character, which no setting
  ///   has and which a terminal or another program would take for something else. The text is not repeated: it may be a
  ///   secret.
  public init(parsing text: String) throws(Failure) {
    guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), equals != text.startIndex else {
      throw Failure(
        .usage,
        id: "set.syntax",
        "--set wants KEY=VALUE",
        hint: "write --set OPENAI_API_BASE=https://host/v1"
      )
    }
    key = String(text[..<equals])
    value = String(text[text.utf8.index(after: equals)...])
    guard !value.hasControlCharacter else {
      throw Failure(
        .usage,
        id: "set.control-character",
        "--set: the value of \(key) has a line break or another control character in it",
        hint: "see what you pasted: printf %s 'KEY=VALUE' | cat -A"
      )
    }
  }
}
