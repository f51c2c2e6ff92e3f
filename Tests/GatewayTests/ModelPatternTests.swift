import Testing

@testable import Gateway

@Suite struct ModelPatternTests {
  @Test(arguments: [
    ("claude-*", "claude-opus", "opus"), ("*", "any/thing", "any/thing"), ("openai/*", "openai/", ""),
    ("a-*-z", "a-middle-z", "middle"),
  ])
  func matches(_ pattern: String, _ name: String, _ matched: String) throws {
    #expect(try #require(ModelPattern(pattern)).match(name).map(String.init) == matched)
  }

  @Test(arguments: [("claude-*", "gpt"), ("a-*-z", "a-z"), ("ab*bc", "abc")])
  func matchesNot(_ pattern: String, _ name: String) throws {
    #expect(try #require(ModelPattern(pattern)).match(name) == nil)
  }

  @Test func aNameWithoutAStarIsNoPattern() {
    #expect(ModelPattern("claude") == nil)
  }

  @Test func theStarOfTheUpstreamNameIsFilled() {
    #expect(ModelPattern.fill("anthropic/claude-*", with: "opus") == "anthropic/claude-opus")
    #expect(ModelPattern.fill("fixed", with: "opus") == "fixed")
  }
}
