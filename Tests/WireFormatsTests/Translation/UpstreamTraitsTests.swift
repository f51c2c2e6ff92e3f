import Testing

@testable import WireFormats

@Suite struct UpstreamTraitsTests {
  private static let thinking: [(String, UpstreamTraits.ThinkingStyle)] = [
    ("claude-3-5-sonnet-20241022", .none), ("claude-3-opus-20240229", .none), ("claude-3-7-sonnet-latest", .budget),
    ("claude-sonnet-4-20250514", .budget), ("claude-opus-4-1", .budget), ("claude-sonnet-4-5-20250929", .budget),
    ("claude-haiku-4-5", .budget), ("claude-opus-4-6", .adaptive), ("claude-sonnet-5-5", .adaptive),
    ("anthropic/claude-opus-4-7", .adaptive), ("eu.anthropic.claude-sonnet-4-5-v1:0", .budget), ("glm-4.6", .budget),
  ]

  @Test(arguments: thinking)
  func howItThinks(_ model: String, _ style: UpstreamTraits.ThinkingStyle) {
    #expect(UpstreamTraits(model: model).thinking == style)
  }

  private static let openAI: [(String, Bool, Bool, UpstreamTraits.Effort)] = [
    ("gpt-4o", true, false, .max), ("gpt-5", true, true, .high), ("gpt-5-mini", true, true, .high),
    ("gpt-5.1", true, true, .high), ("gpt-5.5", true, true, .xhigh), ("openai/gpt-6-sol", true, true, .max),
    ("o3-mini", true, true, .high), ("chatgpt-4o-latest", true, false, .max), ("gpt-oss-120b", false, true, .high),
    ("qwen3-coder", false, false, .max), ("claude-opus-5-5", false, false, .max), ("GPT-4.1", true, false, .max),
  ]

  @Test(arguments: openAI)
  func whoseItIs(_ model: String, _ isOpenAI: Bool, _ takesEffort: Bool, _ highest: UpstreamTraits.Effort) {
    let traits = UpstreamTraits(model: model)
    #expect(traits.isOpenAI == isOpenAI)
    #expect(traits.takesInstructionsAnywhere == isOpenAI)
    #expect(traits.takesReasoningEffort == takesEffort)
    #expect(traits.highestEffort == highest)
  }

  private static let sampling: [(String, UpstreamTraits.Sampling)] = [
    ("claude-sonnet-4-5", .always), ("claude-opus-4-6", .always), ("claude-opus-4-7", .never),
    ("claude-sonnet-5-5", .never), ("claude-fable-5", .never), ("qwen3-coder", .always), ("gpt-4.1", .always),
    ("gpt-oss-120b", .always), ("gpt-5", .never), ("gpt-5-mini", .never), ("gpt-5-chat-latest", .always),
    ("o3-mini", .never), ("gpt-5.1", .unlessThinking(byDefault: false)), ("gpt-5.2-codex", .never),
    ("gpt-5.4-mini", .unlessThinking(byDefault: false)), ("gpt-5.5", .unlessThinking(byDefault: true)),
    ("gpt-5.5-pro", .never), ("gpt-6-sol", .unlessThinking(byDefault: true)),
  ]

  @Test(arguments: sampling)
  func whenItTakesATemperature(_ model: String, _ sampling: UpstreamTraits.Sampling) {
    #expect(UpstreamTraits(model: model).sampling == sampling)
  }

  @Test func thinkingDecidesOnATemperature() {
    #expect(UpstreamTraits(model: "gpt-5.1").takesSampling(effort: nil))
    #expect(!UpstreamTraits(model: "gpt-5.1").takesSampling(effort: "low"))
    #expect(!UpstreamTraits(model: "gpt-5.5").takesSampling(effort: nil))
    #expect(UpstreamTraits(model: "gpt-5.5").takesSampling(effort: "none"))
    #expect(!UpstreamTraits(model: "o3").takesSampling(effort: "none"))
  }

  @Test func effortIsLoweredToWhatIsKnown() {
    #expect(UpstreamTraits(model: "gpt-5").effort("max") == "high")
    #expect(UpstreamTraits(model: "gpt-5").effort("low") == "low")
    #expect(UpstreamTraits(model: "gpt-5.5").effort("max") == "xhigh")
    #expect(UpstreamTraits(model: "gpt-5.5").effort("huge") == nil)
  }

  @Test func itsUsualLimit() {
    #expect(UpstreamTraits(model: "claude-3-haiku-20240307").defaultOutputTokens == 4096)
    #expect(UpstreamTraits(model: "claude-3-5-haiku-latest").defaultOutputTokens == 8192)
    #expect(UpstreamTraits(model: "claude-opus-5-5").defaultOutputTokens == 32000)
  }
}
