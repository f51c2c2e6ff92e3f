extension JSONDocument {
  /// Where the text begins: behind the byte order mark, if there is one.
  var contentStart: Int { JSONByte.contentStart(of: bytes) }

  /// The nodes that a container holds itself, in order.
  func children(of container: Int) -> [Int] {
    var children: [Int] = []
    var index = container + 1
    while index < nodes[container].end {
      children.append(index)
      index = nodes[index].end
    }
    return children
  }

  /// The node at the end of `steps`; `nil` if there is none.
  func find(_ steps: [ConfigPath.Step]) -> Int? {
    guard !nodes.isEmpty else { return nil }
    var index = 0
    for step in steps {
      guard let next = child(of: index, at: step) else { return nil }
      index = next
    }
    return index
  }

  /// The node one step further; `nil` if there is none, or if the step leads out of another kind of container.
  func child(of container: Int, at step: ConfigPath.Step) -> Int? {
    switch (step, nodes[container].kind) {
    case (.key(let key), .object):
      children(of: container).last { nodes[$0].key.map { isString($0, key) } ?? false }
    case (.element(let key, let value), .array):
      children(of: container).first { element in
        guard let member = child(of: element, at: .key(key)) else { return false }
        return nodes[member].kind == .string && isString(nodes[member].value, value)
      }
    default: nil
    }
  }

  /// The members of an object whose key occurs again further down.
  func overridden(in object: Int) -> [Int] {
    var seen: Set<[UInt8]> = []
    return children(of: object).reversed().filter { child in
      guard let key = nodes[child].key else { return false }
      return !seen.insert(JSONString.decoded(bytes[key])).inserted
    }
  }

  /// Whether the string at `range` stands for `text`, to the byte.
  func isString(_ range: Range<Int>, _ text: String) -> Bool {
    JSONString.decoded(bytes[range]).elementsEqual(text.utf8)
  }

  /// What the string at `range` stands for.
  func string(_ range: Range<Int>) -> String {
    String(decoding: JSONString.decoded(bytes[range]), as: UTF8.self)
  }

  /// The text at `range`.
  func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// Whether one of our values is the same as one of another document.
  func isSame(_ index: Int, as otherIndex: Int, of other: JSONDocument) -> Bool {
    let node = nodes[index]
    let otherNode = other.nodes[otherIndex]
    guard node.kind == otherNode.kind else { return false }
    let text = bytes[node.value]
    let otherText = other.bytes[otherNode.value]
    switch node.kind {
    case .literal: return text == otherText
    case .number: return JSONNumber(text) == JSONNumber(otherText)
    case .string: return JSONString.decoded(text) == JSONString.decoded(otherText)
    case .array:
      let elements = children(of: index)
      let others = other.children(of: otherIndex)
      return elements.count == others.count && zip(elements, others).allSatisfy { isSame($0, as: $1, of: other) }
    case .object:
      let members = members(of: index)
      let others = other.members(of: otherIndex)
      return members.count == others.count
        && members.allSatisfy { key, member in
          others[key].map { isSame(member, as: $0, of: other) } ?? false
        }
    }
  }

  /// The members of an object that count, by their keys.
  private func members(of object: Int) -> [[UInt8]: Int] {
    var members: [[UInt8]: Int] = [:]
    for child in children(of: object) {
      if let key = nodes[child].key { members[JSONString.decoded(bytes[key])] = child }
    }
    return members
  }
}
