import Glibc

/// Points in time as the table has them: UTC, to the millisecond, in the form that SQLite's own functions read, and in
/// which the order of the texts is that of the times.
enum RequestTime {
  /// For instance `2026-11-25 09:26:54.123`.
  static func text(_ microseconds: Int64) -> String {
    let milliseconds = microseconds / 1000
    var seconds = time_t(milliseconds / 1000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    return String(unsafeUninitializedCapacity: 23) { buffer in
      var writer = DigitWriter(buffer: buffer)
      writer.write(Int(parts.tm_year) + 1900, width: 4, before: "-")
      writer.write(Int(parts.tm_mon) + 1, width: 2, before: "-")
      writer.write(Int(parts.tm_mday), width: 2, before: " ")
      writer.write(Int(parts.tm_hour), width: 2, before: ":")
      writer.write(Int(parts.tm_min), width: 2, before: ":")
      writer.write(Int(parts.tm_sec), width: 2, before: ".")
      writer.write(Int(milliseconds % 1000), width: 3, before: nil)
      return writer.count
    }
  }

  /// The present time, in microseconds since 1970.
  static func now() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
  }
}

/// Writes numbers of a fixed width.
private struct DigitWriter {
  let buffer: UnsafeMutableBufferPointer<UInt8>
  var count = 0

  mutating func write(_ number: Int, width: Int, before separator: Unicode.Scalar?) {
    var rest = number
    for place in (0..<width).reversed() {
      buffer[count + place] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
    count += width
    if let separator {
      buffer[count] = UInt8(ascii: separator)
      count += 1
    }
  }
}
