extension FakeUpstream {
  /// What a model says, independent of the wire format it is asked in.
  public enum Answer: Sendable {
    /// A text.
    case text(String)
    /// A call of a tool; `arguments` is a JSON object.
    case toolCall(name: String, arguments: String)
    /// A ready reply, whatever the request asked for.
    case reply(Reply)

    /// The answer in the format and manner (streamed or not) of a request.
    ///
    /// - Parameter request: the request to answer.
    /// - Returns: the reply; 404 when the request is in none of the three formats.
    public func reply(to request: Request) -> Reply {
      if case .reply(let reply) = self { return reply }
      guard let format = request.format else { return .error(404, "no such path: \(request.path)", as: .chat) }
      return reply(as: format, model: request.model ?? "fake-model", streamed: request.wantsStream)
    }

    /// The answer in a format.
    ///
    /// - Parameters:
    ///   - format: the wire format.
    ///   - model: the model's name, repeated in the reply.
    ///   - streamed: as server-sent events, or as one JSON document.
    /// - Returns: the reply.
    public func reply(as format: Format, model: String, streamed: Bool) -> Reply {
      if case .reply(let reply) = self { return reply }
      let identity = Identity(model: model, number: Identity.next())
      return switch (format, streamed) {
      case (.chat, true): .stream(chatEvents(identity))
      case (.chat, false): .body(chatBody(identity))
      case (.responses, true): .stream(responsesEvents(identity))
      case (.responses, false): .body(responsesBody(identity))
      case (.messages, true): .stream(messagesEvents(identity))
      case (.messages, false): .body(messagesBody(identity))
      }
    }
  }
}
