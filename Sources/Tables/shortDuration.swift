/// A length of time in its two largest units: `7 s`, `3 min`, `2 h 5 min`, `1 d 4 h`.
///
/// - Parameter seconds: the time.
/// - Returns: the text.
public func shortDuration(seconds: Int) -> String {
  let units = [("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
  let first = units.firstIndex { seconds >= $0.1 } ?? units.count - 1
  let whole = "\(seconds / units[first].1) \(units[first].0)"
  guard first + 1 < units.count, units[first].1 > 60 else { return whole }
  let rest = seconds % units[first].1 / units[first + 1].1
  return rest == 0 ? whole : "\(whole) \(rest) \(units[first + 1].0)"
}
