extension JSON {
  /// Reads a whole JSON text.
  ///
  /// Half a surrogate pair becomes U+FFFD instead of an error: clients that cut text at a number of UTF-16 units do
  /// send them, and a conversation must not end over one broken character.
  ///
  /// - Parameter text: the bytes, with nothing but white space around the value.
  /// - Throws: ``JSONSyntaxError`` for what RFC 8259 does not allow, and for more than
  ///   ``JSONScanner/maximumDepth`` levels.
  init(parsing text: Span<UInt8>) throws(JSONSyntaxError) {
    var cursor = 0
    self = try Self.parseValue(text, &cursor, depth: 0)
    JSONScanner.skipWhitespace(text, &cursor)
    guard cursor == text.count else {
      throw JSONSyntaxError(reason: "unexpected text after the value", offset: cursor)
    }
  }

  private static func parseValue(_ text: Span<UInt8>, _ cursor: inout Int, depth: Int) throws(JSONSyntaxError) -> JSON {
    JSONScanner.skipWhitespace(text, &cursor)
    guard cursor < text.count else { throw JSONSyntaxError(reason: "unexpected end", offset: cursor) }
    switch text[cursor] {
    case UInt8(ascii: "{"): return try parseObject(text, &cursor, depth: depth + 1)
    case UInt8(ascii: "["): return try parseArray(text, &cursor, depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try parseString(text, &cursor))
    default: return try parseScalar(text, &cursor)
    }
  }

  /// Reads `true`, `false`, `null` or a number.
  private static func parseScalar(_ text: Span<UInt8>, _ cursor: inout Int) throws(JSONSyntaxError) -> JSON {
    let start = cursor
    try JSONScanner.skipValue(text, &cursor)
    switch text[start] {
    case UInt8(ascii: "t"): return .bool(true)
    case UInt8(ascii: "f"): return .bool(false)
    case UInt8(ascii: "n"): return .null
    default: return .number(JSONNumber(text: decode(text, start..<cursor)))
    }
  }

  private static func parseObject(_ text: Span<UInt8>, _ cursor: inout Int, depth: Int) throws(JSONSyntaxError) -> JSON
  {
    try checkDepth(depth, at: cursor)
    cursor += 1
    JSONScanner.skipWhitespace(text, &cursor)
    if cursor < text.count, text[cursor] == UInt8(ascii: "}") {
      cursor += 1
      return .object([])
    }
    var members: [Member] = []
    while true {
      JSONScanner.skipWhitespace(text, &cursor)
      guard cursor < text.count, text[cursor] == UInt8(ascii: "\"") else {
        throw JSONSyntaxError(reason: "expected a key", offset: cursor)
      }
      let key = try parseString(text, &cursor)
      try JSONScanner.skipColon(text, &cursor)
      members.append(Member(key, try parseValue(text, &cursor, depth: depth)))
      if try closes(UInt8(ascii: "}"), text, &cursor) { return .object(members) }
    }
  }

  private static func parseArray(_ text: Span<UInt8>, _ cursor: inout Int, depth: Int) throws(JSONSyntaxError) -> JSON {
    try checkDepth(depth, at: cursor)
    cursor += 1
    JSONScanner.skipWhitespace(text, &cursor)
    if cursor < text.count, text[cursor] == UInt8(ascii: "]") {
      cursor += 1
      return .array([])
    }
    var elements: [JSON] = []
    while true {
      elements.append(try parseValue(text, &cursor, depth: depth))
      if try closes(UInt8(ascii: "]"), text, &cursor) { return .array(elements) }
    }
  }

  private static func checkDepth(_ depth: Int, at offset: Int) throws(JSONSyntaxError) {
    guard depth <= JSONScanner.maximumDepth else {
      throw JSONSyntaxError(reason: "nested more than \(JSONScanner.maximumDepth) deep", offset: offset)
    }
  }

  /// Steps over the end of the container, or over the comma to the next element.
  ///
  /// - Returns: whether it was the end.
  private static func closes(
    _ closer: UInt8,
    _ text: Span<UInt8>,
    _ cursor: inout Int
  ) throws(JSONSyntaxError) -> Bool {
    JSONScanner.skipWhitespace(text, &cursor)
    guard cursor < text.count else { throw JSONSyntaxError(reason: "unexpected end", offset: cursor) }
    let byte = text[cursor]
    guard byte == closer || byte == UInt8(ascii: ",") else {
      throw JSONSyntaxError(reason: "expected a comma", offset: cursor)
    }
    cursor += 1
    return byte == closer
  }

  private static func parseString(_ text: Span<UInt8>, _ cursor: inout Int) throws(JSONSyntaxError) -> String {
    let start = cursor + 1
    let hasEscape = try JSONScanner.skipString(text, &cursor)
    let range = start..<cursor - 1
    return hasEscape ? JSONUnescaping.decode(text, range) : decode(text, range)
  }

  private static func decode(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
    text.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
