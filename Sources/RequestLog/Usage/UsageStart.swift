/// The time from which on requests count.
public struct UsageStart: Sendable, Equatable {
  /// The time as the table has it, or the beginning of it; empty for the whole log.
  public let text: String

  /// Reads what a user types: `7d`, `24h`, `30m` for so long ago, `2026-11-01` or `2026-11-01 14:30` by UTC, or `all`.
  /// `nil` comes of everything else.
  ///
  /// - Parameters:
  ///   - typed: the text.
  ///   - now: the present time, in microseconds since 1970; `nil` for the clock's.
  public init?(_ typed: String, now: Int64? = nil) {
    if typed == "all" {
      text = ""
      return
    }
    let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400]
    if let last = typed.last, let unit = units[last], let count = Int64(typed.dropLast()), (0...99_999).contains(count)
    {
      text = RequestTime.text(max(0, (now ?? RequestTime.now()) - count * unit * 1_000_000))
      return
    }
    let time = typed.replacing("T", with: " ")
    let form = "0000-00-00 00:00:00"
    guard [10, 16, 19].contains(time.utf8.count), RequestTime.seconds(String(time.prefix(10))) != nil,
      zip(time, form).allSatisfy({ ($1 == "0") ? $0.isASCII && $0.isWholeNumber : $0 == $1 })
    else { return nil }
    text = time
  }
}
