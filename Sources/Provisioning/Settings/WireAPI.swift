/// A wire format that a provider speaks.
public enum WireAPI: String, Sendable, CaseIterable {
  /// OpenAI's `/v1/responses`.
  case responses
  /// OpenAI's `/v1/chat/completions`.
  case chat
  /// Anthropic's `/v1/messages`.
  case messages
}
