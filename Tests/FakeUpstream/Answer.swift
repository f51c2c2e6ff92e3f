extension FakeUpstream {
  /// What a model says, independent of the wire format it is asked in.
  public enum Answer: Sendable {
    /// A text.
    case text(String)
    /// A call of a tool; `arguments` is a JSON object.
    case toolCall(name: String, arguments: String)
    /// Several parts.
    case turn(Turn)
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
      let turn: Turn
      switch self {
      case .text(let text): turn = Turn(.text(text))
      case .toolCall(let name, let arguments): turn = Turn(.call(name: name, arguments: arguments))
      case .turn(let parts): turn = parts
      case .reply(let reply): return reply
      }
      let identity = Identity(model: model, number: Identity.next())
      return switch (format, streamed) {
      case (.chat, true): .stream(turn.chatEvents(identity))
      case (.chat, false): .body(turn.chatBody(identity))
      case (.responses, true): .stream(turn.responsesEvents(identity))
      case (.responses, false): .body(turn.responsesBody(identity))
      case (.messages, true): .stream(turn.messagesEvents(identity))
      case (.messages, false): .body(turn.messagesBody(identity))
      }
    }
  }
}
