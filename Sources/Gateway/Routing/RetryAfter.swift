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
    return HTTPDate.seconds(value).map { max(0, $0 - now) }
  }
}
