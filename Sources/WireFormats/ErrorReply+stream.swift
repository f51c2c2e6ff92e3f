extension ErrorReply {
  /// The error as the last event of a stream that has begun, or as its only one.
  ///
  /// - Parameters:
  ///   - format: the client's wire format.
  ///   - requestID: the gateway's name for the request, as in its log.
  ///   - answerID: the provider's name for the answer, if it has begun and the name is known: OpenAI's own library takes
  ///     an event with another one for a fault of the stream.
  ///   - created: seconds since 1970.
  ///   - isFirst: whether the client has seen nothing of an answer, so that it may well ask again. Claude Code does so
  ///     after an overload.
  /// - Returns: one server-sent event with the empty line behind it, or `nil` for a format that does not stream.
  public func event(
    for format: WireFormat,
    requestID: String,
    answerID: String? = nil,
    created: Int,
    isFirst: Bool = false
  ) -> [UInt8]? {
    var json = JSONText()
    switch format {
    case .chatCompletions, .completions:
      // OpenAI's own clients take an event with `error` for the end of the stream, and raise it.
      json.raw("data: ")
      json.raw(body(for: .openAI, requestID: requestID))
    case .messages:
      json.raw("event: error\ndata: ")
      let type = isFirst && kind.isWorthRetrying ? "overloaded_error" : kind.anthropicType
      json.raw(anthropicBody(type: type, requestID: requestID))
    case .responses:
      // Codex repeats a turn that ends so, and shows the message. `sequence_number` is left out: which one is due is
      // not known, and a wrong one is worse than none.
      json.raw("event: response.failed\ndata: ")
      json.raw(#"{"type":"response.failed","response":{"id":"#)
      json.string(answerID ?? requestID)
      json.raw(#","object":"response","created_at":"#)
      json.number(created)
      json.raw(#","status":"failed","error":{"code":"server_error","message":"#)
      json.string(message)
      json.raw(#"},"output":[]}}"#)
      json.raw("\n")
    case .countTokens, .embeddings:
      return nil
    }
    json.raw("\n")
    return json.bytes
  }
}
