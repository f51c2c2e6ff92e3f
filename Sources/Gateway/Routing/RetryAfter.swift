import Glibc

/// The value of a `Retry-After` field (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// How many seconds to wait from now.
  ///
  /// - Parameters:
  ///   - value: a number of seconds, or a date such as `Sun, 06 Nov 1994 08:49:37 GMT`.
  ///   - now: seconds since 1970.
  /// - Returns: the seconds, zero for a date that has passed, or `nil` for anything else.
  static func seconds(_ value: String, now: Int) -> Int? {
    if let number = Int(value) { return number >= 0 ? number : nil }
    // The other two forms of a date are obsolete; nobody sends them.
    let words = value.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let month = months.firstIndex(of: words[2]),
      let year = Int(words[3]), (1970...9999).contains(year)
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int32($0) }
    guard clock.count == 3, (1...31).contains(day), clock.allSatisfy({ (0..<100).contains($0) }) else { return nil }
    var parts = tm()
    parts.tm_year = Int32(year - 1900)
    parts.tm_mon = Int32(month)
    parts.tm_mday = Int32(day)
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (clock[0], clock[1], clock[2])
    return max(0, timegm(&parts) - now)
  }

  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
