extension WireFormat {
  /// What keeps the client of a stream waiting while there is nothing to say, with the empty line behind it; `nil` for a
  /// format that does not stream.
  public var ping: [UInt8]? {
    switch self {
    case .messages: Self.messagesPing
    case .responses: Self.responsesPing
    case .chatCompletions, .completions: Self.comment
    case .countTokens, .embeddings: nil
    }
  }

  /// Anthropic's own.
  private static let messagesPing = Array("event: ping\ndata: {\"type\": \"ping\"}\n\n".utf8)
  /// OpenAI's own: Codex only counts events with data as signs of life. Clients that decode strictly want a number, and
  /// none goes by that of a keepalive.
  private static let responsesPing = Array(
    "event: keepalive\ndata: {\"type\":\"keepalive\",\"sequence_number\":0}\n\n".utf8
  )
  /// A comment, for which every event of this format is a piece of the answer.
  private static let comment = Array(": ping\n\n".utf8)
}
