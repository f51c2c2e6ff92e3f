/// How a check counts.
public enum Status: String, Sendable, CaseIterable, Encodable {
  /// All is well.
  case passed = "ok"
  /// All is well, and something is worth knowing.
  case note
  /// It works, but probably not as meant.
  case warning
  /// Something is wrong.
  case failed = "fail"
  /// It was not looked at.
  case skipped

  /// Whether what depends on the check can be looked at.
  var allowsDependents: Bool { self != .failed && self != .skipped }
}
