/// What a model on the other side takes beyond its wire format's core.
///
/// The defaults come from the model's name. Whoever runs the gateway may know better, so each can be set.
public struct UpstreamTraits: Sendable, Equatable {
  /// The most tokens that the model can answer with, where that is known; a larger wish is lowered to it.
  public var maximumOutputTokens: Int?
  /// What `max_tokens` says to a Messages provider, which demands it, when the client named no limit.
  public var defaultOutputTokens: Int
  /// Whether it is one of OpenAI's own models: parameters that the imitators of Chat Completions refuse or ignore are
  /// sent to no other.
  public var isOpenAI: Bool
  /// Whether it takes `reasoning_effort` (Chat Completions) or `reasoning.effort` (Responses).
  public var takesReasoningEffort: Bool
  /// The greatest effort that it knows.
  public var highestEffort: Effort
  /// Whether it takes instructions in the middle of a conversation; where it does not, they become a user's turn.
  public var takesInstructionsAnywhere: Bool
  /// How it is told to think (Messages).
  public var thinking: ThinkingStyle
  /// When it takes `temperature` and `top_p`.
  public var sampling: Sampling
  /// Whether it can be told that it must call a tool (Messages); where it cannot, it is left to choose.
  public var takesForcedCalls: Bool
  /// In which formats it can be asked to search the web itself.
  public var webSearch: Set<WireFormat>

  /// Efforts, from least to greatest.
  public enum Effort: String, Sendable, CaseIterable {
    /// No thinking at all.
    case none
    /// As little as possible.
    case minimal
    /// Little.
    case low
    /// Some.
    case medium
    /// Much.
    case high
    /// More.
    case xhigh
    /// All there is.
    case max
  }

  /// How a Messages model is told to think.
  public enum ThinkingStyle: Sendable {
    /// It cannot think.
    case none
    /// `thinking: {type: enabled, budget_tokens}`.
    case budget
    /// `thinking: {type: adaptive}` and `output_config.effort`.
    case adaptive
  }

  /// When a model takes `temperature` and `top_p`; where it does not, it refuses the request.
  public enum Sampling: Sendable, Equatable {
    /// Whatever else is asked for.
    case always
    /// When it does not think, which is said by the effort `none`, and is so without a word if not `byDefault`.
    case unlessThinking(byDefault: Bool)
    /// Not at all.
    case never
  }

  /// What the name of a model tells of it.
  ///
  /// - Parameter model: the name that the provider knows, with or without a prefix such as `openai/`.
  public init(model: String) {
    let name = Self.baseName(model)
    let family = OpenAIFamily(name)
    isOpenAI = family != .other
    takesReasoningEffort = family == .reasoning || name.hasPrefix("gpt-oss")
    highestEffort = Self.highestEffort(name)
    takesInstructionsAnywhere = isOpenAI
    thinking = Self.thinkingStyle(name)
    sampling = family == .reasoning ? Self.openAISampling(name) : Self.claudeSampling(name, thinking)
    takesForcedCalls = !["sonnet-5-5", "opus-5-5", "fable-5-1", "mythos-5-1"].contains { name.contains($0) }
    webSearch = Self.webSearch(name, family)
    defaultOutputTokens = Self.defaultOutputTokens(name)
    maximumOutputTokens = nil
  }

  private enum OpenAIFamily {
    case reasoning, plain, other

    init(_ name: String) {
      if name.hasPrefix("gpt-oss") {
        self = .other
      } else if ["gpt-5", "gpt-6", "o1", "o3", "o4", "codex-"].contains(where: name.hasPrefix) {
        self = .reasoning
      } else {
        self = name.hasPrefix("gpt-") || name.hasPrefix("chatgpt-") ? .plain : .other
      }
    }
  }

  private static func baseName(_ model: String) -> String {
    let lowered = model.lowercased()
    let name = lowered.lastIndex(of: "/").map { lowered[lowered.index(after: $0)...] } ?? lowered[...]
    // Amazon's names begin with a region and the maker: `eu.anthropic.claude-…`.
    guard let maker = name.firstRange(of: "anthropic.") else { return String(name) }
    return String(name[maker.upperBound...])
  }

  private static func highestEffort(_ name: String) -> Effort {
    let isEarly = ["o1", "o3", "o4", "gpt-oss", "gpt-5.1"].contains(where: name.hasPrefix)
    if isEarly || name == "gpt-5" || name.hasPrefix("gpt-5-") { return .high }
    return name.hasPrefix("gpt-5") ? .xhigh : .max
  }

  /// The Claude models up to 4.5 take a budget or do not think; their followers choose themselves. Who imitates
  /// Anthropic knows the older way.
  private static func thinkingStyle(_ name: String) -> ThinkingStyle {
    guard name.hasPrefix("claude") else { return .budget }
    if ["claude-2", "claude-instant", "claude-3-opus", "claude-3-haiku", "claude-3-sonnet", "claude-3-5"]
      .contains(where: name.hasPrefix)
    {
      return .none
    }
    if name.hasPrefix("claude-3") { return .budget }
    let budgeted = ["opus-4", "sonnet-4", "haiku-4"].contains { name.contains($0) }
    let isLater = ["4-6", "4-7", "4-8", "4-9"].contains { name.contains($0) }
    return budgeted && !isLater ? .budget : .adaptive
  }

  private static func openAISampling(_ name: String) -> Sampling {
    if name.contains("chat") { return .always }
    if ["gpt-5-", "o1", "o3", "o4", "codex-"].contains(where: name.hasPrefix) || name == "gpt-5" { return .never }
    if name.contains("-pro") || name.contains("-codex") { return .never }
    let isQuiet = ["gpt-5.1", "gpt-5.2", "gpt-5.4"].contains(where: name.hasPrefix)
    return .unlessThinking(byDefault: !isQuiet)
  }

  /// The Claude models from 4.7 on.
  private static func claudeSampling(_ name: String, _ thinking: ThinkingStyle) -> Sampling {
    thinking == .adaptive && !name.contains("4-6") ? .never : .always
  }

  /// OpenAI's models do it in Responses; in Chat Completions there are some of their own for it.
  private static func webSearch(_ name: String, _ family: OpenAIFamily) -> Set<WireFormat> {
    if name.hasPrefix("claude") {
      let isEarly = ["claude-2", "claude-instant", "claude-3-opus", "claude-3-haiku", "claude-3-sonnet"]
        .contains(where: name.hasPrefix)
      return isEarly ? [] : [.messages]
    }
    guard family != .other else { return [] }
    if name.contains("-search") { return [.chatCompletions] }
    let isUnable = ["gpt-3", "gpt-4-", "gpt-4.1-nano", "o1", "chatgpt-"].contains(where: name.hasPrefix)
    return isUnable || name == "gpt-4" ? [] : [.responses]
  }

  private static func defaultOutputTokens(_ name: String) -> Int {
    if ["claude-2", "claude-instant", "claude-3-opus", "claude-3-haiku", "claude-3-sonnet"]
      .contains(where: name.hasPrefix)
    {
      return 4096
    }
    return name.hasPrefix("claude-3-5") ? 8192 : 32000
  }
}

extension UpstreamTraits {
  /// `wish` as this model knows it, or `nil` if it is no effort at all.
  func effort(_ wish: String) -> String? {
    guard let wish = Effort(rawValue: wish) else { return nil }
    let order = Effort.allCases
    guard let wished = order.firstIndex(of: wish), let highest = order.firstIndex(of: highestEffort) else { return nil }
    return order[min(wished, highest)].rawValue
  }

  /// Whether it takes `temperature` and `top_p` when `effort` is asked for.
  func takesSampling(effort: String?) -> Bool {
    switch sampling {
    case .always: true
    case .unlessThinking(let byDefault): effort.map { $0 == "none" } ?? !byDefault
    case .never: false
    }
  }

  /// The limit to ask for when the client asked for `wish`.
  func outputTokens(_ wish: Int?) -> Int? {
    guard let wish, let maximumOutputTokens else { return wish }
    return min(wish, maximumOutputTokens)
  }
}
