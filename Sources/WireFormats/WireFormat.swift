/// The protocols that clients and providers speak over HTTP.
public enum WireFormat: String, Sendable, Hashable, CaseIterable {
  /// OpenAI Chat Completions, `POST /v1/chat/completions`.
  case chatCompletions = "chat-completions"
  /// OpenAI Responses, `POST /v1/responses`.
  case responses
  /// Anthropic Messages, `POST /v1/messages`.
  case messages
  /// Anthropic token counting, `POST /v1/messages/count_tokens`.
  case countTokens = "count-tokens"
  /// OpenAI's older text completions, `POST /v1/completions`.
  case completions
  /// OpenAI embeddings, `POST /v1/embeddings`.
  case embeddings

  /// Whose error shape and headers a client of this format reads.
  public var dialect: Dialect {
    switch self {
    case .messages, .countTokens: .anthropic
    case .chatCompletions, .responses, .completions, .embeddings: .openAI
    }
  }

  /// The format's path below an API's root, beginning with a slash and without `/v1`.
  public var path: String {
    switch self {
    case .chatCompletions: "/chat/completions"
    case .responses: "/responses"
    case .messages: "/messages"
    case .countTokens: "/messages/count_tokens"
    case .completions: "/completions"
    case .embeddings: "/embeddings"
    }
  }

  /// The two families of error shapes and credentials.
  public enum Dialect: Sendable, Hashable {
    /// `{"error": {"message", "type", "param", "code"}}`; the key is a bearer token.
    case openAI
    /// `{"type": "error", "error": {"type", "message"}}`; the key goes into `x-api-key`.
    case anthropic
  }
}
