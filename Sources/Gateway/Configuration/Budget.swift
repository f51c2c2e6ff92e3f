/// What requests may cost within a time.
public struct Budget: Sendable, Equatable {
  /// `max_budget`, in US dollars.
  public var dollars: Double
  /// `budget_duration`, in seconds; `nil` for all time. The times follow one another from 1970 on, so that a day begins at
  /// midnight, UTC.
  public var seconds: Int?

  /// When the present time began, in seconds since 1970.
  ///
  /// - Parameter now: seconds since 1970.
  /// - Returns: its first second.
  func start(at now: Int) -> Int { seconds.map { now - now % $0 } ?? 0 }

  /// How long the present time still lasts.
  ///
  /// - Parameter now: seconds since 1970.
  /// - Returns: the seconds; `nil` where it has no end.
  func remainingSeconds(at now: Int) -> Int? { seconds.map { $0 - now % $0 } }
}
