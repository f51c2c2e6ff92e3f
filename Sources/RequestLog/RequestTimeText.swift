import Glibc

/// Writes the times of rows that follow one another: most of them are of the same second, whose text stays.
struct RequestTimeText {
  private var second = Int64.min
  private var text = InlineArray<23, UInt8>(repeating: UInt8(ascii: "0"))

  /// A time in the form of ``RequestTime``.
  mutating func bytes(_ microseconds: Int64) -> InlineArray<23, UInt8> {
    let milliseconds = microseconds / 1000
    if milliseconds / 1000 != second {
      second = milliseconds / 1000
      writeSecond()
    }
    write(Int(milliseconds % 1000), at: 20, width: 3)
    return text
  }

  private mutating func writeSecond() {
    var seconds = time_t(second)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    write(Int(parts.tm_year) + 1900, at: 0, width: 4)
    write(Int(parts.tm_mon) + 1, at: 5, width: 2)
    write(Int(parts.tm_mday), at: 8, width: 2)
    write(Int(parts.tm_hour), at: 11, width: 2)
    write(Int(parts.tm_min), at: 14, width: 2)
    write(Int(parts.tm_sec), at: 17, width: 2)
    (text[4], text[7], text[10]) = (UInt8(ascii: "-"), UInt8(ascii: "-"), UInt8(ascii: " "))
    (text[13], text[16], text[19]) = (UInt8(ascii: ":"), UInt8(ascii: ":"), UInt8(ascii: "."))
  }

  private mutating func write(_ number: Int, at start: Int, width: Int) {
    var rest = number
    for place in (start..<start + width).reversed() {
      text[place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
  }
}
