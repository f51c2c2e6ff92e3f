import NIOCore

extension ByteBuffer {
  /// Writes a number that is not negative, without making a text of it.
  ///
  /// - Parameters:
  ///   - number: the number.
  ///   - radix: 10, or 16 with lower case letters.
  ///   - width: how many digits there are at least; zeros come before the number.
  mutating func writeDigits(_ number: Int, radix: Int = 10, width: Int = 1) {
    writeWithUnsafeMutableBytes(minimumWritableBytes: 20) { bytes in
      var count = 1
      var rest = number / radix
      while rest > 0 || count < width {
        count += 1
        rest /= radix
      }
      rest = number
      for place in (0..<count).reversed() {
        let digit = UInt8(truncatingIfNeeded: rest % radix)
        bytes[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        rest /= radix
      }
      return count
    }
  }
}
