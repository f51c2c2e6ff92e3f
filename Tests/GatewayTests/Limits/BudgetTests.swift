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
    let day = Budget(dollars: 1, seconds: 100)
    // What was spent before it was counted here is asked for once.
    spending.begin(day, at: 150) { $0 == 100 ? 2 : -1 }
    spending.begin(day, at: 160) { _ in 99 }
    spending.add(1)
    #expect(spending.dollars(of: day, at: 199) == 3)
    #expect(spending.dollars(of: day, at: 200) == 0)
    spending.add(0.5)
    // Another length is another time, of which the log knows more.
    let week = Budget(dollars: 1, seconds: 1000)
    spending.begin(week, at: 201) { $0 == 0 ? 7 : -1 }
    #expect(spending.dollars(of: week, at: 999) == 7)
    let forever = Budget(dollars: 1, seconds: nil)
    spending.begin(forever, at: 1000) { _ in 8 }
    #expect(spending.dollars(of: forever, at: 1_000_000) == 8)
  }
}
