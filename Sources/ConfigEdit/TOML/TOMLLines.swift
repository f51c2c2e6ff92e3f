/// Lines of a document: where they begin and how they end.
enum TOMLLines {
  /// The mark some editors put before UTF-8.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The line and the column of a byte, both counted from 1.
  static func position(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let before = bytes[..<offset]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return (before.count { $0 == UInt8(ascii: "\n") } + 1, offset - start + 1)
  }

  /// How most lines of a document end: `\n`, unless more end with `\r\n`.
  static func end(in bytes: [UInt8]) -> String {
    var all = 0
    var withReturn = 0
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        all += 1
        if previous == UInt8(ascii: "\r") { withReturn += 1 }
      }
      previous = byte
    }
    return withReturn * 2 > all ? "\r\n" : "\n"
  }

  /// Whether there is nothing but white space between two places.
  static func isBlank(_ span: Range<Int>, in bytes: [UInt8]) -> Bool {
    bytes[span].allSatisfy(isSpace)
  }

  /// Whether a byte is white space.
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
