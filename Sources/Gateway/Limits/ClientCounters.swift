import Synchronization

/// What a client has asked for so far. Shared by all event loops, and kept when the configuration is read anew.
final class ClientCounters: Sendable {
  let inFlight = Atomic(0)
  let minute = Mutex(MinuteUsage())
  let spending = Mutex(Spending())
}

/// What a client's requests have cost within the present time of its budget.
struct Spending {
  /// How long the budget's times are, in seconds; `nil` inside for one without an end, outside before there is a budget.
  private var duration: Int??
  /// When the present one began, in seconds since 1970.
  private var start = 0
  private var dollars = 0.0

  /// A budget begins to count, or goes on with its times as long as before.
  ///
  /// - Parameters:
  ///   - budget: the budget.
  ///   - now: seconds since 1970.
  ///   - earlier: finds what was spent since a time, before it was counted here.
  mutating func begin(_ budget: Budget, at now: Int, earlier: (Int) -> Double) {
    guard duration != .some(budget.seconds) else { return }
    duration = .some(budget.seconds)
    start = budget.start(at: now)
    dollars = earlier(start)
  }

  /// What has been spent within the present time.
  ///
  /// - Parameters:
  ///   - budget: the budget.
  ///   - now: seconds since 1970.
  /// - Returns: US dollars.
  mutating func dollars(of budget: Budget, at now: Int) -> Double {
    if budget.start(at: now) != start {
      start = budget.start(at: now)
      dollars = 0
    }
    return dollars
  }

  mutating func add(_ amount: Double) { dollars += amount }
}
