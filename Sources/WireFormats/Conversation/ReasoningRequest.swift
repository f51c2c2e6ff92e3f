/// How much the model is to think, in the words of either provider.
struct ReasoningRequest: Sendable, Equatable {
  /// `none`, `minimal`, `low`, `medium`, `high`, `xhigh` or `max`.
  var effort: String?
  /// Anthropic's `thinking`.
  var thinking: Thinking?
  /// OpenAI's `reasoning.summary`, which also stands for Anthropic's `thinking.display`: whether the client wants to
  /// read what the model thinks.
  var summary: Summary?

  /// Anthropic's `thinking.type`.
  enum Thinking: Sendable, Equatable {
    case disabled
    /// At most so many tokens.
    case enabled(budget: Int)
    /// As much as the model sees fit.
    case adaptive
    /// Only between tool calls.
    case betweenTools
  }

  /// Whether thoughts are shown.
  enum Summary: Sendable, Equatable {
    /// Anthropic's `omitted`: they stay with the provider.
    case omitted
    /// OpenAI's `auto`, `concise` or `detailed`; Anthropic's `summarized` or `updates`.
    case shown(String)
  }
}
