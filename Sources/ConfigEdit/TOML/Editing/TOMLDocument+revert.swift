extension TOMLDocument {
  /// Takes back one edit, whatever else has changed in the document since.
  ///
  /// A comment that somebody put behind an added value stays, on a line of its own. An added header goes with the last
  /// key, unless there are comments under it; a comment directly above the next header belongs to that one.
  public mutating func revert(_ edit: KeyEdit) throws(ConfigError) -> Bool {
    guard let keys = Self.keys(of: edit.path), case .value(let place) = syntax.find(keys),
      Self.isSameValue(text(place.span), edit.written)
    else { return false }
    let edits =
      if let before = edit.before {
        [(place.span, before)]
      } else {
        [cutAsInserted(place, edit), cutAsFound(place, edit)].compactMap { cut in cut.map { ($0, "") } }
      }
    for (span, text) in edits {
      guard let changed = try? replacing(span, with: text) else { continue }
      self = changed
      return true
    }
    throw ConfigError(
      .unverified,
      "without \(edit.path) the document would not be valid",
      remedy: "please report this with the file; nothing was written",
      line: TOMLLines.position(of: place.span.lowerBound, in: bytes).line
    )
  }

  /// What was put in, if it is still there as it was, with nothing more on its lines.
  private func cutAsInserted(_ place: TOMLSyntax.Place, _ edit: KeyEdit) -> Range<Int>? {
    let (leading, trailing) = (Array(edit.leading.utf8), Array(edit.trailing.utf8))
    let before = bytes[..<place.span.lowerBound]
    let after = bytes[place.span.upperBound...]
    guard before.reversed().starts(with: leading.reversed()), after.starts(with: trailing) else { return nil }
    let cut = before.endIndex - leading.count..<after.startIndex + trailing.count
    let group = syntax.groups[place.group]
    let entry = group.entries[place.entry]
    guard cut.lowerBound <= entry.line.lowerBound, entry.comment == nil else { return nil }
    if hasHeader(edit) {
      guard isAlone(place), let header = group.header, cut.lowerBound <= header.line.lowerBound else { return nil }
    }
    return cut
  }

  /// The key and its value, with as much around them as only they need.
  private func cutAsFound(_ place: TOMLSyntax.Place, _ edit: KeyEdit) -> Range<Int> {
    let entry = syntax.groups[place.group].entries[place.entry]
    let group = syntax.groups[place.group]
    if case .braces(let braces) = group.place { return cutMember(place, between: braces) }
    if let comment = entry.comment { return entry.keys[0].span.lowerBound..<comment }
    if let header = group.header, hasHeader(edit), isAlone(place) {
      let isGapOurs = edit.leading.utf8.first.map(TOMLLines.isSpace) ?? false
      let begin = header.line.lowerBound
      return (isGapOurs ? blankLine(before: begin)?.lowerBound ?? begin : begin)..<entry.line.upperBound
    }
    let end = entry.line.upperBound
    let isGapOurs = group.entries.count == 1 && edit.trailing.utf8.count { $0 == UInt8(ascii: "\n") } > 1
    return entry.line.lowerBound..<(isGapOurs ? blankLine(at: end)?.upperBound ?? end : end)
  }

  /// A key in an inline table, with one comma.
  private func cutMember(_ place: TOMLSyntax.Place, between braces: Range<Int>) -> Range<Int> {
    let entries = syntax.groups[place.group].entries
    let own = entries[place.entry].line
    if place.entry + 1 < entries.count { return own.lowerBound..<entries[place.entry + 1].line.lowerBound }
    if place.entry > 0 {
      let previous = entries[place.entry - 1].line.upperBound
      return (bytes[previous...].firstIndex(of: UInt8(ascii: ",")) ?? previous)..<own.upperBound
    }
    return braces.lowerBound + 1..<braces.upperBound - 1
  }

  /// Whether an edit put in a table's header.
  private func hasHeader(_ edit: KeyEdit) -> Bool {
    edit.leading.utf8.drop(while: TOMLLines.isSpace).first == UInt8(ascii: "[")
  }

  /// Whether a key is the only thing under its header: no other keys, no comments.
  private func isAlone(_ place: TOMLSyntax.Place) -> Bool {
    let group = syntax.groups[place.group]
    guard case .header(let header, false) = group.place, header.comment == nil else { return false }
    guard group.entries.count == 1, group.entries[0].comment == nil else { return false }
    let entry = group.entries[0].line
    let next = syntax.groups[(place.group + 1)...].lazy.compactMap(\.header).first
    var below = bytes[entry.upperBound..<(next?.line.lowerBound ?? bytes.count)]
    if next != nil { below = below.prefix(upTo: commentBegin(above: below.endIndex, downTo: below.startIndex)) }
    return bytes[header.line.upperBound..<entry.lowerBound].allSatisfy(TOMLLines.isSpace)
      && below.allSatisfy(TOMLLines.isSpace)
  }
}
