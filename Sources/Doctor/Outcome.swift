internal import Diagnostics

/// What came of a check.
public enum Outcome: Sendable, Equatable {
  /// All is well; the text is what there is, such as a version.
  case passed(String)
  /// What was found, at least one thing. The worst of them is the check's status.
  case found([Finding])
  /// It could not be looked at, or there is nothing to look at, and why.
  case skipped(String)

  /// Something is wrong.
  public static func failed(
    _ message: String,
    _ remedy: Remedy? = nil,
    file: String? = nil,
    line: Int? = nil
  ) -> Outcome {
    .found([Finding(.error, message, remedy, file: file, line: line)])
  }

  /// It works, but probably not as meant.
  public static func warning(
    _ message: String,
    _ remedy: Remedy? = nil,
    file: String? = nil,
    line: Int? = nil
  ) -> Outcome {
    .found([Finding(.warning, message, remedy, file: file, line: line)])
  }

  /// All is well, and something is worth knowing.
  public static func note(
    _ message: String,
    _ remedy: Remedy? = nil,
    file: String? = nil,
    line: Int? = nil
  ) -> Outcome {
    .found([Finding(.note, message, remedy, file: file, line: line)])
  }

  /// The findings, or `passed` with a text if there are none.
  public static func findings(_ findings: [Finding], else detail: String) -> Outcome {
    findings.isEmpty ? .passed(detail) : .found(findings)
  }

  /// How it counts.
  public var status: Status {
    switch self {
    case .passed: .passed
    case .skipped: .skipped
    case .found(let findings):
      switch findings.map(\.severity).max() {
      case .error?: .failed
      case .warning?: .warning
      case .note?: .note
      case nil: .passed
      }
    }
  }
}
