/// A number in at most five characters: `999`, `12.3k`, `4.56M`.
public func shortNumber(_ number: Int) -> String {
  let units = ["", "k", "M", "G", "T", "P"]
  var value = Double(number)
  var unit = 0
  // What would be rounded up to four digits belongs to the next unit.
  while value >= 999.5, unit < units.count - 1 {
    value /= 1000
    unit += 1
  }
  return unit == 0 ? "\(number)" : threeDigits(value) + units[unit]
}

/// A length of time in at most six characters: `0.4ms`, `12ms`, `1.25s`, `3m05s`.
///
/// - Parameter milliseconds: the time.
/// - Returns: the text.
public func shortTime(milliseconds: Double) -> String {
  if milliseconds < 9.95 { return "\(rounded(milliseconds, places: 1))ms" }
  if milliseconds < 999.5 { return "\(Int(milliseconds.rounded()))ms" }
  let seconds = milliseconds / 1000
  if seconds < 59.95 { return threeDigits(seconds) + "s" }
  guard let whole = Int(exactly: seconds.rounded()) else { return "\(seconds)s" }
  let rest = whole % 60
  return "\(whole / 60)m\(rest < 10 ? "0" : "")\(rest)s"
}

private func threeDigits(_ value: Double) -> String {
  value < 9.995 ? rounded(value, places: 2) : value < 99.95 ? rounded(value, places: 1) : "\(Int(value.rounded()))"
}

/// A number with so many places after the point; one that is too large for that as Swift writes it.
public func rounded(_ value: Double, places: Int) -> String {
  if value < 0 { return "-" + rounded(-value, places: places) }
  var factor = 1
  for _ in 0..<places { factor *= 10 }
  guard let whole = Int(exactly: (value * Double(factor)).rounded()) else { return "\(value)" }
  let digits = "\(whole % factor)"
  return "\(whole / factor).\(String(repeating: "0", count: places - digits.count))\(digits)"
}
