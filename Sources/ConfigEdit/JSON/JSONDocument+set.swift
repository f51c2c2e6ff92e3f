extension JSONDocument {
  /// Gives a key a value, adding it as the last of its object where there is none.
  ///
  /// A path that ends in an element replaces that element, or adds it at the end of the array. A path through an element
  /// that is not there makes it, with the member that it is known by.
  ///
  /// - Parameters:
  ///   - path: the key.
  ///   - text: the value's text, without comments. On a line with other values it loses its line ends; a minified
  ///     document stays so.
  /// - Returns: what was done; `nil` if the key has the same value already.
  /// - Throws: `ConfigError` of kind `blocked` if something else is in the way, of kind `syntax` if the text is no value.
  public mutating func set(_ path: ConfigPath, to text: String) throws(ConfigError) -> KeyEdit? {
    let value = try newValue(text, for: path)
    var container: Int? = nodes.isEmpty ? nil : 0
    var rest = path.steps[...]
    while let step = rest.first, let here = container {
      guard nodes[here].kind == step.container else { throw blocked(here, before: step, path) }
      try checkUnique(step, in: here)
      guard let next = child(of: here, at: step) else { return try insert(value, rest, in: here, path) }
      container = next
      rest = rest.dropFirst()
    }
    guard let found = container else { return try insert(value, rest, in: nil, path) }
    return try replace(found, with: value, path)
  }

  private mutating func replace(_ index: Int, with value: [UInt8], _ path: ConfigPath) throws(ConfigError) -> KeyEdit? {
    let node = nodes[index]
    let before = text(node.value)
    guard !Self.isSameValue(before, String(decoding: value, as: UTF8.self)) else { return nil }
    let mayHaveLines =
      index == 0 || indentation(ofFirstOnLine: index) != nil || bytes[node.value].contains(where: JSONByte.isLineEnd)
    let written = style(around: node.parent).fitted(
      value,
      indentation: mayHaveLines ? indentation(ofLineAt: node.start) : nil
    )
    try splice([(node.value, written)])
    return KeyEdit(path: path, before: before, written: String(decoding: written, as: UTF8.self))
  }

  /// Adds a value, and on the way to it a container for each of `steps` but the first.
  private mutating func insert(
    _ value: [UInt8],
    _ steps: ArraySlice<ConfigPath.Step>,
    in container: Int?,
    _ path: ConfigPath
  ) throws(ConfigError) -> KeyEdit {
    let style = style(around: container)
    let gap = container.map { self.gap(atEndOf: $0, style) } ?? gapInEmptyDocument(style)
    var leading = gap.glue
    var closing: [UInt8] = []
    var indentation = gap.indentation
    var identity: (key: String, value: String)?
    for (index, step) in zip(steps.indices, steps) {
      if container == nil || index > steps.startIndex {
        let line = indentation.map { style.lineEnd + $0 } ?? []
        closing = line + [step.container == .object ? JSONByte.closeBrace : JSONByte.closeBracket] + closing
        indentation = indentation.map { $0 + style.unit }
        leading.append(step.container == .object ? JSONByte.openBrace : JSONByte.openBracket)
        leading += indentation.map { style.lineEnd + $0 } ?? []
      }
      if let known = identity {
        leading += JSONString.quoted(known.key) + style.colon + JSONString.quoted(known.value) + [JSONByte.comma]
        leading += indentation.map { style.lineEnd + $0 } ?? style.gap
        identity = nil
      }
      switch step {
      case .key(let key): leading += JSONString.quoted(key) + style.colon
      case .element(let key, let value):
        guard index < steps.endIndex - 1 else { break }
        guard case .key(let next) = steps[index + 1], next != key else { throw elementMissing(in: container, path) }
        identity = (key, value)
      }
    }
    let written = style.fitted(value, indentation: indentation)
    let trailing = closing + (gap.hasTrailingComma ? [JSONByte.comma] : []) + gap.tail
    var changes = gap.comma.map { [($0..<$0, [JSONByte.comma])] } ?? []
    changes.append((gap.position..<gap.position, leading + written + trailing))
    try splice(changes)
    return KeyEdit(
      path: path,
      before: nil,
      written: String(decoding: written, as: UTF8.self),
      leading: (gap.comma == nil ? "" : ",") + String(decoding: leading, as: UTF8.self),
      trailing: String(decoding: trailing, as: UTF8.self)
    )
  }

  /// Puts new bytes in the place of old ones; all of it or, if the result would not be valid, nothing.
  ///
  /// - Parameter changes: what to replace by what, in order.
  /// - Throws: `ConfigError` of kind `unverified`.
  mutating func splice(_ changes: [(range: Range<Int>, new: [UInt8])]) throws(ConfigError) {
    var result: [UInt8] = []
    result.reserveCapacity(changes.reduce(bytes.count) { $0 + $1.new.count })
    var position = 0
    for change in changes {
      result += bytes[position..<change.range.lowerBound] + change.new
      position = change.range.upperBound
    }
    result += bytes[position...]
    do throws(ConfigError) {
      self = try JSONDocument(parsing: result)
    } catch {
      throw ConfigError(
        .unverified,
        "the edited text would not be valid: \(error.message)",
        remedy: "please report this with the file; nothing was changed",
        line: error.line
      )
    }
  }

  /// The bytes of a value that is to be set, without white space around it.
  private func newValue(_ text: String, for path: ConfigPath) throws(ConfigError) -> [UInt8] {
    let document: JSONDocument
    do throws(ConfigError) {
      document = try JSONDocument(parsing: Array(text.utf8), allowsExtensions: false)
    } catch {
      throw ConfigError(.syntax, "the new value of \(path) is not valid JSON: \(error.message)", remedy: error.remedy)
    }
    guard let root = document.nodes.first else {
      throw ConfigError(.syntax, "the new value of \(path) is empty", remedy: "give a value, such as null")
    }
    if case .element(let key, let value) = path.steps.last {
      guard let member = document.child(of: 0, at: .key(key)), document.string(at: member) == value else {
        throw ConfigError(
          .syntax,
          "the new value of \(path) is another element",
          remedy: "give an object whose \(key) is \(value)"
        )
      }
    }
    return Array(document.bytes[root.value])
  }

  /// What the string at a node stands for; `nil` if it is something else.
  private func string(at index: Int) -> String? {
    nodes[index].kind == .string ? string(nodes[index].value) : nil
  }
}
