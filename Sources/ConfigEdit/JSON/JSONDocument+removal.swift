extension JSONDocument {
  /// What to cut out so that a value goes, and the rest stays valid and in good shape.
  ///
  /// - Parameters:
  ///   - index: the value; its key and its comma go with it.
  ///   - traces: what was put in around it; `nil` if that is not known, or no longer there.
  /// - Returns: stretches of the document, in order.
  func removal(of index: Int, _ traces: JSONTraces?) -> [Range<Int>] {
    let node = nodes[index]
    var cuts: [Range<Int>] = []
    var room = Room(start: contentStart, end: bytes.count, isOnlyValue: true)
    if let parent = node.parent {
      let siblings = children(of: parent)
      let inside = nodes[parent].inside
      room = Room(start: inside.lowerBound, end: inside.upperBound, isOnlyValue: siblings.count == 1)
      if let previous = siblings.last(where: { $0 < index }), let comma = nodes[previous].comma {
        room.start = comma + 1
        // The last value has no comma behind it, except where it had one before.
        if node.comma == nil { cuts.append(comma..<comma + 1) }
      }
    }
    var end = node.value.upperBound
    // A comment between the value and its comma stays.
    let comma = node.comma.map { $0..<$0 + 1 }
    if let comma, JSONComment.all(in: bytes, end..<comma.lowerBound).isEmpty { end = comma.upperBound }
    let cut = widened(node.start..<end, in: room, traces)
    cuts.append(cut)
    if let comma, comma.lowerBound >= cut.upperBound { cuts.append(comma) }
    return cuts
  }

  /// Where a value stands: what is between the comma or bracket before it, and the bracket behind everything.
  private struct Room {
    var start: Int
    let end: Int
    let isOnlyValue: Bool
  }

  /// A stretch with the white space around it that goes with it.
  private func widened(_ stretch: Range<Int>, in room: Room, _ traces: JSONTraces?) -> Range<Int> {
    let comment = JSONComment.all(in: bytes, room.start..<stretch.lowerBound).last
    let start = comment?.range.upperBound ?? room.start
    guard let traces, bytes[start..<stretch.lowerBound].elementsEqual(traces.glue) else {
      return widened(stretch, in: room)
    }
    var end = stretch.upperBound
    if room.isOnlyValue, bytes[end..<room.end].starts(with: traces.tail) { end += traces.tail.count }
    // The line end that ends a comment has to stay, unless there is another one.
    let isNeeded = (comment?.takesLine ?? false) && end < bytes.count && !JSONByte.isLineEnd(bytes[end])
    return (isNeeded ? stretch.lowerBound : start)..<end
  }

  /// The same without knowing what was put in: a line that gets empty goes.
  private func widened(_ stretch: Range<Int>, in room: Room) -> Range<Int> {
    let start = max(room.start, blankStart(before: stretch.lowerBound))
    let end = bytes[stretch.upperBound...].firstIndex { !JSONByte.isBlank($0) } ?? bytes.count
    guard start > room.start, JSONByte.isLineEnd(bytes[start - 1]) else { return start..<stretch.upperBound }
    // At the end of the file there is no line end but the one before.
    guard end < bytes.count else { return start..<end }
    guard JSONByte.isLineEnd(bytes[end]) else { return stretch.lowerBound..<end }
    let isPair =
      start - 1 > room.start && bytes[start - 1] == JSONByte.newline
      && bytes[start - 2] == JSONByte.carriageReturn
    return start - (isPair ? 2 : 1)..<end
  }
}
