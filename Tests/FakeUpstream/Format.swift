extension FakeUpstream {
  /// The three ways to talk to a model.
  public enum Format: String, Sendable, CaseIterable {
    /// OpenAI Chat Completions, `POST /v1/chat/completions`.
    case chat
    /// OpenAI Responses, `POST /v1/responses`.
    case responses
    /// Anthropic Messages, `POST /v1/messages`.
    case messages

    /// The path below the origin.
    public var path: String {
      switch self {
      case .chat: "/v1/chat/completions"
      case .responses: "/v1/responses"
      case .messages: "/v1/messages"
      }
    }

    /// The format served at a path, with or without a prefix.
    ///
    /// - Parameter path: the request's path, without query.
    public init?(path: String) {
      if path.hasSuffix("/chat/completions") {
        self = .chat
      } else if path.hasSuffix("/responses") {
        self = .responses
      } else if path.hasSuffix("/messages") {
        self = .messages
      } else {
        return nil
      }
    }
  }
}
