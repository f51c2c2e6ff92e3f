/// Numbers as bars of one character each, the highest eight eighths high; a blank for zero.
///
/// - Parameters:
///   - values: none below zero.
///   - width: how many characters it may have. More values than that are added up, an equal number to a character.
/// - Returns: the bars.
public func sparkline(_ values: [Int], width: Int) -> String {
  let share = max(1, (values.count + width - 1) / max(1, width))
  let sums = stride(from: 0, to: values.count, by: share).map { start in
    values[start..<min(start + share, values.count)].reduce(0, +)
  }
  guard let highest = sums.max(), highest > 0 else { return "" }
  let bars = Array("▁▂▃▄▅▆▇█")
  // Anything at all is seen: rounded up.
  return String(sums.map { $0 == 0 ? " " : bars[(($0 * bars.count + highest - 1) / highest) - 1] })
}

/// A number as a bar that lies on its side, to an eighth of a character.
///
/// - Parameters:
///   - value: none below zero.
///   - highest: the number whose bar is `width` characters long.
///   - width: how many characters it may have.
/// - Returns: the bar.
public func bar(_ value: Int, of highest: Int, width: Int) -> String {
  guard value > 0, highest > 0 else { return "" }
  let eighths = max(1, value * width * 8 / highest)
  let ends = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  return String(repeating: "█", count: eighths / 8) + ends[eighths % 8]
}
