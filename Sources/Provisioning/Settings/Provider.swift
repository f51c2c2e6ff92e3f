public import Secrets

/// Someone who answers models for a token: OpenAI, Anthropic, or a third party that speaks the wire format of either.
public struct Provider: Sendable, Equatable {
  /// Whose wire format the provider speaks.
  public enum Kind: Sendable {
    /// OpenAI's responses or chat completions.
    case openAI
    /// Anthropic's messages.
    case anthropic
  }

  /// The name that its variables begin with, such as `OPENAI`.
  public var name: String
  /// Whose wire format it speaks.
  public var kind: Kind
  /// The token; `nil` if there is none, or a placeholder only.
  public var apiKey: Secret?
  /// The variable that holds the token: `OPENAI_API_KEY`, or `EMPLOYER_TOKEN` where that one stands in.
  public var keyVariable: String
  /// The variable that holds the address: `OPENAI_API_BASE`.
  public var baseVariable: String
  /// The address; `nil` if there is none, or a placeholder only: the vendor's own then.
  public var apiBase: String?
  /// The wire format if the file names one; `nil` to find out by asking.
  public var wireAPI: WireAPI?
  /// The models it serves, those of `…_MODELS` first.
  public var models: [ModelEntry]
  /// Whether requests can be sent to it: there is a token, and the address is not a placeholder.
  public var isConfigured: Bool

  /// Whether a client's model name means one of the provider's models.
  public func serves(_ model: String) -> Bool {
    models.contains { $0.serves(model) }
  }
}
