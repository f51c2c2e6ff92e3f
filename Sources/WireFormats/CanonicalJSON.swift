/// JSON text in one form: without white space, with the members of each object in the order of their names, and with
/// each string written in one way. Two requests that mean the same have the same text.
///
/// Numbers stay as they were written: whether `1.0` and `1` are the same is the provider's matter.
public struct CanonicalJSON: Sendable {
  /// The text.
  public private(set) var bytes: [UInt8] = []

  /// Rewrites `body`.
  ///
  /// - Parameters:
  ///   - body: JSON text that has been checked: ``RequestEnvelope`` does that.
  ///   - dropped: the names of the members of the outermost object that are left out.
  /// - Throws: ``JSONSyntaxError`` where it is no JSON after all.
  public init(_ body: Span<UInt8>, dropping dropped: Set<String> = []) throws(JSONSyntaxError) {
    var cursor = 0
    bytes.reserveCapacity(body.count)
    try Self.value(body, &cursor, into: &bytes, dropping: dropped)
  }

  private static func value(
    _ text: Span<UInt8>,
    _ cursor: inout Int,
    into output: inout [UInt8],
    dropping dropped: Set<String>
  ) throws(JSONSyntaxError) {
    JSONScanner.skipWhitespace(text, &cursor)
    guard cursor < text.count else { throw JSONSyntaxError(reason: "unexpected end", offset: cursor) }
    switch text[cursor] {
    case UInt8(ascii: "{"): try object(text, &cursor, into: &output, dropping: dropped)
    case UInt8(ascii: "["): try array(text, &cursor, into: &output)
    case UInt8(ascii: "\""): output += canonicalString(text, try string(text, &cursor))
    default:
      let start = cursor
      try JSONScanner.skipValue(text, &cursor)
      for index in start..<cursor { output.append(text[index]) }
    }
  }

  private static func object(
    _ text: Span<UInt8>,
    _ cursor: inout Int,
    into output: inout [UInt8],
    dropping dropped: Set<String>
  ) throws(JSONSyntaxError) {
    var members: [(name: [UInt8], value: [UInt8])] = []
    cursor += 1
    while try !ends(text, &cursor, with: UInt8(ascii: "}"), isFirst: members.isEmpty) {
      let span = try string(text, &cursor)
      let name = canonicalString(text, span)
      try JSONScanner.skipColon(text, &cursor)
      var content: [UInt8] = []
      try value(text, &cursor, into: &content, dropping: [])
      members.append((name, content))
    }
    output.append(UInt8(ascii: "{"))
    var isFirst = true
    // Names that stand twice stay in the order in which they came: the last one counts, or the first.
    for member in members.enumerated().sorted(by: {
      $0.element.name == $1.element.name
        ? $0.offset < $1.offset : $0.element.name.lexicographicallyPrecedes($1.element.name)
    }) {
      let (name, content) = member.element
      if !dropped.isEmpty, dropped.contains(String(decoding: name.dropFirst().dropLast(), as: UTF8.self)) { continue }
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      output += name
      output.append(UInt8(ascii: ":"))
      output += content
    }
    output.append(UInt8(ascii: "}"))
  }

  private static func array(
    _ text: Span<UInt8>,
    _ cursor: inout Int,
    into output: inout [UInt8]
  ) throws(JSONSyntaxError) {
    cursor += 1
    output.append(UInt8(ascii: "["))
    var isFirst = true
    while try !ends(text, &cursor, with: UInt8(ascii: "]"), isFirst: isFirst) {
      if !isFirst { output.append(UInt8(ascii: ",")) }
      isFirst = false
      try value(text, &cursor, into: &output, dropping: [])
    }
    output.append(UInt8(ascii: "]"))
  }

  /// Whether an array or object ends here; steps over what ends it, or over the comma before its next element.
  private static func ends(
    _ text: Span<UInt8>,
    _ cursor: inout Int,
    with closer: UInt8,
    isFirst: Bool
  ) throws(JSONSyntaxError) -> Bool {
    JSONScanner.skipWhitespace(text, &cursor)
    guard cursor < text.count else { throw JSONSyntaxError(reason: "unexpected end", offset: cursor) }
    if text[cursor] == closer {
      cursor += 1
      return true
    }
    guard !isFirst else { return false }
    guard text[cursor] == UInt8(ascii: ",") else { throw JSONSyntaxError(reason: "expected a comma", offset: cursor) }
    cursor += 1
    JSONScanner.skipWhitespace(text, &cursor)
    return false
  }

  private static func string(_ text: Span<UInt8>, _ cursor: inout Int) throws(JSONSyntaxError) -> Range<Int> {
    let start = cursor
    guard cursor < text.count, text[cursor] == UInt8(ascii: "\"") else {
      throw JSONSyntaxError(reason: "expected a key", offset: cursor)
    }
    try JSONScanner.skipString(text, &cursor)
    return start..<cursor
  }

  /// A string as ``JSONText`` writes it. One that is not Unicode stays as it is.
  private static func canonicalString(_ text: Span<UInt8>, _ span: Range<Int>) -> [UInt8] {
    guard let string = JSONScanner.decodeString(text, span) else { return span.map { text[$0] } }
    var json = JSONText()
    json.string(string)
    return json.bytes
  }
}
