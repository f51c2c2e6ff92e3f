/// Collects the leaves of a document from its beginning to its end.
struct TOMLLeaves {
  private let bytes: [UInt8]
  private let syntax: TOMLSyntax
  private var leaves: [ConfigLeaf] = []
  /// The last place whose line was asked for, and the line.
  private var position = (offset: 0, line: 1)

  /// Begins with a document.
  init(bytes: [UInt8], syntax: TOMLSyntax) {
    self.bytes = bytes
    self.syntax = syntax
  }

  /// All leaves.
  mutating func collect() -> [ConfigLeaf] {
    for group in syntax.groups {
      switch group.place {
      case .root: add(group, below: [])
      case .header(let header, _):
        if !syntax.passesArray(header.keys) { add(group, below: header.keys.map { .key($0.key.name) }) }
      case .braces: break
      }
    }
    return leaves
  }

  private mutating func add(_ group: TOMLGroup, below path: [ConfigPath.Step]) {
    for entry in group.entries {
      let path = path + entry.keys.map { .key($0.key.name) }
      let value = syntax.values[entry.value]
      if case .table(let table) = value.content, let inner = syntax.tables[table].group,
        !syntax.groups[inner].entries.isEmpty
      {
        add(syntax.groups[inner], below: path)
      } else {
        let text = String(decoding: bytes[value.span], as: UTF8.self)
        leaves.append(ConfigLeaf(path: ConfigPath(path), text: text, line: line(of: value.span.lowerBound)))
      }
    }
  }

  /// The line of a place behind the last one asked for.
  private mutating func line(of offset: Int) -> Int {
    position.line += bytes[position.offset..<offset].count { $0 == UInt8(ascii: "\n") }
    position.offset = offset
    return position.line
  }
}
