import Synchronization

/// What a client has asked for so far. Shared by all event loops, and kept when the configuration is read anew.
final class ClientCounters: Sendable {
  let inFlight = Atomic(0)
  let minute = Mutex(MinuteUsage())
  let spending = Mutex(Spending())
}

/// What a client's requests have cost within the present time of its budget.
struct Spending {
  /// When that time began, in seconds since 1970; `nil` before the first look.
  private(set) var start: Int?
  private var dollars = 0.0

  /// What has been spent within the present time.
  ///
  /// - Parameters:
  ///   - start: when the present time began.
  ///   - earlier: finds what was spent since then, before this process knew of it.
  /// - Returns: US dollars.
  mutating func dollars(since start: Int, earlier: (Int) -> Double) -> Double {
    if self.start == nil {
      dollars += earlier(start)
    } else if self.start != start {
      dollars = 0
    }
    self.start = start
    return dollars
  }

  mutating func add(_ amount: Double) { dollars += amount }
}
