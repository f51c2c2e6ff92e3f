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

  static let all = [
    ProviderQuestion(
      tokenText: "Token of your OpenAI-compatible provider (empty: none): ",
      tokenKey: "OPENAI_API_KEY",
      addressText: "Its base URL, ending in /v1: ",
      addressKey: "OPENAI_API_BASE"
    ),
    ProviderQuestion(
      tokenText: "Token of your Anthropic-compatible provider (empty: none): ",
      tokenKey: "ANTHROPIC_API_KEY",
      addressText: "Its base URL, without /v1: ",
      addressKey: "ANTHROPIC_API_BASE"
    ),
  ]
}
