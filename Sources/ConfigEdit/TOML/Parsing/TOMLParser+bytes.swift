/// The smallest steps: blanks, comments, line ends, and errors in their place.
extension TOMLParser {
  /// What is said of a carriage return that ends no line.
  static let loneReturn = "a carriage return without a line feed"

  /// The next byte; `nil` at the end.
  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  /// The byte so far ahead; `nil` beyond the end.
  func peek(_ distance: Int) -> UInt8? {
    at + distance < bytes.count ? bytes[at + distance] : nil
  }

  /// Passes spaces and tabs.
  mutating func skipBlanks() {
    while at < bytes.count, bytes[at] == UInt8(ascii: " ") || bytes[at] == UInt8(ascii: "\t") { at += 1 }
  }

  /// Passes a line's end, if one is here.
  mutating func skipNewline() -> Bool {
    if next == UInt8(ascii: "\n") {
      at += 1
      return true
    }
    guard next == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") else { return false }
    at += 2
    return true
  }

  /// Passes a comment up to the line's end.
  mutating func skipComment() throws(ConfigError) {
    while let byte = next, byte != UInt8(ascii: "\n") {
      if byte == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") { return }
      guard !Self.isControl(byte) else { throw control(byte) }
      at += 1
    }
  }

  /// Passes blanks, comments and line ends.
  mutating func skipLines() throws(ConfigError) {
    while true {
      skipBlanks()
      if next == UInt8(ascii: "#") { try skipComment() }
      guard skipNewline() else { return }
    }
  }

  /// Whether a byte is a control character that may stand nowhere; the tab is none of them.
  static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F
  }

  /// The fault that a control character is here.
  func control(_ byte: UInt8) -> ConfigError {
    if byte == UInt8(ascii: "\r") { return fault(Self.loneReturn) }
    let digits = String(byte, radix: 16, uppercase: true)
    return fault("the control character U+\(digits.count == 1 ? "000" : "00")\(digits) is not allowed here")
  }

  /// A fault at a byte, by default the next one.
  func fault(_ message: String, at offset: Int? = nil, remedy: String? = nil) -> ConfigError {
    let (line, column) = TOMLLines.position(of: offset ?? at, in: bytes)
    return ConfigError(.syntax, message, remedy: remedy, line: line, column: column)
  }

  /// Refuses what is not UTF-8.
  func checkEncoding() throws(ConfigError) {
    guard String(validating: bytes, as: UTF8.self) == nil else { return }
    var offset = 0
    var rest = bytes.makeIterator()
    var parser = UTF8.ForwardParser()
    while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
    throw fault("the text is not UTF-8", at: offset, remedy: "save the file with the encoding UTF-8")
  }
}
