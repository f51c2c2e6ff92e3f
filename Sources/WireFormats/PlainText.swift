extension UnsafeRawBufferPointer {
  /// Where the first byte from `start` on stands that means something within a JSON string: a quote, a backslash, or a
  /// control character, which must not stand there. The count where there is none.
  ///
  /// It looks at sixteen bytes at a time: texts are most of every request and of every answer.
  func endOfPlainText(from start: Int) -> Int {
    let quotes = SIMD16(repeating: UInt8(ascii: "\""))
    let backslashes = SIMD16(repeating: UInt8(ascii: "\\"))
    let spaces = SIMD16<UInt8>(repeating: 0x20)
    var index = start
    while count - index >= 16 {
      let bytes = loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
      let marks = (bytes .== quotes) .| (bytes .== backslashes) .| (bytes .< spaces)
      // A mark is a byte with all bits set. As two words, they are looked at together, and the first is quickly found.
      let words = unsafeBitCast(marks, to: SIMD2<UInt64>.self)
      if words[0] | words[1] != 0 {
        let place =
          words[0] != 0
          ? words[0].littleEndian.trailingZeroBitCount : 64 + words[1].littleEndian.trailingZeroBitCount
        return index + place / 8
      }
      index += 16
    }
    while index < count {
      let byte = self[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return index }
      index += 1
    }
    return count
  }
}
