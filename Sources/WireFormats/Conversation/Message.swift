/// One turn of a conversation.
struct Message: Sendable, Equatable {
  var role: Role
  var content: [Block]

  init(_ role: Role, _ content: [Block]) {
    self.role = role
    self.content = content
  }

  /// Whose turn it is. The results of tools come in a turn of the user's.
  enum Role: Sendable, Equatable {
    case system, developer, user, assistant

    /// Whether it instructs the model rather than talks to it.
    var isInstruction: Bool { self == .system || self == .developer }
  }
}

/// A piece of a turn, with what Anthropic's prompt cache is told of it.
struct Block: Sendable, Equatable {
  var content: Content
  /// The value of `cache_control`.
  var cacheControl: JSON?

  init(_ content: Content, cacheControl: JSON? = nil) {
    self.content = content
    self.cacheControl = cacheControl
  }

  /// The text of a block of text.
  var text: String? {
    if case .text(let text) = content { return text }
    return nil
  }
}

/// What a piece of a turn is.
enum Content: Sendable, Equatable {
  case text(String)
  /// The model's words for not answering.
  case refusal(String)
  case image(Media)
  case document(Document)
  case audio(data: String, format: String)
  case reasoning(Reasoning)
  case toolCall(ToolCall)
  case toolResult(ToolResult)
  /// The name of a tool that a search has found (Anthropic's `tool_reference`).
  case toolReference(ToolName)
  /// A block or item that only its own format has, for that format alone.
  case native(WireFormat, JSON)
}
