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
  /// The address that an empty answer stands for: the one in `.env`, else the vendor's own.
  public let usualAddress: String
  /// Whose wire format the provider speaks.
  public let kind: Provider.Kind
  /// A model that it probably has, by its own name for it.
  public let model: String

  /// The questions for the two that are there without `AGENTPROXY_PROVIDERS`.
  static func all(_ settings: Settings) -> [ProviderQuestion] {
    [
      ProviderQuestion(
        "OPENAI",
        .openAI,
        addressText: "Its base URL, ending in /v1",
        vendor: "https://api.openai.com/v1",
        model: "gpt-5.5",
        settings
      ),
      ProviderQuestion(
        "ANTHROPIC",
        .anthropic,
        addressText: "Its base URL, without /v1",
        vendor: "https://api.anthropic.com",
        model: "claude-sonnet-5-5",
        settings
      ),
    ]
  }

  private init(
    _ name: String,
    _ kind: Provider.Kind,
    addressText: String,
    vendor: String,
    model: String,
    _ settings: Settings
  ) {
    let provider = settings.providers.first { $0.name == name }
    let present = provider?.apiBase
    tokenText = "Token of your \(kind == .openAI ? "OpenAI" : "Anthropic")-compatible provider (empty: none): "
    tokenKey = "\(name)_API_KEY"
    addressKey = "\(name)_API_BASE"
    self.addressText = addressText + (present.map { " (empty: \(maskedValue("\(name)_API_BASE", $0)))" } ?? "") + ": "
    usualAddress = present ?? vendor
    self.kind = kind
    self.model = provider?.models.first(where: \.isName)?.upstream ?? model
  }
}
