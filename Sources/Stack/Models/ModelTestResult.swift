internal import WireFormats

/// What came of a test.
public struct ModelTestResult: Sendable, Equatable {
  /// The test.
  public let test: ModelTest
  /// What came of it.
  public internal(set) var verdict: Verdict
  /// The answer's status; `nil` where none came.
  public let status: Int?
  /// How long it took, in milliseconds.
  public let milliseconds: Double
  /// What the gateway or the provider said of an error: one line without any key.
  public let message: String?

  /// Whether it speaks against the setup.
  public var isFailure: Bool {
    verdict != .ok && !(verdict == .notThisFormat && !test.isExpected)
  }
}
