/// How a document is written, so that what is added looks as if it had always been there.
struct JSONStyle: Sendable, Equatable {
  /// What ends a line.
  let lineEnd: [UInt8]
  /// What a level is indented by.
  let unit: [UInt8]
  /// What is between a key and its value.
  let colon: [UInt8]
  /// Whether there are spaces on a line; a minified document has none.
  let isSpaced: Bool

  /// What is between two values on one line, the comma not counted.
  var gap: [UInt8] { isSpaced ? [JSONByte.space] : [] }
}

extension JSONDocument {
  /// The style around a container; `nil` stands for an empty document.
  func style(around container: Int?) -> JSONStyle {
    let colon = colon(near: container)
    return JSONStyle(
      lineEnd: lineEnd,
      unit: unit(near: container) ?? [JSONByte.space, JSONByte.space],
      colon: colon,
      isSpaced: gap(in: container) ?? (colon.last != JSONByte.colon)
    )
  }

  /// What ends the first line of the document.
  private var lineEnd: [UInt8] {
    guard let first = bytes.firstIndex(where: JSONByte.isLineEnd) else { return [JSONByte.newline] }
    return Array(bytes[first...].prefix(lineEndLength(at: first)))
  }

  /// The number of bytes of the line end at `offset`.
  func lineEndLength(at offset: Int) -> Int {
    bytes[offset...].starts(with: [JSONByte.carriageReturn, JSONByte.newline]) ? 2 : 1
  }

  /// The colon of the last member of a container, or else of the document's first one, with a space on either side if
  /// it has white space there.
  private func colon(near container: Int?) -> [UInt8] {
    let member = container.flatMap { children(of: $0).last { nodes[$0].key != nil } }
    guard let node = member.map({ nodes[$0] }) ?? nodes.first(where: { $0.key != nil }), let key = node.key else {
      return [JSONByte.colon, JSONByte.space]
    }
    let hasSpaceBefore = bytes[key.upperBound] != JSONByte.colon
    let hasSpaceBehind = bytes[node.value.lowerBound - 1] != JSONByte.colon
    return (hasSpaceBefore ? [JSONByte.space] : []) + [JSONByte.colon] + (hasSpaceBehind ? [JSONByte.space] : [])
  }

  /// Whether there is a space behind the first comma of a container; `nil` if it has no comma inside a line.
  private func gap(in container: Int?) -> Bool? {
    guard let container else { return nil }
    let children = children(of: container)
    guard children.count > 1, let comma = nodes[children[0]].comma else { return nil }
    let between = bytes[comma + 1..<nodes[children[1]].start]
    return between.contains(where: JSONByte.isLineEnd) ? nil : !between.isEmpty
  }

  /// What one level is indented by, in a container if it shows there, or else where the document first shows it.
  private func unit(near container: Int?) -> [UInt8]? {
    if let container, let child = children(of: container).first, let found = unit(showing: child) { return found }
    // Who indents anything does so early on.
    return nodes.indices.prefix(1000).lazy.compactMap(unit(showing:)).first
  }

  private func unit(showing child: Int) -> [UInt8]? {
    guard let parent = nodes[child].parent, let inner = indentation(ofFirstOnLine: child) else { return nil }
    let outer = indentation(ofLineAt: nodes[parent].start)
    return inner.count > outer.count && inner.starts(with: outer) ? Array(inner.dropFirst(outer.count)) : nil
  }

  /// The indentation of a value that is the first thing on its line, a key counted with its value.
  func indentation(ofFirstOnLine node: Int) -> [UInt8]? {
    isFirstOnLine(nodes[node].start) ? indentation(ofLineAt: nodes[node].start) : nil
  }

  /// Whether nothing but spaces and tabs is before `offset` on its line, and there is a line above.
  func isFirstOnLine(_ offset: Int) -> Bool {
    let start = blankStart(before: offset)
    return start > 0 && JSONByte.isLineEnd(bytes[start - 1])
  }

  /// The indentation of the line that `offset` is on.
  func indentation(ofLineAt offset: Int) -> [UInt8] {
    let start = bytes[..<offset].lastIndex(where: JSONByte.isLineEnd).map { $0 + 1 } ?? 0
    return Array(bytes[start..<offset].prefix(while: JSONByte.isBlank))
  }

  /// Where the spaces and tabs that end at `offset` begin.
  func blankStart(before offset: Int) -> Int {
    bytes[..<offset].lastIndex { !JSONByte.isBlank($0) }.map { $0 + 1 } ?? 0
  }
}
