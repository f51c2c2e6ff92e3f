import Glibc

/// The time of day as log lines show it: ISO 8601, UTC, milliseconds.
struct LogClock {
  private var second = time_t(-1)
  private var prefix: [UInt8] = []

  /// Appends the present time. The part up to the second is formatted once a second.
  mutating func write(to line: inout [UInt8]) {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    if now.tv_sec != second {
      second = now.tv_sec
      prefix = Self.format(now.tv_sec)
    }
    line.append(contentsOf: prefix)
    line.appendDigits(now.tv_nsec / 1_000_000, width: 3)
    line.append(UInt8(ascii: "Z"))
  }

  /// A time up to the point before its milliseconds.
  private static func format(_ seconds: time_t) -> [UInt8] {
    var seconds = seconds
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text: [UInt8] = []
    text.appendDigits(Int(parts.tm_year) + 1900)
    for (separator, number) in [
      ("-", parts.tm_mon + 1), ("-", parts.tm_mday), ("T", parts.tm_hour), (":", parts.tm_min), (":", parts.tm_sec),
    ] {
      text.append(contentsOf: separator.utf8)
      text.appendDigits(Int(number), width: 2)
    }
    text.append(UInt8(ascii: "."))
    return text
  }
}
