import Testing

@testable import Gateway

@Suite struct MinuteCountTests {
  private static let second: Int64 = 1_000_000_000

  @Test func aMinuteHoldsSoManyAndNoMore() {
    var count = MinuteCount()
    #expect(count.take(limit: 2, now: 0) == nil)
    #expect(count.take(limit: 2, now: 10 * Self.second) == nil)
    #expect(count.take(limit: 2, now: 20 * Self.second) == 40)
    #expect(count.take(limit: 2, now: 60 * Self.second - 1) == 1)
    #expect(count.take(limit: 2, now: 60 * Self.second) == nil)
    #expect(count.take(limit: 2, now: 61 * Self.second) == nil)
    #expect(count.take(limit: 2, now: 62 * Self.second) == 58)
    #expect(count.take(limit: 0, now: 200 * Self.second) == 60)
  }

  @Test func whatIsKnownAfterwardsCountsTowardsTheNext() {
    var count = MinuteCount()
    #expect(count.waitSeconds(limit: 100, now: 0) == nil)
    count.add(99, now: 0)
    #expect(count.waitSeconds(limit: 100, now: Self.second) == nil)
    count.add(500, now: 2 * Self.second)
    #expect(count.waitSeconds(limit: 100, now: 30 * Self.second) == 30)
    #expect(count.waitSeconds(limit: 100, now: 60 * Self.second) == nil)
  }
}

@Suite struct BudgetTests {
  @Test func timesFollowOneAnotherFromMidnight() {
    let day = Budget(dollars: 1, seconds: 86400)
    #expect(day.start(at: 86400 * 3 + 5) == 86400 * 3)
    #expect(day.remainingSeconds(at: 86400 * 3 + 5) == 86395)
    let forever = Budget(dollars: 1, seconds: nil)
    #expect(forever.start(at: 1_700_000_000) == 0)
    #expect(forever.remainingSeconds(at: 1_700_000_000) == nil)
  }

  @Test func aNewTimeBeginsWithNothingSpent() {
    var spending = Spending()
    spending.add(0.5)
    // What was spent before this process began is asked for once.
    #expect(spending.dollars(since: 100) { $0 == 100 ? 2 : -1 } == 2.5)
    spending.add(1)
    #expect(spending.dollars(since: 100) { _ in 99 } == 3.5)
    #expect(spending.dollars(since: 200) { _ in 99 } == 0)
  }
}
