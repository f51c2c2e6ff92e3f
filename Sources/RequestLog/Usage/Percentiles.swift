/// The time within which half of the answers came, and nearly all; exact.
public struct Percentiles: Sendable, Equatable, Encodable {
  /// The smallest value that half of them do not exceed.
  public let p50: Double
  /// The smallest value that 95 of a hundred do not exceed.
  public let p95: Double

  /// Finds them.
  ///
  /// - Parameter values: in any order; `nil` comes of none.
  init?(_ values: [Double]) {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    p50 = sorted[(sorted.count * 50 + 99) / 100 - 1]
    p95 = sorted[(sorted.count * 95 + 99) / 100 - 1]
  }
}
