/// Counts requests or tokens minute by minute. A minute begins with the first that is counted after the one before has
/// ended.
///
/// Times are nanoseconds of any clock that does not go back.
struct MinuteCount {
  private static let minute: Int64 = 60_000_000_000

  private var start: Int64?
  private var count = 0

  /// How long nothing may follow, where as much as allowed has been counted.
  ///
  /// - Parameters:
  ///   - limit: how much there may be within a minute.
  ///   - now: the present time.
  /// - Returns: the seconds until the minute is over; `nil` where more may follow.
  func waitSeconds(limit: Int, now: Int64) -> Int? {
    guard let start, now - start < Self.minute else { return limit > 0 ? nil : 60 }
    guard count >= limit else { return nil }
    return Int((start + Self.minute - now + 999_999_999) / 1_000_000_000)
  }

  /// Counts.
  mutating func add(_ amount: Int, now: Int64) {
    if let start, now - start < Self.minute {
      count += amount
    } else {
      start = now
      count = amount
    }
  }

  /// Counts one, where it may follow.
  ///
  /// - Returns: `nil` if it may, else the seconds until one may.
  mutating func take(limit: Int, now: Int64) -> Int? {
    if let seconds = waitSeconds(limit: limit, now: now) { return seconds }
    add(1, now: now)
    return nil
  }
}
