/// The four kinds of string.
extension TOMLParser {
  /// Reads a string of any kind.
  ///
  /// - Returns: what it stands for, in UTF-8.
  mutating func anyString() throws(ConfigError) -> [UInt8] {
    guard let quote = next else { throw fault("a string is missing here") }
    return isTripled(quote) ? try multiLineString(quotedBy: quote) : try string(quotedBy: quote)
  }

  /// Whether three of these quotes are here.
  func isTripled(_ quote: UInt8) -> Bool {
    next == quote && peek(1) == quote && peek(2) == quote
  }

  /// Reads a string on one line.
  mutating func string(quotedBy quote: UInt8) throws(ConfigError) -> [UInt8] {
    let opening = at
    var text: [UInt8] = []
    at += 1
    while let byte = next, byte != UInt8(ascii: "\n") {
      if byte == quote {
        at += 1
        return text
      }
      if byte == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") { break }
      guard !Self.isControl(byte) else { throw control(byte) }
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        try escape(into: &text)
      } else {
        text.append(byte)
        at += 1
      }
    }
    throw fault("the string is not closed on its line", at: opening)
  }

  /// Reads a string between tripled quotes.
  private mutating func multiLineString(quotedBy quote: UInt8) throws(ConfigError) -> [UInt8] {
    let opening = at
    var text: [UInt8] = []
    at += 3
    _ = skipNewline()
    while let byte = next {
      if byte == quote {
        var count = 1
        while count < 5, peek(count) == quote { count += 1 }
        at += count
        text.append(contentsOf: repeatElement(quote, count: count < 3 ? count : count - 3))
        if count >= 3 { return text }
      } else if skipNewline() {
        text.append(UInt8(ascii: "\n"))
      } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        if try !skipLineContinuation() { try escape(into: &text) }
      } else {
        guard !Self.isControl(byte) else { throw control(byte) }
        text.append(byte)
        at += 1
      }
    }
    throw fault("the multi-line string is not closed", at: opening)
  }

  /// Passes a backslash at a line's end, and all white space up to the next character.
  private mutating func skipLineContinuation() throws(ConfigError) -> Bool {
    var ahead = 1
    while let byte = peek(ahead), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { ahead += 1 }
    let isLineEnd =
      peek(ahead) == UInt8(ascii: "\n")
      || (peek(ahead) == UInt8(ascii: "\r") && peek(ahead + 1) == UInt8(ascii: "\n"))
    guard isLineEnd else { return false }
    at += ahead
    while skipNewline() { skipBlanks() }
    return true
  }

  /// Reads a backslash and what it stands for.
  private mutating func escape(into text: inout [UInt8]) throws(ConfigError) {
    let start = at
    let name = peek(1)
    at += 2
    switch name {
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "\""): text.append(0x22)
    case UInt8(ascii: "\\"): text.append(0x5C)
    case UInt8(ascii: "e"):
      text.append(0x1B)
      syntax.newerForms.append(TOMLNewerForm(span: start..<at, older: "\\u001B"))
    case UInt8(ascii: "x"):
      try codePoint(digits: 2, from: start, into: &text)
      syntax.newerForms.append(TOMLNewerForm(span: start..<start + 2, older: "\\u00"))
    case UInt8(ascii: "u"): try codePoint(digits: 4, from: start, into: &text)
    case UInt8(ascii: "U"): try codePoint(digits: 8, from: start, into: &text)
    default:
      throw fault(
        "this is no escape sequence",
        at: start,
        remedy: "write \\\\ for a backslash, or put the string in single quotes"
      )
    }
  }

  /// Reads the digits of a character's number.
  private mutating func codePoint(
    digits: Int,
    from start: Int,
    into text: inout [UInt8]
  ) throws(ConfigError) {
    var number: UInt32 = 0
    for _ in 0..<digits {
      guard let byte = next, let digit = Self.digit(byte, radix: 16) else {
        throw fault("this escape sequence needs \(digits) hexadecimal digits", at: start)
      }
      number = number << 4 | UInt32(digit)
      at += 1
    }
    guard let scalar = Unicode.Scalar(number) else {
      throw fault("this escape sequence stands for no character", at: start)
    }
    text += String(scalar).utf8
  }
}
