/// A version of a program, as far as the order of versions goes.
struct Version: Equatable, Comparable, CustomStringConvertible {
  private let parts: [Int]
  /// The version as it was written.
  let description: String

  /// Reads `2.1.330` or `0.164.0-alpha.1`; `nil` if it does not begin with three numbers.
  init?(_ text: some StringProtocol) {
    let numbers = text.split(separator: "-", maxSplits: 1).first ?? ""
    let parts = numbers.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let major = parts[0], let minor = parts[1], let patch = parts[2] else { return nil }
    self.parts = [major, minor, patch]
    description = String(text)
  }

  static func < (left: Version, right: Version) -> Bool { left.parts.lexicographicallyPrecedes(right.parts) }

  static func == (left: Version, right: Version) -> Bool { left.parts == right.parts }
}
