extension DotEnvDocument {
  /// Removes what an edit has put in around and with the value of an assignment.
  mutating func remove(_ assignment: Assignment, _ edit: DotEnvEdit) throws(DotEnvError) {
    let value = assignment.valueSpan
    let leading = Array(edit.leading.utf8)
    let trailing = Array(edit.trailing.utf8)
    let isWhole =
      bytes[..<value.lowerBound].suffix(leading.count).elementsEqual(leading)
      && bytes[value.upperBound...].starts(with: trailing)
    guard isWhole else {
      // The key was there before us, so it stays.
      let hadKey = !edit.leading.hasSuffix("\(edit.key)=")
      return try replace(hadKey ? value : statement(assignment), by: "")
    }
    var span = value.lowerBound - leading.count..<value.upperBound + trailing.count
    // A line end that was missing at the end of the file is needed now if others have added lines.
    let lineEnd = leading.prefix { $0 == Ascii.carriageReturn || $0 == Ascii.newline }.count
    if lineEnd > 0, span.upperBound < bytes.count {
      let edited = try? DotEnvDocument(parsing: Array(bytes[..<span.lowerBound] + bytes[span.upperBound...]))
      let isBeforeLoneWord = assignments.last.map { $0.isNamelessEnd && $0.start == span.upperBound } ?? false
      if !isBeforeLoneWord || edited?.assignments.count != assignments.count - 1 {
        span = span.lowerBound + lineEnd..<span.upperBound
      }
    }
    try replace(span, by: "")
  }

  /// An assignment with its line, or if something else is on that, with the space before it.
  private func statement(_ assignment: Assignment) -> Range<Int> {
    var start = assignment.start
    var end = assignment.valueSpan.upperBound
    while start > 0, bytes[start - 1] == Ascii.space || bytes[start - 1] == Ascii.tab { start -= 1 }
    while end < bytes.count, let width = inlineSpaceWidth(bytes, at: end) { end += width }
    guard start == 0 || bytes[start - 1] == Ascii.newline else {
      return assignment.start..<assignment.valueSpan.upperBound
    }
    return start..<(end < bytes.count && bytes[end] == Ascii.newline ? end + 1 : end)
  }
}
