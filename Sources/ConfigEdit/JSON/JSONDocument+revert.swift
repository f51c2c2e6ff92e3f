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
      while climbed < traces.containers, let parent = nodes[member].parent, holdsOnly(member, parent) {
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

  /// Whether a container has this child, and besides it nothing, not even a comment.
  private func holdsOnly(_ child: Int, _ container: Int) -> Bool {
    let inside = nodes[container].inside
    return children(of: container) == [child]
      && JSONComment.all(in: bytes, inside.lowerBound..<nodes[child].start).isEmpty
      && JSONComment.all(in: bytes, nodes[child].value.upperBound..<inside.upperBound).isEmpty
  }
}
