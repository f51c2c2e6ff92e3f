/// Reads a TOML 1.1 document and notes where everything is.
///
/// It goes over the bytes once and refuses what the specification refuses.
struct TOMLParser {
  /// How many keys and arrays deep a value may be. No configuration comes near it, and no document can exhaust the stack.
  static let deepest = 64

  /// The document.
  let bytes: [UInt8]
  /// The next byte to read.
  var at = 0
  /// What was found so far.
  var syntax = TOMLSyntax()
  /// The group that assignments now belong to.
  var group = 0
  /// How deep the table of that group is.
  var depth = 0

  /// Begins at the first byte of a document.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads the whole document.
  mutating func document() throws(ConfigError) -> TOMLSyntax {
    try checkEncoding()
    if bytes.starts(with: TOMLLines.byteOrderMark) { at = TOMLLines.byteOrderMark.count }
    while at < bytes.count {
      let start = at
      skipBlanks()
      switch next {
      case UInt8(ascii: "["): try header(from: start)
      case nil, UInt8(ascii: "#"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): _ = try endOfLine()
      default: try assignment(from: start)
      }
    }
    return syntax
  }

  /// Reads bytes that are one value and nothing else.
  mutating func onlyValue() throws(ConfigError) -> TOMLSyntax {
    try checkEncoding()
    _ = try value(depth: 0)
    guard at == bytes.count else { throw fault("there is something behind the value") }
    return syntax
  }

  /// Reads `key = value` and the rest of its line.
  private mutating func assignment(from start: Int) throws(ConfigError) {
    let keys = try keyAndEquals()
    let value = try value(depth: depth + keys.count)
    let comment = try endOfLine()
    let entry = TOMLEntry(line: start..<at, keys: keys, value: value, comment: comment)
    try add(entry, to: group)
  }

  /// Reads the parts of a key, the equals sign behind them, and the blanks up to the value.
  mutating func keyAndEquals() throws(ConfigError) -> [TOMLKeyPart] {
    let keys = try key()
    guard next == UInt8(ascii: "=") else {
      throw fault("an equals sign is missing after the key")
    }
    at += 1
    skipBlanks()
    return keys
  }

  /// Reads `[key]` or `[[key]]` and the rest of its line.
  private mutating func header(from start: Int) throws(ConfigError) {
    let opening = at
    at += 1
    let isElement = next == UInt8(ascii: "[")
    if isElement { at += 1 }
    skipBlanks()
    let keys = try key()
    for _ in 0..<(isElement ? 2 : 1) {
      guard next == UInt8(ascii: "]") else {
        throw fault(isElement ? "the header is not closed with ]]" : "the header is not closed with ]")
      }
      at += 1
    }
    let closing = at
    let comment = try endOfLine()
    let header = TOMLHeader(line: start..<at, brackets: opening..<closing, keys: keys, comment: comment)
    try open(header, isElement: isElement)
  }

  /// Reads blanks, a comment, and the line's end.
  ///
  /// - Returns: where the comment begins.
  mutating func endOfLine() throws(ConfigError) -> Int? {
    skipBlanks()
    var comment: Int?
    if next == UInt8(ascii: "#") {
      comment = at
      try skipComment()
    }
    guard at == bytes.count || skipNewline() else {
      throw fault(next == UInt8(ascii: "\r") ? Self.loneReturn : "only a comment may follow here on this line")
    }
    return comment
  }
}
