extension JSONDocument {
  /// Takes back one edit, whatever else has changed in the document since.
  ///
  /// An object or array that was made for the key goes with it, unless it has other values or comments now.
  ///
  /// - Returns: whether it was taken back; not if the key is gone, or has another value than the one written.
  /// - Throws: `ConfigError` if the document cannot be edited there. Nothing has changed then.
  public mutating func revert(_ edit: KeyEdit) throws(ConfigError) -> Bool {
    guard let index = find(edit.path.steps), Self.isSameValue(text(nodes[index].value), edit.written) else {
      return false
    }
    try checkUnique(edit.path)
    if let before = edit.before {
      try splice([(nodes[index].value, try formerValue(before, edit.path))])
    } else {
      let traces = JSONTraces(edit)
      var member = index
      var climbed = 0
      while climbed < traces.containers, let parent = nodes[member].parent,
        holdsOnly(member, parent, madeFor: edit.path.steps.dropLast(climbed + 1).last)
      {
        member = parent
        climbed += 1
      }
      try splice(removal(of: member, climbed == traces.containers ? traces : nil).map { ($0, []) })
    }
    return true
  }

  /// The bytes of a value that was there before.
  private func formerValue(_ text: String, _ path: ConfigPath) throws(ConfigError) -> [UInt8] {
    let bytes = Array(text.utf8)
    guard let former = try? JSONDocument(parsing: bytes), former.nodes.first?.value == bytes.indices else {
      throw ConfigError(
        .syntax,
        "the former value of \(path), as it was noted, is not valid JSON",
        remedy: "set it by hand"
      )
    }
    return bytes
  }

  /// Whether a container that was made for `step` has this child, and besides it nothing, not even a comment, but the
  /// member that an element is known by.
  private func holdsOnly(_ child: Int, _ container: Int, madeFor step: ConfigPath.Step?) -> Bool {
    let children = children(of: container)
    var identity: Int?
    if case .element(let key, let value)? = step {
      identity = children.first { isMember($0, key, value) }
    }
    var position = nodes[container].inside.lowerBound
    for member in children {
      guard member == child || member == identity else { return false }
      guard JSONComment.all(in: bytes, position..<nodes[member].start).isEmpty else { return false }
      position = nodes[member].value.upperBound
    }
    return JSONComment.all(in: bytes, position..<nodes[container].inside.upperBound).isEmpty
  }

  private func isMember(_ index: Int, _ key: String, _ value: String) -> Bool {
    guard let name = nodes[index].key, isString(name, key) else { return false }
    return nodes[index].kind == .string && isString(nodes[index].value, value)
  }
}
