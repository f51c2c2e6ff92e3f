/// Reads a stream in any of the formats.
struct AnswerStreamDecoder: Sendable {
  private var format: Format

  private enum Format: Sendable {
    case chatCompletions(ChatAnswerDecoder)
    case responses(ResponsesAnswerDecoder)
    case messages(MessagesAnswerDecoder)
    /// While one of the others is at work, so that it is not copied.
    case none
  }

  init(_ format: WireFormat) {
    self.format =
      switch format {
      case .chatCompletions: .chatCompletions(ChatAnswerDecoder())
      case .responses: .responses(ResponsesAnswerDecoder())
      default: .messages(MessagesAnswerDecoder())
      }
  }

  /// Reads one event of the stream.
  mutating func read(_ item: EventStreamParser.Item, _ events: inout [AnswerEvent]) {
    switch item {
    case .comment: events.append(.keepAlive)
    case .data(let data): read(data, &events)
    }
  }

  private mutating func read(_ data: [UInt8], _ events: inout [AnswerEvent]) {
    if data.elementsEqual("[DONE]".utf8) {
      if case .chatCompletions(var decoder) = format {
        decoder.done(&events)
        format = .chatCompletions(decoder)
      }
      return
    }
    guard let value = try? JSON(parsing: data.span) else {
      // To skip it could lose a piece of the answer unnoticed.
      return events.append(.failed(ProviderFault(.server, "the provider sent an event that is not JSON; ask again")))
    }
    switch format {
    case .chatCompletions(var decoder):
      format = .none
      decoder.read(value, &events)
      format = .chatCompletions(decoder)
    case .responses(var decoder):
      format = .none
      decoder.read(value, &events)
      format = .responses(decoder)
    case .messages(var decoder):
      format = .none
      decoder.read(value, &events)
      format = .messages(decoder)
    case .none: break
    }
  }

  /// The connection is at its end.
  mutating func end(_ events: inout [AnswerEvent]) {
    switch format {
    case .chatCompletions(var decoder): decoder.end(&events)
    case .responses(var decoder): decoder.end(&events)
    case .messages(var decoder): decoder.end(&events)
    case .none: break
    }
  }
}

/// Writes a stream in any of the formats.
struct AnswerStreamEncoder: Sendable {
  private var format: Format

  private enum Format: Sendable {
    case chatCompletions(ChatStreamEncoder)
    case responses(ResponsesStreamEncoder)
    case messages(MessagesStreamEncoder)
    /// While one of the others is at work, so that it is not copied.
    case none
  }

  init(_ format: WireFormat, _ context: AnswerContext) {
    self.format =
      switch format {
      case .chatCompletions: .chatCompletions(ChatStreamEncoder(context))
      case .responses: .responses(ResponsesStreamEncoder(context))
      default: .messages(MessagesStreamEncoder(context))
      }
  }

  mutating func write(_ event: AnswerEvent, into bytes: inout [UInt8]) {
    switch format {
    case .chatCompletions(var encoder):
      format = .none
      encoder.write(event, into: &bytes)
      format = .chatCompletions(encoder)
    case .responses(var encoder):
      format = .none
      encoder.write(event, into: &bytes)
      format = .responses(encoder)
    case .messages(var encoder):
      format = .none
      encoder.write(event, into: &bytes)
      format = .messages(encoder)
    case .none: break
    }
  }
}
