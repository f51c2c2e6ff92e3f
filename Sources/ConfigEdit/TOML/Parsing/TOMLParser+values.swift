/// Values that hold others, and which kind a value is.
extension TOMLParser {
  /// Reads a value.
  ///
  /// - Parameter depth: how many keys and arrays it is in.
  /// - Returns: its position in `syntax.values`.
  /// - Throws: `ConfigError` of kind `syntax`.
  mutating func value(depth: Int) throws(ConfigError) -> Int {
    guard depth <= Self.deepest else { throw tooDeep() }
    let start = at
    let content: TOMLValue.Content
    switch next {
    case UInt8(ascii: "["): content = .array(try elements(depth: depth + 1))
    case UInt8(ascii: "{"): content = .table(try inlineTable(depth: depth))
    case UInt8(ascii: "\""), UInt8(ascii: "'"): content = .scalar(.string(try anyString()))
    default: content = .scalar(try word())
    }
    syntax.values.append(TOMLValue(span: start..<at, content: content))
    return syntax.values.count - 1
  }

  /// Reads an array.
  private mutating func elements(depth: Int) throws(ConfigError) -> [Int] {
    let opening = at
    var elements: [Int] = []
    at += 1
    while true {
      try skipLines()
      if next == UInt8(ascii: "]") { break }
      guard next != nil else { throw fault("the array is not closed with ]", at: opening) }
      elements.append(try value(depth: depth))
      try skipLines()
      if next == UInt8(ascii: "]") { break }
      guard next != nil else { throw fault("the array is not closed with ]", at: opening) }
      guard next == UInt8(ascii: ",") else { throw fault("a comma or ] is missing in the array") }
      at += 1
    }
    at += 1
    return elements
  }

  /// Reads an inline table.
  ///
  /// - Returns: its position in `syntax.tables`.
  private mutating func inlineTable(depth: Int) throws(ConfigError) -> Int {
    let opening = at
    let table = syntax.tables.count
    let group = syntax.groups.count
    syntax.tables.append(TOMLTable(form: .inline, group: group))
    syntax.groups.append(TOMLGroup(table: table, place: .braces(opening..<opening)))
    at += 1
    try skipLinesInBraces()
    while let byte = next, byte != UInt8(ascii: "}") {
      try member(of: group, depth: depth)
      guard next == UInt8(ascii: ",") else { break }
      let comma = at
      at += 1
      try skipLinesInBraces()
      if next == UInt8(ascii: "}") { syntax.newerForms.append(TOMLNewerForm(span: comma..<comma + 1, older: "")) }
    }
    guard next == UInt8(ascii: "}") else {
      throw next == nil
        ? fault("the inline table is not closed with }", at: opening)
        : fault("a comma or } is missing in the inline table")
    }
    at += 1
    syntax.groups[group].place = .braces(opening..<at)
    return table
  }

  /// Passes blanks, comments and line ends between braces.
  private mutating func skipLinesInBraces() throws(ConfigError) {
    skipBlanks()
    let start = at
    try skipLines()
    if at > start { syntax.newerForms.append(TOMLNewerForm(span: start..<at, older: " ")) }
  }

  /// Reads `key = value` in an inline table and what may stand between it and a comma.
  private mutating func member(of group: Int, depth: Int) throws(ConfigError) {
    let start = at
    let keys = try keyAndEquals()
    let value = try value(depth: depth + keys.count)
    try add(TOMLEntry(line: start..<at, keys: keys, value: value), to: group)
    try skipLinesInBraces()
  }
}
