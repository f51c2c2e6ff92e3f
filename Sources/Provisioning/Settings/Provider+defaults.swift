extension Provider {
  /// The providers that are there without `AGENTPROXY_PROVIDERS`.
  static let builtIn = ["OPENAI", "ANTHROPIC"]

  /// The wire formats that a provider can be said to speak.
  static func wireAPIs(of name: String) -> [WireAPI] {
    switch name {
    case "OPENAI": [.responses, .chat]
    case "ANTHROPIC": [.messages]
    default: [.responses, .chat, .messages]
    }
  }

  /// The models of a provider that the file does not list, the newest first; the old names of each family stay
  /// reachable.
  static func defaultModels(of name: String) -> [ModelEntry] {
    switch name {
    case "OPENAI":
      ["gpt-5.5", "gpt-6-sol", "gpt-4", "gpt-4-turbo", "gpt-3.5-turbo"].map { ModelEntry($0) }
    case "ANTHROPIC":
      [
        ModelEntry("claude-opus-5-5"),
        ModelEntry("claude-sonnet-5-5"),
        ModelEntry("claude-haiku-5-5"),
        ModelEntry("claude-3-5-sonnet", upstream: "claude-3-5-sonnet-20241022"),
        ModelEntry("claude-3-opus", upstream: "claude-3-opus-20240229"),
        ModelEntry("claude-3-sonnet", upstream: "claude-3-sonnet-20240229"),
        ModelEntry("claude-3-haiku", upstream: "claude-3-haiku-20240307"),
      ]
    default: []
    }
  }
}
