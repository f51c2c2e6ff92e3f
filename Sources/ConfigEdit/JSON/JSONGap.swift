/// The place for one more value in a container, or for the first value of an empty document.
struct JSONGap {
  /// Where the new text goes.
  var position: Int
  /// Where a comma has to be put before that; behind the value that was the last.
  var comma: Int?
  /// What leads from the text before to the new value: the line end and the indentation, or a space.
  var glue: [UInt8]
  /// What leads from the new value to the text behind.
  var tail: [UInt8] = []
  /// The indentation of the line that the new value begins on; `nil` if it stays on the line that is there.
  var indentation: [UInt8]?
  /// Whether the new value gets a comma, because the last one had one.
  var hasTrailingComma = false
}

extension JSONDocument {
  /// The place behind everything that a container holds.
  func gap(atEndOf container: Int, _ style: JSONStyle) -> JSONGap {
    guard let last = children(of: container).last else { return gap(inEmpty: container, style) }
    let node = nodes[last]
    let (end, isBehindLineComment) = endOfRemarks(from: node.comma.map { $0 + 1 } ?? node.value.upperBound)
    var gap = JSONGap(position: end, comma: node.comma == nil ? node.value.upperBound : nil, glue: style.gap)
    gap.hasTrailingComma = node.comma != nil
    let indentation = indentation(ofFirstOnLine: last)
    if indentation != nil || isBehindLineComment {
      let indentation = indentation ?? self.indentation(ofLineAt: nodes[container].start) + style.unit
      gap.indentation = indentation
      gap.glue = style.lineEnd + indentation
    }
    return gap
  }

  /// The place in an empty document: behind its comments, or else at its start.
  func gapInEmptyDocument(_ style: JSONStyle) -> JSONGap {
    let comments = JSONComment.all(in: bytes, contentStart..<bytes.count)
    let position = comments.last?.range.upperBound ?? contentStart
    return JSONGap(
      position: position,
      glue: comments.isEmpty ? [] : style.lineEnd,
      tail: bytes[position...].contains(where: JSONByte.isLineEnd) ? [] : style.lineEnd,
      indentation: []
    )
  }

  /// The place in a container with nothing or only comments in it.
  private func gap(inEmpty container: Int, _ style: JSONStyle) -> JSONGap {
    let inside = nodes[container].inside
    let outer = indentation(ofLineAt: nodes[container].start)
    let comment = JSONComment.all(in: bytes, inside).last
    let position = comment?.range.upperBound ?? inside.lowerBound
    let hasLineEndBehind = bytes[position..<inside.upperBound].contains(where: JSONByte.isLineEnd)
    let isOpened: Bool
    var indentation = outer + style.unit
    if let comment {
      let isOnOwnLine = isFirstOnLine(comment.range.lowerBound)
      if isOnOwnLine { indentation = self.indentation(ofLineAt: comment.range.lowerBound) }
      isOpened = isOnOwnLine || comment.takesLine
    } else {
      // One without line ends stays on its line if it shares that with others, or has spaces in it.
      let isAlone = container == 0 || isFirstOnLine(nodes[container].start)
      isOpened = hasLineEndBehind || inside.isEmpty && isAlone
    }
    guard isOpened else {
      return JSONGap(position: position, glue: inside.isEmpty ? [] : [JSONByte.space])
    }
    return JSONGap(
      position: position,
      glue: style.lineEnd + indentation,
      tail: hasLineEndBehind ? [] : style.lineEnd + outer,
      indentation: indentation
    )
  }

  /// Where the comments end that follow on the same line, and whether the last of them takes the rest of the line.
  private func endOfRemarks(from start: Int) -> (Int, Bool) {
    var end = start
    var index = start
    while index < bytes.count {
      if JSONByte.isBlank(bytes[index]) {
        index += 1
      } else if let comment = JSONComment(in: bytes, at: index, limit: bytes.count) {
        end = comment.range.upperBound
        guard !comment.takesLine else { return (end, true) }
        index = end
      } else {
        break
      }
    }
    return (end, false)
  }
}
