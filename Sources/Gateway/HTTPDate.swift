#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A date as HTTP writes it (RFC 9110, section 5.6.7).
public enum HTTPDate {
  /// Reads a date.
  ///
  /// - Parameter value: such as `Sun, 06 Nov 1994 08:49:37 GMT`. The other two forms are obsolete; nobody sends them.
  /// - Returns: the seconds since 1970; `nil` for anything else.
  public static func seconds(_ value: String) -> Int? {
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
    return timegm(&parts)
  }

  private static let months: [Substring] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
