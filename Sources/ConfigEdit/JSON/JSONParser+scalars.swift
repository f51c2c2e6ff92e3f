extension JSONParser {
  /// Reads a scalar, or the opening bracket of a container.
  mutating func readValue() throws(ConfigError) -> JSONNode.Kind {
    switch bytes[position] {
    case JSONByte.openBrace:
      position += 1
      return .object
    case JSONByte.openBracket:
      position += 1
      return .array
    case JSONByte.quote:
      try readString()
      return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try readNumber()
      return .number
    default:
      try readLiteral()
      return .literal
    }
  }

  mutating func readString() throws(ConfigError) {
    let start = position
    position += 1
    while position < bytes.count {
      switch bytes[position] {
      case JSONByte.quote:
        position += 1
        return
      case JSONByte.backslash:
        try readEscape()
      case JSONByte.newline, JSONByte.carriageReturn:
        position = start
        throw fault("a string that does not end on its line", "end it with a double quote; write a line end as \\n")
      case 0..<0x20:
        throw fault("a control character in a string", "write it as \\t or \\u0000")
      default:
        position += 1
      }
    }
    position = start
    throw fault("a string that does not end", "end it with a double quote")
  }

  private mutating func readEscape() throws(ConfigError) {
    let letter = position + 1 < bytes.count ? bytes[position + 1] : 0
    switch letter {
    case JSONByte.quote, JSONByte.backslash, JSONByte.slash, UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      guard position + 6 <= bytes.count, bytes[position + 2..<position + 6].allSatisfy(isHexadecimalDigit) else {
        throw fault("\\u without four hexadecimal digits", "write \\u0041 or the character itself")
      }
      position += 6
    default:
      throw fault("an escape that JSON does not know", "write \\\\ for a backslash")
    }
  }

  private mutating func readNumber() throws(ConfigError) {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let first = position
    var isRight = skipDigits()
    if isRight, bytes[first] == UInt8(ascii: "0"), position > first + 1 {
      position = start
      throw fault("a number with a leading zero", "remove the zero, or put the number in double quotes")
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      isRight = skipDigits() && isRight
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      isRight = skipDigits() && isRight
    }
    if !isRight || position < bytes.count && isWordByte(bytes[position]) {
      position = start
      throw fault("not a number as JSON writes them", "write it like -1, 0.5 or 1e9, or put it in double quotes")
    }
  }

  /// Goes behind the digits.
  ///
  /// - Returns: whether there are any.
  private mutating func skipDigits() -> Bool {
    let start = position
    while position < bytes.count, JSONByte.isDigit(bytes[position]) { position += 1 }
    return position > start
  }

  private mutating func readLiteral() throws(ConfigError) {
    let end = bytes[position...].firstIndex { !isWordByte($0) } ?? bytes.count
    let word = bytes[position..<end]
    guard ["true", "false", "null"].contains(where: { word.elementsEqual($0.utf8) }) else {
      throw fault("not a value", "write a string in double quotes, a number, true, false, null, an object or an array")
    }
    position = end
  }

  private func isHexadecimalDigit(_ byte: UInt8) -> Bool {
    JSONByte.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  /// Whether a byte cannot directly follow a number or a literal.
  private func isWordByte(_ byte: UInt8) -> Bool {
    JSONByte.isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte >= 0x80
      || "_$.+-".utf8.contains(byte)
  }
}
