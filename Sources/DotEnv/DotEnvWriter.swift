/// Writes values so that Compose, python-dotenv and node's dotenv read the same from them, where that is possible.
///
/// It is not for values with `${`, which python-dotenv expands in any quotes, nor for values that need double quotes
/// and hold a character that must be escaped there. Compose reads every value back as it was.
public enum DotEnvWriter {
  /// The value as it has to stand behind `KEY=`.
  ///
  /// Bare if it is not empty and consists of letters, digits and `_ . / : @ % + , = -`; in single quotes if it has no
  /// single quote, no backslash and no line end; in double quotes with escapes otherwise.
  public static func quoted(_ value: String) -> String {
    // An empty value must be visible: behind a bare one, Compose takes a remark on the line for the value.
    if !value.isEmpty, value.utf8.allSatisfy(isPlain) { return value }
    let needsEscapes = value.utf8.contains { byte in
      byte == Ascii.singleQuote || byte == Ascii.backslash || byte == Ascii.newline || byte == Ascii.carriageReturn
    }
    guard needsEscapes else { return "'\(value)'" }
    var result = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\", "\"", "$": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Whether `key` can stand before a `=`: letters, digits and `_ . - [ ]`, at least one of them.
  public static func isKey(_ key: String) -> Bool {
    !key.isEmpty
      && key.unicodeScalars.allSatisfy { scalar in
        "_.-[]".unicodeScalars.contains(scalar) || isLetterOrNumber(scalar)
      }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    isAsciiNameByte(byte) || "./:@%+,=-".utf8.contains(byte)
  }
}
