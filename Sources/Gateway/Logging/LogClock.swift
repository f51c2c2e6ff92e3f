import Glibc

/// The time of day as log lines show it: ISO 8601, UTC, milliseconds.
struct LogClock {
  private var second = time_t(-1)
  private var prefix = ""

  /// The present time. The part up to the second is formatted once a second.
  mutating func now() -> String {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    if now.tv_sec != second {
      second = now.tv_sec
      prefix = Self.format(now.tv_sec)
    }
    let milliseconds = now.tv_nsec / 1_000_000
    return "\(prefix).\(Self.padded(milliseconds, 3))Z"
  }

  private static func format(_ seconds: time_t) -> String {
    var seconds = seconds
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let date = "\(parts.tm_year + 1900)-\(padded(Int(parts.tm_mon) + 1, 2))-\(padded(Int(parts.tm_mday), 2))"
    let time = "\(padded(Int(parts.tm_hour), 2)):\(padded(Int(parts.tm_min), 2)):\(padded(Int(parts.tm_sec), 2))"
    return "\(date)T\(time)"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
