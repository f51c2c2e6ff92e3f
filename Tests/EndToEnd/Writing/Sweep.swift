import Foundation

/// How much is tried.
enum Sweep {
  /// Whether every single call is disturbed, in every way; that takes long.
  static let isFull = ProcessInfo.processInfo.environment["AGENTPROXY_FULL_SWEEP"] == "1"

  /// Most tried of one name otherwise.
  static let limit = 4

  /// The calls to try: in a short sweep the first, the last, and some evenly in between.
  static func chosen(_ calls: [TracedCall]) -> [TracedCall] {
    guard !isFull, calls.count > limit else { return calls }
    return (0..<limit).map { calls[$0 * (calls.count - 1) / (limit - 1)] }
  }

  /// Says what was tried, for the record.
  static func report(_ text: String) {
    if isFull { FileHandle.standardError.write(Data("sweep: \(text)\n".utf8)) }
  }
}
