extension RequestRecord {
  /// Reads a time of UTC such as `2026-11-25T09:26:54.123Z`.
  ///
  /// - Parameter text: with or without fractions of a second, and with whatever stands behind them.
  /// - Returns: microseconds since 1970, or `nil` if it is no time.
  public static func microseconds(_ text: String) -> Int64? {
    guard let seconds = RequestTime.seconds(text.replacing("T", with: " ")) else { return nil }
    var fraction: Int64 = 0
    let rest = text.dropFirst(19)
    if rest.first == "." {
      let digits = rest.dropFirst().prefix { $0.isASCII && $0.isWholeNumber }.prefix(6)
      fraction = Int64(digits + String(repeating: "0", count: 6 - digits.count)) ?? 0
    }
    return Int64(seconds) * 1_000_000 + fraction
  }
}
