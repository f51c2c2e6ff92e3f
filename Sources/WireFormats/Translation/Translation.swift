/// One request on its way from a client of one wire format to a provider of another, and what is needed to bring the
/// answer back.
///
/// A value without I/O: bytes in, bytes out. The three formats meet in one representation (``Conversation`` for
/// requests, ``AnswerEvent`` for answers), so that each format knows nothing of the others.
public struct Translation: Sendable {
  /// The request's body for the upstream.
  public let body: [UInt8]
  /// The names of the client's fields that the upstream's format has no word for, at most two dozen of them, fit for a
  /// header.
  public let dropped: [String]
  /// Whether the client asked for a stream.
  public let isStream: Bool

  private let client: WireFormat
  private let upstream: WireFormat
  private let restorer: AnswerRestorer
  private let context: AnswerContext

  /// Which formats can be translated into each other.
  public static let formats: Set<WireFormat> = [.chatCompletions, .responses, .messages]

  /// Translates a request.
  ///
  /// - Parameters:
  ///   - client: the format that the client speaks: one of ``formats``.
  ///   - upstream: the format that the provider speaks: one of ``formats``. The same one as the client's drops what
  ///     only another provider could read, such as the thoughts of a model that answered an earlier turn.
  ///   - request: the client's body.
  ///   - model: the model's name at the provider, or `nil` for the client's.
  ///   - traits: what the model takes, or `nil` for what its name tells.
  ///   - requestID: the gateway's name for the request, of letters, digits, `_` and `-`. The ids of the answer are made
  ///     of it, so no other request may have it.
  ///   - created: seconds since 1970.
  /// - Throws: a 400 that names the field which cannot be read, or which must not be left out.
  public init(
    client: WireFormat,
    upstream: WireFormat,
    request: Span<UInt8>,
    model: String? = nil,
    traits: UpstreamTraits? = nil,
    requestID: String,
    created: Int
  ) throws(ErrorReply) {
    guard Self.formats.contains(client), Self.formats.contains(upstream) else {
      throw ErrorReply(.notSupported, "\(client.rawValue) cannot be translated to \(upstream.rawValue)")
    }
    var (conversation, losses) = try Self.decode(client, request)
    try conversation.refuseThread(for: upstream)
    context = AnswerContext(
      id: requestID,
      created: created,
      model: conversation.model,
      includesUsage: conversation.includesStreamUsage
    )
    let ids = CallIDs(taken: conversation.callIDs, seed: requestID)
    if let model { conversation.model = model }
    let traits = traits ?? UpstreamTraits(model: conversation.model)
    conversation.makeCallIDsUnique(for: upstream)
    conversation.keepReasoning(for: upstream, &losses)
    if upstream != .responses, upstream != client { conversation.placeResultsBehindCalls() }
    let names = ToolNames(conversation, abilities: .init(upstream))
    if client != upstream {
      conversation.resolveDeferredTools(names)
      conversation.resolveWebSearch(for: upstream, names, traits)
    }
    body = try Self.encode(conversation, upstream, names, traits, &losses)
    dropped = losses.names
    isStream = conversation.stream
    restorer = AnswerRestorer(names, ids)
    self.client = client
    self.upstream = upstream
  }

  static func decode(_ format: WireFormat, _ request: Span<UInt8>) throws(ErrorReply) -> (Conversation, Losses) {
    let body: JSON
    do throws(JSONSyntaxError) {
      body = try JSON(parsing: request)
    } catch {
      throw ErrorReply(.invalidRequest, "the request's body is not JSON: \(error)")
    }
    switch format {
    case .chatCompletions:
      var decoder = ChatRequestDecoder()
      return (try decoder.decode(body), decoder.losses)
    case .responses:
      var decoder = ResponsesRequestDecoder()
      return (try decoder.decode(body), decoder.losses)
    default:
      var decoder = MessagesRequestDecoder()
      return (try decoder.decode(body), decoder.losses)
    }
  }

  static func encode(
    _ conversation: Conversation,
    _ format: WireFormat,
    _ names: ToolNames,
    _ traits: UpstreamTraits,
    _ losses: inout Losses
  ) throws(ErrorReply) -> [UInt8] {
    let body: [UInt8]
    let more: Losses
    switch format {
    case .chatCompletions:
      var encoder = ChatRequestEncoder(conversation, names: names, traits: traits)
      (body, more) = (try encoder.encode(), encoder.losses)
    case .responses:
      var encoder = ResponsesRequestEncoder(conversation, names: names, traits: traits)
      (body, more) = (try encoder.encode(), encoder.losses)
    default:
      var encoder = MessagesRequestEncoder(conversation, names: names, traits: traits)
      (body, more) = (try encoder.encode(), encoder.losses)
    }
    for name in more.names { losses.add(name) }
    return body
  }
}

extension Translation {
  /// Begins to translate a streamed answer.
  ///
  /// - Returns: a machine that takes the upstream's bytes.
  public func stream() -> StreamTranslation {
    StreamTranslation(client: client, upstream: upstream, restorer: restorer, context: context)
  }

  /// Translates a whole answer of status 200.
  ///
  /// - Parameter answer: the upstream's body.
  /// - Returns: the client's body.
  /// - Throws: a 502 if the body is no answer in the upstream's format.
  public func translateResponse(_ answer: Span<UInt8>) throws(ErrorReply) -> [UInt8] {
    let answer = Answer(try events(of: answer))
    if let fault = answer.fault, client != .responses { throw fault.reply }
    return switch client {
    case .chatCompletions: ChatAnswerEncoder.encode(answer, context)
    case .responses: ResponsesAnswerEncoder.encode(answer, context)
    default: MessagesAnswerEncoder.encode(answer, context)
    }
  }

  /// Translates a whole answer of status 200 for a client that asked for a stream.
  ///
  /// - Parameter answer: the upstream's body.
  /// - Returns: the client's stream, from its first event to its last.
  /// - Throws: a 502 if the body is no answer in the upstream's format.
  public func streamResponse(_ answer: Span<UInt8>) throws(ErrorReply) -> [UInt8] {
    var encoder = AnswerStreamEncoder(client, context)
    var bytes: [UInt8] = []
    for event in try events(of: answer) { encoder.write(event, into: &bytes) }
    return bytes
  }

  private func events(of answer: Span<UInt8>) throws(ErrorReply) -> [AnswerEvent] {
    guard let body = try? JSON(parsing: answer) else {
      throw ErrorReply(.badGateway, "the provider's answer is not JSON; check its base URL")
    }
    let events =
      switch upstream {
      case .chatCompletions: ChatAnswerDecoder.events(body)
      case .responses: ResponsesAnswerDecoder.events(body)
      default: MessagesAnswerDecoder.events(body)
      }
    var restorer = restorer
    var restored: [AnswerEvent] = []
    for event in events { restorer.restore(event, into: &restored) }
    return restored
  }

  /// Translates an answer that is an error.
  ///
  /// - Parameters:
  ///   - status: the upstream's status, 400 or above.
  ///   - body: the upstream's body, not compressed.
  /// - Returns: what to answer the client.
  public func translateError(status: Int, body: Span<UInt8>) -> TranslatedError {
    let fault = ProviderFault(status: status, body: body)
    let isOverflow = fault.kind == .contextOverflow
    // Codex shows the body of a 400 and gives up; in a stream it knows what to do.
    if isOverflow, client == .responses, isStream {
      var encoder = ResponsesStreamEncoder(context)
      var bytes: [UInt8] = []
      encoder.write(.failed(fault), into: &bytes)
      return TranslatedError(status: 200, isStream: true, body: bytes)
    }
    return TranslatedError(
      status: isOverflow ? 400 : status,
      isStream: false,
      body: fault.body(for: client, requestID: context.id)
    )
  }
}

/// An error of the upstream's in the client's shape.
public struct TranslatedError: Sendable, Equatable {
  /// The status to answer with.
  public let status: Int
  /// Whether the body is a stream of events (`text/event-stream`) rather than JSON.
  public let isStream: Bool
  /// The body.
  public let body: [UInt8]
}
