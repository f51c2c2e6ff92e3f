import Testing
import WireFormats

@testable import Gateway

@Suite struct FallbackChainTests {
  private func walk(_ table: FallbackTable, from model: String, reason: RefusalReason? = nil) -> [String] {
    var chain = FallbackChain()
    var names: [String] = []
    var current = model
    while let next = chain.next(after: [current], reason: reason, in: table) {
      names.append(next)
      current = next
    }
    return names
  }

  @Test func aFallbacksOwnFallbacksComeBeforeItsSiblings() {
    var table = FallbackTable()
    table.byModel = ["a": ["b", "c"], "b": ["d"], "d": ["a", "c"]]
    #expect(walk(table, from: "a") == ["b", "d", "c"])
  }

  @Test func aCircleEnds() {
    var table = FallbackTable()
    table.byModel = ["a": ["b"], "b": ["a"]]
    #expect(walk(table, from: "a") == ["b"])
  }

  @Test(arguments: [0, 1, 5])
  func theDepthIsBounded(_ depth: Int) {
    var table = FallbackTable()
    for number in 0..<20 { table.byModel["m\(number)"] = ["m\(number + 1)"] }
    table.maximumDepth = depth
    #expect(walk(table, from: "m0").count == depth)
  }

  @Test func theDepthBoundsNoList() {
    var table = FallbackTable()
    table.byModel = ["a": (0..<9).map { "m\($0)" }]
    table.maximumDepth = 1
    #expect(walk(table, from: "a").count == 9)
  }

  @Test func theDefaultIsForModelsWithoutTheirOwn() {
    var table = FallbackTable()
    table.byModel = ["a": ["b"], "anthropic/claude-x": ["c"]]
    table.byDefault = ["z"]
    #expect(table.targets(for: ["claude-x"], reason: nil) == ["c"])
    #expect(table.targets(for: ["claude-y"], reason: nil) == ["z"])
    #expect(walk(table, from: "a") == ["b", "z"])
    #expect(table.targets(for: ["x"], reason: nil) == ["z"])
    #expect(table.targets(for: ["alias", "a"], reason: nil) == ["b"])
    #expect(table.targets(for: ["openai/a"], reason: nil) == ["b"])
    #expect(table.targets(for: ["strange/a"], reason: nil) == ["z"])
  }

  @Test func tooLongRequestsHaveAStarToo() {
    var table = FallbackTable()
    table.byReason[.contextOverflow] = ["*": ["large"], "a": ["b"]]
    #expect(table.targets(for: ["a"], reason: .contextOverflow) == ["b"])
    #expect(table.targets(for: ["x"], reason: .contextOverflow) == ["large"])
    #expect(table.targets(for: ["x"], reason: nil).isEmpty)
  }
}
