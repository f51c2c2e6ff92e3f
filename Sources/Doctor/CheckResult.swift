/// A check that is done with.
public struct CheckResult: Sendable, Equatable {
  /// The check's name.
  public let id: String
  /// Where in the chain it stands.
  public let section: Section
  /// What it looks at.
  public let title: String
  /// Whether it is only counted as long as there is nothing to say.
  public let isQuiet: Bool
  /// What came of it.
  public internal(set) var outcome: Outcome
  /// How long it took, in milliseconds.
  public let milliseconds: Double

  /// How it counts.
  public var status: Status { outcome.status }

  /// Something is wrong, or may be.
  public var isTrouble: Bool { status == .failed || status == .warning }
}
