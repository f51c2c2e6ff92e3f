extension ReasoningRequest {
  /// The wish in OpenAI's words, or `nil` where the client had none, or none that is not the model's own way.
  var openAIEffort: String? {
    if let effort { return effort }
    guard case .enabled(let budget)? = thinking else { return nil }
    switch budget {
    case ..<4096: return "low"
    case ..<16384: return "medium"
    default: return "high"
    }
  }

  /// Whether the client named a budget of its own.
  var isBudgeted: Bool {
    if case .enabled? = thinking { true } else { false }
  }

  /// How many tokens an effort may cost, of Anthropic's models that take a budget; `nil` for none at all.
  static func budget(_ effort: String) -> Int? {
    switch effort {
    case "minimal": minimumBudget
    case "low": 2048
    case "medium": 8192
    case "high": 16384
    case "xhigh": 24576
    case "max": 32768
    default: nil
    }
  }

  /// The least that Anthropic takes.
  static let minimumBudget = 1024
}
