/// Reads JSON as RFC 8259 has it, and besides it the comments and trailing commas of JSONC.
///
/// It keeps a stack of its own, so that no document can exhaust the thread's.
struct JSONParser {
  /// How deep objects and arrays may be nested.
  static let depthLimit = 256

  let bytes: [UInt8]
  /// Whether comments and trailing commas may occur.
  private let allowsExtensions: Bool
  var position: Int
  private(set) var nodes: [JSONNode] = []
  /// The containers that have begun and not ended.
  private var open: [Int] = []
  /// Whether a value has ended, so that a comma or the container's end has to follow.
  private var isBehindValue = false
  /// The value that ended last.
  private var last = 0

  init(_ bytes: [UInt8], allowsExtensions: Bool) {
    self.bytes = bytes
    self.allowsExtensions = allowsExtensions
    position = JSONByte.contentStart(of: bytes)
  }

  mutating func run() throws(ConfigError) {
    try checkEncoding()
    try skipToToken()
    guard position < bytes.count else { return }
    try beginValue(key: nil)
    while let container = open.last {
      try skipToToken()
      try advance(in: container)
    }
    try skipToToken()
    guard position == bytes.count else {
      throw fault("something follows behind the end of the document", "remove it, or what is before it")
    }
  }

  /// Reads the next comma, member, element or closing bracket.
  private mutating func advance(in container: Int) throws(ConfigError) {
    let isObject = nodes[container].kind == .object
    guard position < bytes.count else {
      let line = JSONLineCounter.lineAndColumn(bytes, at: nodes[container].value.lowerBound).line
      throw fault(
        "the file ends inside \(nodes[container].kind.name) that begins on line \(line)",
        "add the missing \(isObject ? "}" : "]")"
      )
    }
    switch bytes[position] {
    case isObject ? JSONByte.closeBrace : JSONByte.closeBracket:
      if !allowsExtensions, !isBehindValue, nodes.count > container + 1 {
        throw fault("a comma with nothing behind it", "remove the comma")
      }
      position += 1
      nodes[container].value = nodes[container].value.lowerBound..<position
      nodes[container].end = nodes.count
      open.removeLast()
      endValue(container)
    case JSONByte.comma:
      guard isBehindValue else { throw fault("a comma with nothing before it", "remove the comma") }
      nodes[last].comma = position
      position += 1
      isBehindValue = false
    case JSONByte.closeBrace, JSONByte.closeBracket:
      throw fault("the wrong closing bracket for \(nodes[container].kind.name)", "put \(isObject ? "}" : "]") here")
    default:
      guard !isBehindValue else { throw fault("a comma is missing before this", "put a comma behind the value above") }
      try beginValue(key: isObject ? try key() : nil)
    }
  }

  private mutating func key() throws(ConfigError) -> Range<Int> {
    guard bytes[position] == JSONByte.quote else {
      throw fault("a key has to be in double quotes", "put the key in double quotes")
    }
    let start = position
    try readString()
    let key = start..<position
    try skipToToken()
    guard position < bytes.count, bytes[position] == JSONByte.colon else {
      throw fault("a colon is missing behind the key", "put a colon between key and value")
    }
    position += 1
    try skipToToken()
    return key
  }

  private mutating func beginValue(key: Range<Int>?) throws(ConfigError) {
    guard position < bytes.count else { throw fault("the file ends where a value is expected", "add the value") }
    let start = position
    let kind = try readValue()
    let index = nodes.count
    let node = JSONNode(
      kind: kind,
      key: key,
      value: start..<position,
      comma: nil,
      parent: open.last,
      end: index + 1
    )
    nodes.append(node)
    guard node.isContainer else { return endValue(index) }
    guard open.count < Self.depthLimit else {
      position = start
      throw fault("objects and arrays are nested more than \(Self.depthLimit) deep", "make the file flatter")
    }
    open.append(index)
    isBehindValue = false
  }

  private mutating func endValue(_ index: Int) {
    last = index
    isBehindValue = true
  }

  /// Goes on to the next byte that is neither white space nor part of a comment.
  private mutating func skipToToken() throws(ConfigError) {
    while position < bytes.count {
      if JSONByte.isWhiteSpace(bytes[position]) {
        position += 1
      } else if bytes[position] == JSONByte.slash {
        guard allowsExtensions else { throw fault("a comment, which cannot stand here", "remove the comment") }
        guard let comment = JSONComment(in: bytes, at: position, limit: bytes.count) else {
          let isOpen = position + 1 < bytes.count && bytes[position + 1] == JSONByte.star
          throw isOpen
            ? fault("a comment that does not end", "end the comment with */")
            : fault("a lone slash", "begin a comment with // or /*, or remove the slash")
        }
        position = comment.range.upperBound
      } else {
        return
      }
    }
  }

  private mutating func checkEncoding() throws(ConfigError) {
    guard String(validating: bytes, as: UTF8.self) == nil else { return }
    // Slower, but it knows the place.
    var iterator = bytes.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .emptyInput: return
      case .error:
        position = offset
        throw fault("the file is not in UTF-8", "save the file in UTF-8")
      }
    }
  }

  /// What is wrong at the present position.
  func fault(_ message: String, _ remedy: String) -> ConfigError {
    let (line, column) = JSONLineCounter.lineAndColumn(bytes, at: position)
    return ConfigError(.syntax, message, remedy: remedy, line: line, column: column)
  }
}
