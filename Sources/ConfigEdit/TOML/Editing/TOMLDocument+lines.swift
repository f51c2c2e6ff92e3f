extension TOMLDocument {
  /// Where the text begins, behind a byte order mark.
  var begin: Int {
    bytes.starts(with: TOMLLines.byteOrderMark) ? TOMLLines.byteOrderMark.count : 0
  }

  /// Whether a line begins at this place.
  func isLineBegin(_ offset: Int) -> Bool {
    offset == begin || bytes[offset - 1] == UInt8(ascii: "\n")
  }

  /// The line that begins here, with its end.
  func line(at start: Int) -> Range<Int> {
    start..<(bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count)
  }

  /// The line before the one that begins here, with its end.
  func line(before start: Int) -> Range<Int> {
    (bytes[begin..<(start - 1)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? begin)..<start
  }

  /// The line that begins here, if there is one with nothing but blanks.
  func blankLine(at start: Int) -> Range<Int>? {
    guard start < bytes.count else { return nil }
    let line = line(at: start)
    return TOMLLines.isBlank(line, in: bytes) ? line : nil
  }

  /// The line before the one that begins here, if there is one with nothing but blanks.
  func blankLine(before start: Int) -> Range<Int>? {
    guard start > begin else { return nil }
    let line = line(before: start)
    return TOMLLines.isBlank(line, in: bytes) ? line : nil
  }

  /// Where the first line begins that does not fulfil the condition, which is asked of its text from the first character
  /// on that is no blank.
  func line(from start: Int, while condition: (ArraySlice<UInt8>) -> Bool) -> Int {
    var start = start
    while start < bytes.count {
      let line = line(at: start)
      guard condition(bytes[line].drop(while: TOMLLines.isSpace)) else { break }
      start = line.upperBound
    }
    return start
  }

  /// Where the comment lines directly above a line begin.
  ///
  /// - Parameters:
  ///   - end: where the line begins.
  ///   - start: where to look no further.
  /// - Returns: the line's own beginning if there are none.
  func commentBegin(above end: Int, downTo start: Int) -> Int {
    var comment = end
    while comment > start {
      let line = line(before: comment)
      guard bytes[line].drop(while: TOMLLines.isSpace).first == UInt8(ascii: "#") else { break }
      comment = line.lowerBound
    }
    return comment
  }
}
