extension DotEnvDocument {
  /// Gives `key` a value and leaves every other byte of the file as it is.
  ///
  /// The last assignment of the key is edited in place; what stands behind its value stays, also a comment that
  /// Compose would take for the value (`KEY= # remark`). A key that the file lacks goes below the last comment line of
  /// the form `# KEY=…`, or else to the end of the file, with the file's kind of line end.
  ///
  /// - Parameters:
  ///   - key: the variable's name.
  ///   - value: any text; it is quoted as ``DotEnvWriter/quoted(_:)`` says.
  /// - Throws: ``DotEnvError`` if `key` is not a name, see ``DotEnvWriter/isKey(_:)``.
  public mutating func set(_ key: String, to value: String) throws(DotEnvError) {
    guard DotEnvWriter.isKey(key) else { throw .invalidKey }
    _ = try write(DotEnvWriter.quoted(value), to: key)
  }

  /// Puts a value's text into the file as ``set(_:to:)`` says.
  ///
  /// - Returns: what was put in.
  mutating func write(_ text: String, to key: String) throws(DotEnvError) -> DotEnvEdit {
    var edit = DotEnvEdit(key: key, before: nil, written: text)
    let span: Range<Int>
    if let assignment = lastAssignment(of: key) {
      span = editedSpan(of: assignment)
      if assignment.inheritsFromEnvironment {
        edit.leading = "="
      } else if looksLikeComment(assignment) {
        edit.trailing = " "
      } else {
        edit.before = self.text(span)
      }
    } else {
      let place = placeForNewLine(key)
      let isAfterLineEnd = place == 0 || bytes[place - 1] == Ascii.newline || (hasByteOrderMark && place == 3)
      span = place..<place
      edit.leading = (isAfterLineEnd ? "" : lineEnd) + "\(key)="
      edit.trailing = lineEnd
    }
    try replace(span, by: edit.leading + text + edit.trailing)
    return edit
  }

  /// Replaces a part of the file; nothing changes if the result could not be read.
  mutating func replace(_ span: Range<Int>, by text: String) throws(DotEnvError) {
    var edited = bytes
    edited.replaceSubrange(span, with: text.utf8)
    self = try DotEnvDocument(parsing: edited)
  }

  private func editedSpan(of assignment: Assignment) -> Range<Int> {
    let span = assignment.valueSpan
    return looksLikeComment(assignment) ? span.lowerBound..<span.lowerBound : span
  }

  /// Whether Compose takes for the value what its author probably meant as a comment: `KEY= # remark`.
  func looksLikeComment(_ assignment: Assignment) -> Bool {
    let start = assignment.valueSpan.lowerBound
    guard assignment.quoting == .none, !assignment.valueSpan.isEmpty, bytes[start] == Ascii.hash else { return false }
    return bytes[start - 1] == Ascii.space || bytes[start - 1] == Ascii.tab
  }

  /// The line end of the first line.
  private var lineEnd: String {
    guard let newline = bytes.firstIndex(of: Ascii.newline), newline > 0 else { return "\n" }
    return bytes[newline - 1] == Ascii.carriageReturn ? "\r\n" : "\n"
  }

  /// Where the line of a key goes that the file does not have yet.
  private func placeForNewLine(_ key: String) -> Int {
    let example = Array("\(key)=".utf8)
    if let comment = comments.last(where: { isExample($0, example) }) {
      return comment.upperBound < bytes.count ? comment.upperBound + 1 : bytes.count
    }
    // A lone word that ends the file would turn into another statement if a line end came behind it.
    if let last = assignments.last, last.isNamelessEnd { return last.start }
    return bytes.count
  }

  /// Whether a comment is a line of its own that reads `# KEY=`, with or without the space.
  private func isExample(_ comment: Range<Int>, _ example: [UInt8]) -> Bool {
    guard comment.count > example.count else { return false }
    let text = bytes[comment].dropFirst().drop { $0 == Ascii.space || $0 == Ascii.tab }
    guard text.starts(with: example) else { return false }
    let before = bytes[..<comment.lowerBound].reversed().prefix { $0 != Ascii.newline }
    return before.allSatisfy { $0 == Ascii.space || $0 == Ascii.tab }
  }
}
