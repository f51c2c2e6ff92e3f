/// Splits a file into statements, as compose-go's `dotenv/parser.go` does.
///
/// Each byte is looked at a fixed number of times.
struct DotEnvParser {
  typealias Assignment = DotEnvDocument.Assignment

  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  let bytes: [UInt8]
  private var cursor = 0
  private var line = 1
  private(set) var assignments: [Assignment] = []
  private(set) var comments: [Range<Int>] = []

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func parse() throws(DotEnvError) {
    if bytes.starts(with: Self.byteOrderMark) { cursor = Self.byteOrderMark.count }
    while skipToStatement() { try parseStatement() }
  }

  /// Skips white space, line ends and comments; `false` at the end of the file.
  private mutating func skipToStatement() -> Bool {
    while cursor < bytes.count {
      let byte = bytes[cursor]
      if byte == Ascii.hash {
        let end = endOfLine(from: cursor)
        comments.append(cursor..<end)
        cursor = end
        continue
      }
      guard let width = whiteSpaceWidth(bytes, at: cursor) else { return true }
      if byte == Ascii.newline { line += 1 }
      cursor += width
    }
    return false
  }

  private mutating func parseStatement() throws(DotEnvError) {
    let start = cursor
    let hasExport = skipExport()
    guard cursor < bytes.count else { throw .zeroLength(line: line) }
    guard let separator = try endOfKey() else { return appendNamelessValue(start: start, hasExport: hasExport) }

    let keySpan = trimmingTrailingSpace(cursor..<separator)
    guard !bytes[keySpan].contains(Ascii.space) else { throw .keyWithSpace(line: line) }
    var assignment = Assignment(
      key: String(decoding: bytes[keySpan], as: UTF8.self),
      line: line,
      keySpan: keySpan,
      valueSpan: keySpan.upperBound..<keySpan.upperBound,
      quoting: .none,
      inheritsFromEnvironment: bytes[separator] == Ascii.newline,
      hasExport: hasExport,
      usesColon: bytes[separator] == Ascii.colon,
      start: start
    )
    cursor = separator + 1
    if assignment.inheritsFromEnvironment {
      line += 1
    } else {
      try parseValue(into: &assignment)
    }
    assignments.append(assignment)
  }

  /// Skips `export` and the white space behind it, which may not be missing but may be a line end.
  private mutating func skipExport() -> Bool {
    let word = "export".utf8
    guard bytes[cursor...].starts(with: word), cursor + word.count < bytes.count else { return false }
    switch bytes[cursor + word.count] {
    case Ascii.tab, Ascii.newline, Ascii.formFeed, Ascii.carriageReturn, Ascii.space: break
    default: return false
    }
    cursor += word.count
    skipInlineSpace()
    return true
  }

  /// The offset of the `=`, `:` or line end behind the key that starts at the cursor; `nil` if the file ends first.
  private func endOfKey() throws(DotEnvError) -> Int? {
    var index = cursor
    while index < bytes.count {
      let byte = bytes[index]
      if isAsciiNameByte(byte) {
        index += 1
        continue
      }
      switch byte {
      case Ascii.equals, Ascii.colon, Ascii.newline: return index
      case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "["), UInt8(ascii: "]"): index += 1
      default:
        if let width = inlineSpaceWidth(bytes, at: index) {
          index += width
          continue
        }
        let (scalar, width) = decodeScalar(bytes, at: index)
        guard byte >= 0x80, isLetterOrNumber(scalar) else {
          throw .unexpectedCharacter(scalar, in: bytes[cursor..<endOfLine(from: cursor)], line: line)
        }
        index += width
      }
    }
    return nil
  }

  /// A word that ends the file without a line end is a value without a name.
  private mutating func appendNamelessValue(start: Int, hasExport: Bool) {
    let assignment = Assignment(
      key: "",
      line: line,
      keySpan: cursor..<cursor,
      valueSpan: trimmingTrailingSpace(cursor..<bytes.count),
      quoting: .none,
      inheritsFromEnvironment: false,
      hasExport: hasExport,
      usesColon: false,
      start: start
    )
    assignments.append(assignment)
    cursor = bytes.count
  }

  private mutating func parseValue(into assignment: inout Assignment) throws(DotEnvError) {
    let separatorEnd = cursor
    skipInlineSpace()
    if cursor < bytes.count, bytes[cursor] == Ascii.singleQuote || bytes[cursor] == Ascii.doubleQuote {
      assignment.quoting = bytes[cursor] == Ascii.singleQuote ? .single : .double
      assignment.valueSpan = try quotedSpan()
      return
    }
    let end = endOfLine(from: cursor)
    var span = trimmingTrailingSpace(cursor..<commentStart(in: cursor..<end))
    if span.isEmpty {
      // The carriage return of an empty value's line end counts as skipped space; an edit must not land behind it.
      var place = separatorEnd
      while place < span.lowerBound, bytes[place] == Ascii.space || bytes[place] == Ascii.tab { place += 1 }
      span = place..<place
    }
    assignment.valueSpan = span
    cursor = end
  }

  /// The span of the quoted value at the cursor, which then stands behind the closing quote.
  private mutating func quotedSpan() throws(DotEnvError) -> Range<Int> {
    let start = cursor
    let firstLine = line
    let quote = bytes[start]
    var index = start + 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == quote {
        cursor = index + 1
        return start..<cursor
      }
      if byte == Ascii.newline { line += 1 }
      if byte == Ascii.backslash, index + 1 < bytes.count {
        index += 1
        if bytes[index] == Ascii.newline { line += 1 }
      }
      index += 1
    }
    throw .unterminated(bytes[start..<endOfLine(from: start)], line: firstLine, lastLine: line)
  }

  /// Where ` #` begins in an unquoted value, or the end of the value.
  private func commentStart(in span: Range<Int>) -> Int {
    var index = span.lowerBound
    while index + 1 < span.upperBound {
      if bytes[index + 1] == Ascii.hash, bytes[index] == Ascii.space { return index }
      index += 1
    }
    return span.upperBound
  }

  private func trimmingTrailingSpace(_ span: Range<Int>) -> Range<Int> {
    var end = span.upperBound
    while end > span.lowerBound, let width = whiteSpaceWidth(bytes, before: end, from: span.lowerBound) { end -= width }
    return span.lowerBound..<end
  }

  private mutating func skipInlineSpace() {
    while cursor < bytes.count, let width = inlineSpaceWidth(bytes, at: cursor) { cursor += width }
  }

  private func endOfLine(from index: Int) -> Int {
    bytes[index...].firstIndex(of: Ascii.newline) ?? bytes.count
  }
}
