/// Walks over JSON text and checks it against RFC 8259, building nothing.
///
/// The gateway needs three facts about a request body that may be megabytes long, and forwards the rest as it came.
/// Each function takes the text and a cursor, and leaves the cursor behind what it read.
enum JSONScanner {
  /// How deep arrays and objects may nest. Real requests stay below 30; the bound is what keeps a hostile body from
  /// costing memory.
  static let maximumDepth = OpenContainers.capacity

  static func skipWhitespace(_ text: Span<UInt8>, _ cursor: inout Int) {
    while cursor < text.count {
      switch text[cursor] {
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): cursor += 1
      default: return
      }
    }
  }

  /// Skips one value of any kind, nested ones included, without recursion.
  static func skipValue(_ text: Span<UInt8>, _ cursor: inout Int) throws(JSONSyntaxError) {
    var open = OpenContainers()
    repeat {
      skipWhitespace(text, &cursor)
      guard cursor < text.count else { throw JSONSyntaxError(reason: "unexpected end", offset: cursor) }
      let byte = text[cursor]
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        guard open.count < maximumDepth else {
          throw JSONSyntaxError(reason: "nested more than \(maximumDepth) deep", offset: cursor)
        }
        open.open(isObject: byte == UInt8(ascii: "{"))
        cursor += 1
        skipWhitespace(text, &cursor)
        if cursor < text.count, text[cursor] == open.closer {
          cursor += 1
          open.close()
          break
        }
        if byte == UInt8(ascii: "{") { try skipKey(text, &cursor) }
        continue
      case UInt8(ascii: "\""): try skipString(text, &cursor)
      case UInt8(ascii: "t"): try skipLiteral("true", text, &cursor)
      case UInt8(ascii: "f"): try skipLiteral("false", text, &cursor)
      case UInt8(ascii: "n"): try skipLiteral("null", text, &cursor)
      default: try skipNumber(text, &cursor)
      }
      try closeContainers(text, &cursor, &open)
    } while open.count > 0
  }

  /// After a value: closes every array and object that ends here, or steps over the comma to the next element.
  private static func closeContainers(
    _ text: Span<UInt8>,
    _ cursor: inout Int,
    _ open: inout OpenContainers
  ) throws(JSONSyntaxError) {
    while let closer = open.closer {
      skipWhitespace(text, &cursor)
      guard cursor < text.count else { throw JSONSyntaxError(reason: "unexpected end", offset: cursor) }
      if text[cursor] == closer {
        cursor += 1
        open.close()
        continue
      }
      guard text[cursor] == UInt8(ascii: ",") else {
        throw JSONSyntaxError(reason: "expected a comma", offset: cursor)
      }
      cursor += 1
      if closer == UInt8(ascii: "}") {
        skipWhitespace(text, &cursor)
        try skipKey(text, &cursor)
      }
      return
    }
  }

  /// Skips an object's key and the colon behind it.
  private static func skipKey(_ text: Span<UInt8>, _ cursor: inout Int) throws(JSONSyntaxError) {
    guard cursor < text.count, text[cursor] == UInt8(ascii: "\"") else {
      throw JSONSyntaxError(reason: "expected a key", offset: cursor)
    }
    try skipString(text, &cursor)
    try skipColon(text, &cursor)
  }

  static func skipColon(_ text: Span<UInt8>, _ cursor: inout Int) throws(JSONSyntaxError) {
    skipWhitespace(text, &cursor)
    guard cursor < text.count, text[cursor] == UInt8(ascii: ":") else {
      throw JSONSyntaxError(reason: "expected a colon", offset: cursor)
    }
    cursor += 1
  }

  /// Skips a string, the cursor standing on its opening quote.
  ///
  /// - Returns: whether it contains an escape.
  @discardableResult
  static func skipString(_ text: Span<UInt8>, _ cursor: inout Int) throws(JSONSyntaxError) -> Bool {
    var hasEscape = false
    var index = cursor + 1
    while true {
      index = endOfPlainText(text, from: index)
      guard index < text.count else { break }
      switch text[index] {
      case UInt8(ascii: "\""):
        cursor = index + 1
        return hasEscape
      case UInt8(ascii: "\\"):
        hasEscape = true
        try skipEscape(text, &index)
      default:
        throw JSONSyntaxError(reason: "control character in a string", offset: index)
      }
    }
    throw JSONSyntaxError(reason: "unterminated string", offset: cursor)
  }

  private static func endOfPlainText(_ text: Span<UInt8>, from start: Int) -> Int {
    text.withUnsafeBytes { $0.endOfPlainText(from: start) }
  }

  private static func skipEscape(_ text: Span<UInt8>, _ index: inout Int) throws(JSONSyntaxError) {
    guard index + 1 < text.count else { throw JSONSyntaxError(reason: "unterminated string", offset: index) }
    switch text[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      index += 2
    case UInt8(ascii: "u"):
      guard index + 5 < text.count else { throw JSONSyntaxError(reason: "unterminated string", offset: index) }
      for digit in index + 2..<index + 6 where hexValue(text[digit]) == nil {
        throw JSONSyntaxError(reason: "malformed \\u escape", offset: index)
      }
      index += 6
    default:
      throw JSONSyntaxError(reason: "unknown escape", offset: index)
    }
  }

  static func hexValue(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  private static func skipLiteral(
    _ literal: StaticString,
    _ text: Span<UInt8>,
    _ cursor: inout Int
  ) throws(JSONSyntaxError) {
    let start = cursor
    for index in 0..<literal.utf8CodeUnitCount {
      guard cursor < text.count, text[cursor] == literal.utf8Start[index] else {
        throw JSONSyntaxError(reason: "expected a value", offset: start)
      }
      cursor += 1
    }
  }

  private static func skipNumber(_ text: Span<UInt8>, _ cursor: inout Int) throws(JSONSyntaxError) {
    let start = cursor
    if text[cursor] == UInt8(ascii: "-") { cursor += 1 }
    let integerStart = cursor
    guard skipDigits(text, &cursor) else { throw JSONSyntaxError(reason: "expected a value", offset: start) }
    if text[integerStart] == UInt8(ascii: "0"), cursor - integerStart > 1 {
      throw JSONSyntaxError(reason: "number with a leading zero", offset: start)
    }
    if cursor < text.count, text[cursor] == UInt8(ascii: ".") {
      cursor += 1
      guard skipDigits(text, &cursor) else { throw JSONSyntaxError(reason: "malformed number", offset: start) }
    }
    if cursor < text.count, text[cursor] | 0x20 == UInt8(ascii: "e") {
      cursor += 1
      if cursor < text.count, text[cursor] == UInt8(ascii: "+") || text[cursor] == UInt8(ascii: "-") { cursor += 1 }
      guard skipDigits(text, &cursor) else { throw JSONSyntaxError(reason: "malformed number", offset: start) }
    }
  }

  private static func skipDigits(_ text: Span<UInt8>, _ cursor: inout Int) -> Bool {
    let start = cursor
    while cursor < text.count, text[cursor] >= UInt8(ascii: "0"), text[cursor] <= UInt8(ascii: "9") { cursor += 1 }
    return cursor > start
  }

  /// The text of a string that ``skipString(_:_:)`` has accepted.
  ///
  /// - Parameters:
  ///   - text: the whole JSON text.
  ///   - span: the string with its quotes.
  /// - Returns: the decoded string, or `nil` if its bytes or its surrogates are not Unicode.
  static func decodeString(_ text: Span<UInt8>, _ span: Range<Int>) -> String? {
    var index = span.lowerBound + 1
    let end = span.upperBound - 1
    if endOfPlainText(text, from: index) == end {
      return text.extracting(index..<end).withUnsafeBufferPointer { String(validating: $0, as: UTF8.self) }
    }
    var units: [UInt8] = []
    units.reserveCapacity(span.count)
    while index < end {
      guard text[index] == UInt8(ascii: "\\") else {
        units.append(text[index])
        index += 1
        continue
      }
      switch text[index + 1] {
      case UInt8(ascii: "b"): units.append(0x08)
      case UInt8(ascii: "f"): units.append(0x0C)
      case UInt8(ascii: "n"): units.append(0x0A)
      case UInt8(ascii: "r"): units.append(0x0D)
      case UInt8(ascii: "t"): units.append(0x09)
      case UInt8(ascii: "u"):
        guard let scalar = decodeUnicodeEscape(text, &index, end) else { return nil }
        units.append(contentsOf: UTF8.encode(scalar) ?? .init())
        continue
      default: units.append(text[index + 1])
      }
      index += 2
    }
    return String(validating: units, as: UTF8.self)
  }

  /// Decodes `\uXXXX`, or a pair of them for a character outside the basic plane.
  private static func decodeUnicodeEscape(_ text: Span<UInt8>, _ index: inout Int, _ end: Int) -> Unicode.Scalar? {
    let high = codeUnit(text, index + 2)
    index += 6
    guard UTF16.isLeadSurrogate(high) else { return Unicode.Scalar(high) }
    guard index + 5 < end, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u") else { return nil }
    let low = codeUnit(text, index + 2)
    guard UTF16.isTrailSurrogate(low) else { return nil }
    index += 6
    return Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
  }

  private static func codeUnit(_ text: Span<UInt8>, _ start: Int) -> UInt16 {
    var unit: UInt16 = 0
    for index in start..<start + 4 { unit = unit << 4 | (hexValue(text[index]) ?? 0) }
    return unit
  }
}
