/// Writes a whole Messages answer.
enum MessagesAnswerEncoder {
  static func encode(_ answer: Answer, _ context: AnswerContext) -> [UInt8] {
    var json = JSONWriter()
    encode(context, stop: answer.stop, usage: answer.usage, into: &json) { json in
      for (index, part) in answer.parts.enumerated() { encode(part, "\(context.id)_\(index)", into: &json) }
    }
    return json.bytes
  }

  /// The message; without a reason to stop it is one that begins.
  static func encode(
    _ context: AnswerContext,
    stop: StopReason?,
    usage: AnswerUsage?,
    into json: inout JSONWriter,
    content: (inout JSONWriter) -> Void
  ) {
    json.object { json in
      json.member("id", "msg_\(context.id)")
      json.member("type", "message")
      json.member("role", "assistant")
      json.member("model", context.model)
      json.key("content")
      json.array { json in content(&json) }
      if let stop {
        encode(stop, into: &json)
      } else {
        json.member("stop_reason", .null)
        json.member("stop_sequence", .null)
      }
      json.key("usage")
      encode(usage, into: &json)
    }
  }

  private static func encode(_ part: Answer.Part, _ id: String, into json: inout JSONWriter) {
    switch part.block {
    case .text, .refusal:
      let citations = part.citations.compactMap(\.messagesCitation)
      json.object { json in
        json.member("type", "text")
        json.member("text", part.text)
        if !citations.isEmpty { json.member("citations", .array(citations)) }
      }
    case .search(let search):
      guard let content = search.resultContent else { return }
      let id = search.messagesID(id)
      json.value(searchCall(id, input: ["query": .string(search.query)]))
      json.value(searchResult(id, content))
    case .reasoning:
      if case .redacted(let data)? = part.proof, part.text.isEmpty {
        return json.value(["type": "redacted_thinking", "data": .string(data)])
      }
      guard !part.text.isEmpty || part.proof != nil else { return }
      let signature = MessagesContent.signature(part.proof)
      json.value(["type": "thinking", "thinking": .string(part.text), "signature": .string(signature)])
    case .toolCall(let id, let name, _):
      json.object { json in
        json.member("type", "tool_use")
        json.member("id", id ?? "")
        json.member("name", name.name)
        json.key("input")
        json.raw(MessagesContent.inputObject(part.text))
      }
    }
  }

  /// The block in which a search begins.
  static func searchCall(_ id: String, input: JSON) -> JSON {
    ["type": "server_tool_use", "id": .string(id), "name": .string(WebSearchTool.name), "input": input]
  }

  /// The block with what a search has found.
  static func searchResult(_ id: String, _ content: JSON) -> JSON {
    ["type": "web_search_tool_result", "tool_use_id": .string(id), "content": content]
  }

  /// The members that say why the answer ended.
  static func encode(_ reason: StopReason, into json: inout JSONWriter) {
    var sequence: String?
    var explanation: String?
    let name =
      switch reason {
      case .endTurn: "end_turn"
      case .toolCalls: "tool_use"
      case .maximumTokens: "max_tokens"
      case .contextWindow: "model_context_window_exceeded"
      case .paused: "pause_turn"
      case .stopSequence: "stop_sequence"
      case .refused: "refusal"
      }
    if case .stopSequence(let text) = reason { sequence = text }
    if case .refused(let text) = reason { explanation = text }
    json.member("stop_reason", name)
    json.member("stop_sequence", sequence.map { .string($0) } ?? .null)
    if let explanation {
      json.member("stop_details", ["type": "refusal", "category": .null, "explanation": .string(explanation)])
    }
  }

  /// Anthropic counts what the cache gave and took apart from the rest of the prompt.
  static func encode(_ usage: AnswerUsage?, into json: inout JSONWriter) {
    let read = usage?.cacheRead ?? 0
    let created = usage?.cacheCreation ?? 0
    json.object { json in
      json.member("input_tokens", max(0, (usage?.input ?? 0) - read - created))
      json.member("cache_creation_input_tokens", created)
      json.member("cache_read_input_tokens", read)
      json.member("output_tokens", usage?.output ?? 0)
      if let thoughts = usage?.reasoning {
        json.member("output_tokens_details", ["thinking_tokens": .number(JSONNumber(thoughts))])
      }
    }
  }
}
