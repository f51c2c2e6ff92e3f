extension DotEnvDocument {
  /// Gives `key` a value by the text that stands for it, quotes included, in the place that ``set(_:to:)`` has for it.
  ///
  /// - Returns: what was done; `nil` if the key has the same value already, and then nothing changes.
  /// - Throws: ``DotEnvError`` if `key` is not a name, if `text` is not that of one value, if it would run together with
  ///   what is around it, or if what it would replace is not in UTF-8, so that it could not be noted. Nothing has changed then.
  public mutating func set(_ key: String, toText text: String) throws(DotEnvError) -> DotEnvEdit? {
    guard DotEnvWriter.isKey(key) else { throw .invalidKey }
    guard Self.meaning(ofText: text) != nil else { throw .notAValue }
    if let present = valueText(of: key), Self.isSameValue(present, text) { return nil }
    if let assignment = lastAssignment(of: key), String(validating: bytes[assignment.valueSpan], as: UTF8.self) == nil {
      throw .notText(key, line: assignment.line)
    }
    var edited = self
    let edit = try edited.write(text, to: key)
    guard edited.valueText(of: key) == text else {
      throw .runsTogether(key, line: lastAssignment(of: key)?.line)
    }
    self = edited
    return edit
  }

  /// Takes back one edit, whatever else has changed in the file since.
  ///
  /// - Returns: whether it was taken back; not if the key is gone, or has another value than the one written.
  /// - Throws: ``DotEnvError`` if the rest of the file would not mean the same then. Nothing has changed in that case.
  public mutating func revert(_ edit: DotEnvEdit) throws(DotEnvError) -> Bool {
    guard let assignment = lastAssignment(of: edit.key), let present = valueText(of: edit.key),
      Self.isSameValue(present, edit.written)
    else { return false }
    var edited = self
    if let before = edit.before {
      try edited.replace(assignment.valueSpan, by: before)
    } else {
      try edited.remove(assignment, edit)
    }
    guard edited.others(than: edit.key) == others(than: edit.key) else {
      throw .runsTogether(edit.key, line: assignment.line)
    }
    self = edited
    return true
  }

  /// The text that stands for the value of `key`, quotes included.
  ///
  /// - Returns: `nil` if the key has none: it is not in the file, or takes its value from the environment, or a remark
  ///   stands in its place.
  public func valueText(of key: String) -> String? {
    guard let assignment = lastAssignment(of: key), !assignment.inheritsFromEnvironment, !looksLikeComment(assignment)
    else { return nil }
    return text(assignment.valueSpan)
  }

  /// Whether two texts stand for the same value whatever the environment is, however they are quoted.
  public static func isSameValue(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8) || meaning(ofText: left).map { $0 == meaning(ofText: right) } ?? false
  }

  /// What an assignment says before variables are expanded: its text without quotes and escapes, in which `$$` stands
  /// for a dollar sign that begins no variable.
  public func meaning(of assignment: Assignment) -> [UInt8] {
    template(of: assignment)
      ?? literal(of: assignment).utf8.flatMap { $0 == Ascii.dollar ? [Ascii.dollar, Ascii.dollar] : [$0] }
  }

  /// The meaning of a value's text; `nil` if it is not that of one value.
  private static func meaning(ofText text: String) -> [UInt8]? {
    let bytes = Array("A=\(text)\n".utf8)
    guard let document = try? DotEnvDocument(parsing: bytes), document.assignments.count == 1,
      document.assignments[0].valueSpan == 2..<bytes.count - 1
    else { return nil }
    return document.meaning(of: document.assignments[0])
  }

  /// What the file says about all other keys, and what stands in it without a key.
  private func others(than key: String) -> [[UInt8]] {
    assignments.filter { $0.key != key }.map { Array($0.key.utf8) + [Ascii.equals] + meaning(of: $0) }
  }
}
