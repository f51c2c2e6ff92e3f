import Testing

@testable import RequestLog

struct WritingPaceTests {
  @Test func fewRowsAreWrittenWithoutRest() {
    #expect(WritingPace(count: 0, restingAtMost: 50_000).restMicroseconds == 0)
    #expect(WritingPace(count: WritingPace.piece, restingAtMost: 50_000).restMicroseconds == 0)
  }

  @Test func theRestsTogetherStayWithinTheirBound() {
    for count in [9, 100, 1_000, 2_000] {
      let rest = WritingPace(count: count, restingAtMost: 50_000).restMicroseconds
      #expect(rest > 0)
      #expect(rest * ((count - 1) / WritingPace.piece) <= 50_000)
    }
  }

  @Test func whereRowsComeFastNobodyRests() {
    #expect(WritingPace(count: 20_000, restingAtMost: 50_000).restMicroseconds == 0)
    #expect(WritingPace.none.restMicroseconds == 0)
  }
}
