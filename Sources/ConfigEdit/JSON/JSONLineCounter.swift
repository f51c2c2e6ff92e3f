/// Finds the lines of offsets that are asked for in rising order, in one pass over the text.
struct JSONLineCounter {
  private let bytes: [UInt8]
  private var position: Int
  private var line = 1
  private(set) var lineStart: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = JSONByte.contentStart(of: bytes)
    lineStart = position
  }

  mutating func line(at offset: Int) -> Int {
    while position < offset {
      let isPair =
        bytes[position] == JSONByte.carriageReturn && position + 1 < bytes.count
        && bytes[position + 1] == JSONByte.newline
      if JSONByte.isLineEnd(bytes[position]), !isPair {
        line += 1
        lineStart = position + 1
      }
      position += 1
    }
    return line
  }

  /// Where an offset is for somebody who looks at the text in an editor: line and column, both counted from 1, the
  /// column in bytes.
  static func lineAndColumn(_ bytes: [UInt8], at offset: Int) -> (line: Int, column: Int) {
    var counter = JSONLineCounter(bytes)
    let line = counter.line(at: offset)
    return (line, offset - counter.lineStart + 1)
  }
}
