/// Counts requests minute by minute. A minute begins with the first request after the one before has ended.
///
/// Times are nanoseconds of any clock that does not go back.
struct RequestRate {
  private static let minute: Int64 = 60_000_000_000

  private var start: Int64?
  private var count = 0

  /// Takes a request.
  ///
  /// - Parameters:
  ///   - limit: how many there may be within a minute.
  ///   - now: the present time.
  /// - Returns: `nil` if it may go on, else the seconds until one may.
  mutating func take(limit: Int, now: Int64) -> Int? {
    guard let start, now - start < Self.minute else {
      start = now
      count = 1
      return limit > 0 ? nil : 60
    }
    guard count >= limit else {
      count += 1
      return nil
    }
    return Int((start + Self.minute - now + 999_999_999) / 1_000_000_000)
  }
}
