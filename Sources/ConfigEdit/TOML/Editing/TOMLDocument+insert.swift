extension TOMLDocument {
  /// Where a key goes that is not there yet.
  func insertion(of keys: [TOMLKey], at gap: TOMLSyntax.Gap) -> TOMLInsertion {
    let table = syntax.tables[gap.table]
    let rest = keys[gap.known...].map(\.text).joined(separator: ".")
    let isDirect = keys.count == gap.known + 1
    guard let group = table.group else { return newTable(keys) }
    switch table.form {
    case .root where isDirect, .header where isDirect: return lastKey(of: group, rest)
    case .root, .header, .implicit, .element: return newTable(keys)
    case .inline: return lastMember(of: group, rest)
    case .dotted:
      let prefix = keys[gap.base..<gap.known]
      guard let sibling = syntax.groups[group].entries.last(where: { $0.keys.map(\.key).starts(with: prefix) }) else {
        return newTable(keys)
      }
      let shared = sibling.keys[0].span.lowerBound..<sibling.keys[prefix.count - 1].span.upperBound
      let key = "\(text(shared)).\(rest)"
      if case .braces = syntax.groups[group].place { return lastMember(of: group, key) }
      return behind(sibling, key)
    }
  }

  /// Behind the last key under a header, or above all headers.
  private func lastKey(of group: Int, _ key: String) -> TOMLInsertion {
    if let last = syntax.groups[group].entries.last { return behind(last, key) }
    guard case .header(let header, _) = syntax.groups[group].place else { return firstKey(key) }
    let margin = margin(of: header.line.lowerBound..<header.brackets.lowerBound)
    return newLine(at: header.line.upperBound, margin: margin, "\(key) = ")
  }

  /// On a line below another key, written like that.
  private func behind(_ sibling: TOMLEntry, _ key: String) -> TOMLInsertion {
    let margin = margin(of: sibling.line.lowerBound..<sibling.keys[0].span.lowerBound)
    return newLine(at: sibling.line.upperBound, margin: margin, key + equals(like: sibling))
  }

  /// The equals sign, with blanks around it unless a neighbour has none.
  private func equals(like sibling: TOMLEntry) -> String {
    guard let key = sibling.keys.last else { return " = " }
    let between = key.span.upperBound..<syntax.values[sibling.value].span.lowerBound
    return between.count == 1 ? "=" : " = "
  }

  /// On a new line; the document's last line is completed if it must be, and the new one then is as incomplete.
  private func newLine(at offset: Int, margin: String, _ leading: String) -> TOMLInsertion {
    let end = TOMLLines.end(in: bytes)
    return isLineBegin(offset)
      ? TOMLInsertion(offset: offset, leading: margin + leading, trailing: end, margin: margin)
      : TOMLInsertion(offset: offset, leading: end + margin + leading, trailing: "", margin: margin)
  }

  /// The first key above all headers.
  ///
  /// It goes behind the comment at the document's beginning if an empty line parts that from what follows; otherwise the
  /// comment belongs to the header below it.
  private func firstKey(_ key: String) -> TOMLInsertion {
    guard syntax.groups.contains(where: { $0.header != nil }) else {
      return newLine(at: bytes.count, margin: "", "\(key) = ")
    }
    let blank = line(from: begin, while: { $0.isEmpty })
    let comment = line(from: blank, while: { $0.first == UInt8(ascii: "#") })
    let gap = line(from: comment, while: { $0.isEmpty })
    let offset = gap > comment && comment > blank ? gap : begin
    var insertion = newLine(at: offset, margin: "", "\(key) = ")
    let isBlankNext = offset < blank
    if !isBlankNext { insertion.trailing += TOMLLines.end(in: bytes) }
    return insertion
  }

  /// Between the braces of an inline table, behind its last key.
  private func lastMember(of group: Int, _ key: String) -> TOMLInsertion {
    let (place, entries) = (syntax.groups[group].place, syntax.groups[group].entries)
    guard let last = entries.last else {
      guard case .braces(let braces) = place else { return firstKey(key) }
      let trailing = braces.count == 2 ? " " : ""
      return TOMLInsertion(offset: braces.lowerBound + 1, leading: " \(key) = ", trailing: trailing, margin: "")
    }
    var comma = ", "
    if let previous = entries.dropLast().last {
      let between = bytes[previous.line.upperBound..<last.line.lowerBound]
      if between.count == 1 { comma = "," }
    }
    let leading = comma + key + equals(like: last)
    return TOMLInsertion(offset: last.line.upperBound, leading: leading, trailing: "", margin: "")
  }

  /// Under a new header at the document's end.
  private func newTable(_ keys: [TOMLKey]) -> TOMLInsertion {
    let end = TOMLLines.end(in: bytes)
    let header = keys.dropLast().map(\.text).joined(separator: ".")
    let key = keys.last?.text ?? ""
    let body = bytes[begin...]
    let lines = body.last == UInt8(ascii: "\n") ? body.dropLast() : body
    let isBlank = lines.reversed().prefix { $0 != UInt8(ascii: "\n") }.allSatisfy(TOMLLines.isSpace)
    return newLine(at: bytes.count, margin: "", "\(isBlank ? "" : end)[\(header)]\(end)\(key) = ")
  }
}
