extension JSONStyle {
  /// The text of a value as it is put into a document of this
  ///
  /// - Parameters:
  ///   - text: a value without comments, indented by two spaces a level.
  ///   - indentation: that of the line the value is to begin on; `nil` if the value is to stay on one line.
  /// - Returns: the text with the document's line ends, indentation and spaces.
  func fitted(_ text: [UInt8], indentation: [UInt8]?) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == JSONByte.quote {
        let end = endOfString(text, from: index)
        result += text[index..<end]
        index = end
      } else if JSONByte.isWhiteSpace(byte) {
        let end = text[index...].firstIndex { !JSONByte.isWhiteSpace($0) } ?? text.count
        let previous = result.last
        let space = text[index..<end]
        if let newline = space.lastIndex(where: JSONByte.isLineEnd) {
          if let indentation {
            result += lineEnd + indentation + units(space.count - (newline + 1 - space.startIndex))
          } else if previous == JSONByte.comma {
            result += gap
          }
        } else if isSpaced, previous != JSONByte.colon {
          result += space
        }
        index = end
      } else if byte == JSONByte.colon {
        while result.last.map(JSONByte.isBlank) ?? false { result.removeLast() }
        result += colon
        index += 1
        while index < text.count, JSONByte.isWhiteSpace(text[index]) { index += 1 }
      } else {
        result.append(byte)
        index += 1
      }
    }
    return result
  }

  /// The document's indentation for what is indented by so many spaces.
  private func units(_ spaces: Int) -> [UInt8] {
    var indentation: [UInt8] = []
    for _ in 0..<spaces / 2 { indentation += unit }
    return spaces.isMultiple(of: 2) ? indentation : indentation + [JSONByte.space]
  }

  private func endOfString(_ text: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while index < text.count, text[index] != JSONByte.quote {
      index += text[index] == JSONByte.backslash ? 2 : 1
    }
    return min(index + 1, text.count)
  }
}
