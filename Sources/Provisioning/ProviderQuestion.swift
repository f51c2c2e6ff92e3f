/// What to ask a user who has not named any provider yet.
public struct ProviderQuestion: Sendable {
  /// The question for the token. An empty answer means that there is no such provider.
  public let tokenText: String
  /// The key of `.env` for the token.
  public let tokenKey: String
  /// The question for the address.
  public let addressText: String
  /// The key of `.env` for the address.
  public let addressKey: String
  /// The address that an empty answer stands for.
  public let usualAddress: String
  /// Whose wire format the provider speaks.
  public let kind: Provider.Kind
  /// A model that it probably has, by its own name for it.
  public let model: String

  /// The questions for the two that are there without `AGENTPROXY_PROVIDERS`.
  static func all(_ settings: Settings) -> [ProviderQuestion] {
    func model(_ name: String, _ usual: String) -> String {
      settings.providers.first { $0.name == name }?.models.first(where: \.isName)?.upstream ?? usual
    }
    return [
      ProviderQuestion(
        tokenText: "Token of your OpenAI-compatible provider (empty: none): ",
        tokenKey: "OPENAI_API_KEY",
        addressText: "Its base URL, ending in /v1: ",
        addressKey: "OPENAI_API_BASE",
        usualAddress: "https://api.openai.com/v1",
        kind: .openAI,
        model: model("OPENAI", "gpt-5.5")
      ),
      ProviderQuestion(
        tokenText: "Token of your Anthropic-compatible provider (empty: none): ",
        tokenKey: "ANTHROPIC_API_KEY",
        addressText: "Its base URL, without /v1: ",
        addressKey: "ANTHROPIC_API_BASE",
        usualAddress: "https://api.anthropic.com",
        kind: .anthropic,
        model: model("ANTHROPIC", "claude-sonnet-5-5")
      ),
    ]
  }
}
