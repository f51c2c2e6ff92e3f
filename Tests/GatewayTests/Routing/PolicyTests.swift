import SeededRandom
import Testing

@testable import Gateway

@Suite struct RetryPolicyTests {
  @Test func theDelayDoublesUpToABound() {
    let policy = RetryPolicy()
    let delays = (0..<8).map { policy.delaySeconds(afterRetries: $0, requested: nil, jitter: 0) }
    #expect(delays == [0.5, 1, 2, 4, 8, 8, 8, 8])
    #expect(policy.delaySeconds(afterRetries: 0, requested: nil, jitter: 1) == 1.25)
    #expect(policy.delaySeconds(afterRetries: .max, requested: nil, jitter: 0) == 8)
  }

  @Test func itIsNeverShorterThanWasAskedFor() {
    var policy = RetryPolicy()
    policy.minimumDelaySeconds = 3
    #expect(policy.delaySeconds(afterRetries: 0, requested: nil, jitter: 0) == 3)
    #expect(policy.delaySeconds(afterRetries: 0, requested: 0, jitter: 0) == 3)
    #expect(policy.delaySeconds(afterRetries: 0, requested: 1, jitter: 0) == 1)
    #expect(policy.delaySeconds(afterRetries: 0, requested: 60, jitter: 0) == 60)
    #expect(policy.delaySeconds(afterRetries: 0, requested: 61, jitter: 0) == nil)
  }
}

@Suite struct RetryAfterTests {
  @Test(arguments: [
    ("0", 0), ("17", 17), ("Sun, 06 Nov 1994 08:49:37 GMT", 7), ("Sun, 06 Nov 1994 08:49:00 GMT", 0),
    ("Sat, 06 Nov 1993 08:49:37 GMT", 0), ("-1", nil), ("", nil), ("soon", nil), ("1.5", nil),
    ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("Sun, 06 Brumaire 1994 08:49:37 GMT", nil),
    ("Sun, 06 Nov 1994 08:49 GMT", nil), ("Sun, 06 Nov 99999999 08:49:37 GMT", nil),
    ("99999999999999999999999999", nil),
  ])
  func bothFormsAreRead(_ value: String, _ expected: Int?) {
    #expect(RetryAfter.seconds(value, now: 784_111_770) == expected)
  }
}

@Suite struct LatencyWindowTests {
  @Test func theLatestSamplesCountForAsLongAsTheyAreFresh() {
    var window = LatencyWindow()
    #expect(window.mean(at: 0, lifetimeSeconds: 10) == 0)
    for number in 1...5 { window.add(Double(number), at: Int64(number) * 1_000_000_000, keeping: 3) }
    #expect(window.mean(at: 5_000_000_000, lifetimeSeconds: 10) == 4)
    #expect(window.mean(at: 14_500_000_000, lifetimeSeconds: 10) == 5)
    #expect(window.mean(at: 99_000_000_000, lifetimeSeconds: 10) == 0)
  }
}

@Suite struct DeploymentSetTests {
  @Test(arguments: [0, 63, 64, 1000])
  func itHoldsWhatWasPutIn(_ index: Int) {
    var set = DeploymentSet()
    #expect(set.isEmpty)
    set.insert(index)
    #expect(set.contains(index))
    #expect(!set.contains(index + 1))
    #expect(!set.isEmpty)
  }
}
