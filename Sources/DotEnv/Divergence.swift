/// A way in which other readers of `.env` files take an assignment for something else than Compose does.
///
/// LiteLLM in its container gets Compose's values, `litellm` on the host reads the same file with python-dotenv, and
/// JavaScript tools read it with node's dotenv. A key that these see differently works in one place and fails in the
/// other.
public struct Divergence: Sendable, Equatable {
  /// A reader other than Compose.
  public enum Reader: String, Sendable {
    /// The Python package `python-dotenv`.
    case python = "python-dotenv"
    /// The npm package `dotenv`.
    case node = "node's dotenv"
  }

  /// What is read differently.
  public enum Kind: Sendable, CaseIterable {
    /// A word that ends the file without a line end.
    case namelessWord
    /// A key with characters that others do not take.
    case keyCharacters
    /// A `:` behind the key.
    case colon
    /// `KEY= # remark`, where the remark is the value.
    case remarkAsValue
    /// A `#` in an unquoted value.
    case hash
    /// A variable, or `$$`.
    case variable
    /// `\$` in double quotes.
    case escapedDollar
    /// Another escape in double quotes.
    case escape
    /// `${` in single quotes.
    case variableInSingleQuotes
    /// `\'` in single quotes.
    case escapedSingleQuote
    /// `\\` in single quotes.
    case doubledBackslash
    /// A value between backticks.
    case backticks
    /// A carriage return inside a value.
    case carriageReturn
    /// Text behind a closing quote.
    case textBehindQuote
  }

  /// What is read differently.
  public var kind: Kind
  /// Who reads it differently.
  public var readers: [Reader]

  /// Pairs a kind with those who differ.
  public init(kind: Kind, readers: [Reader]) {
    self.kind = kind
    self.readers = readers
  }

  /// The readers and what they do, without any text of the file.
  public var explanation: String {
    switch kind {
    case .namelessWord: "Compose takes the word for a value without a name, others do not"
    case .keyCharacters: "\(names) ignores a key with such characters"
    case .colon: "\(names) wants = behind the key, not :"
    case .remarkAsValue: "Compose takes the remark for the value, \(names) read an empty one"
    case .hash: "for \(names) the value ends at the #, for Compose it does not"
    case .variable where readers == [.node]: "Compose expands the variable, \(names) does not"
    case .variable: "Compose expands what follows the $, \(names) read it differently"
    case .escapedDollar: "\(names) keep the backslash before the $, Compose does not"
    case .escape: "\(names) reads the escapes in the double quotes differently"
    case .variableInSingleQuotes: "\(names) expands ${ in single quotes, Compose does not"
    case .escapedSingleQuote: "\(names) keeps the backslash before the quote, Compose does not"
    case .doubledBackslash: "\(names) reads two backslashes as one, Compose does not"
    case .backticks: "\(names) takes backticks for quotes, Compose does not"
    case .carriageReturn: "for \(names) a carriage return ends the line, for Compose it does not"
    case .textBehindQuote: "Compose reads the text behind the closing quote as the next key, \(names) do not"
    }
  }

  /// How to write it so that everyone reads the same.
  public var remedy: String {
    switch kind {
    case .namelessWord: "write NAME=value and end the line"
    case .keyCharacters: "use letters A to Z, digits and underscores"
    case .colon: "write KEY=value"
    case .remarkAsValue: "move the remark to a line of its own"
    case .hash, .backticks, .escapedDollar: "put the value in single quotes"
    case .variable: "write the value out; a $ that is meant as such needs single quotes"
    case .escape: "put the value in single quotes, without escapes"
    case .variableInSingleQuotes: "use a value without ${"
    case .escapedSingleQuote: "put the value in double quotes, with a plain single quote"
    case .doubledBackslash: "write the value without quotes"
    case .carriageReturn: "remove the carriage return"
    case .textBehindQuote: "end the line behind the quote, or begin a remark with #"
    }
  }

  private var names: String { readers.map(\.rawValue).joined(separator: " and ") }
}
