import Testing

@testable import Gateway

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
