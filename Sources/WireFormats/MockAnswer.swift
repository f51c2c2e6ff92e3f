/// A made-up answer with a fixed text, in any wire format: LiteLLM's `mock_response`, and every answer of a simulated
/// gateway.
public struct MockAnswer: Sendable {
  /// The answer's text.
  public let text: String
  /// The model that the client asked for.
  public let model: String
  /// What the answer says of the request's tokens.
  public let inputTokens: Int
  /// A name for the answer, unique in this process.
  public let id: String
  /// Seconds since 1970.
  public let created: Int

  /// Makes an answer.
  public init(text: String, model: String, inputTokens: Int, id: String, created: Int) {
    self.text = text
    self.model = model
    self.inputTokens = inputTokens
    self.id = id
    self.created = created
  }

  /// One piece of a streamed answer.
  public typealias Chunk = [UInt8]

  /// The answer as one body.
  ///
  /// - Parameter format: the client's wire format.
  /// - Returns: the body, or `nil` for embeddings, which no text can stand for.
  public func body(for format: WireFormat) -> [UInt8]? {
    switch format {
    case .chatCompletions: chatCompletionsBody()
    case .completions: completionsBody()
    case .responses: responsesBody()
    case .messages: messagesBody()
    case .countTokens: countTokensBody()
    case .embeddings: nil
    }
  }

  /// The answer as server-sent events, a few of them a chunk.
  ///
  /// - Parameter format: the client's wire format.
  /// - Returns: the chunks, or `nil` for a format that does not stream.
  public func stream(for format: WireFormat) -> [Chunk]? {
    switch format {
    case .chatCompletions: chatCompletionsStream()
    case .completions: completionsStream()
    case .responses: responsesStream()
    case .messages: messagesStream()
    case .countTokens, .embeddings: nil
    }
  }

  /// What the answer says of its tokens.
  public var usage: TokenUsage { TokenUsage(input: inputTokens, output: outputTokens) }

  var outputTokens: Int { max(1, text.utf8.count / 4) }

  /// The text cut behind its spaces, so that a stream has more than one delta.
  var pieces: [String] {
    var pieces: [String] = []
    var piece = ""
    for character in text {
      piece.append(character)
      guard character == " " else { continue }
      pieces.append(piece)
      piece = ""
    }
    if !piece.isEmpty || pieces.isEmpty { pieces.append(piece) }
    return pieces
  }

  /// A server-sent event.
  ///
  /// - Parameters:
  ///   - name: the `event:` line, for the formats that have one.
  ///   - build: writes the `data:` line's JSON.
  /// - Returns: the event with the empty line behind it.
  func event(_ name: StaticString? = nil, _ build: (inout JSONText) -> Void) -> Chunk {
    var json = JSONText()
    if let name {
      json.raw("event: ")
      json.raw(name)
      json.raw("\n")
    }
    json.raw("data: ")
    build(&json)
    json.raw("\n\n")
    return json.bytes
  }

  private func countTokensBody() -> [UInt8] {
    var json = JSONText()
    json.raw(#"{"input_tokens":"#)
    json.number(inputTokens)
    json.raw("}")
    return json.bytes
  }
}
