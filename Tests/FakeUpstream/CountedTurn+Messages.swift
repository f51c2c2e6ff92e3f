extension FakeUpstream.CountedTurn {
  /// The turn as one message.
  func messagesBody(_ identity: FakeUpstream.Identity) -> [String: Any] {
    let content = parts.enumerated().map { index, part -> [String: Any] in
      switch part {
      case .thought(let text): ["type": "thinking", "thinking": text, "signature": "signed-by-the-provider"]
      case .text(let text): ["type": "text", "text": text]
      case .call(let name, let arguments):
        ["type": "tool_use", "id": identity.call(index), "name": name, "input": jsonValue(arguments)]
      }
    }
    return message(identity, content: content, end: messagesEnd, usage: messagesUsage(output: Self.output))
  }

  /// The turn as the events of a message.
  func messagesEvents(_ identity: FakeUpstream.Identity) -> [String] {
    func event(_ type: String, _ fields: [String: Any] = [:]) -> String {
      "event: \(type)\ndata: \(jsonText(fields.merging(["type": type]) { $1 }))\n\n"
    }
    func delta(_ index: Int, _ delta: [String: Any]) -> String {
      event("content_block_delta", ["index": index, "delta": delta])
    }
    let empty = message(identity, content: [], end: (JSONNull.value, JSONNull.value), usage: messagesUsage(output: 1))
    var events = [event("message_start", ["message": empty]), event("ping")]
    for (index, part) in parts.enumerated() {
      let block: [String: Any]
      let deltas: [[String: Any]]
      switch part {
      case .thought(let text):
        block = ["type": "thinking", "thinking": "", "signature": ""]
        deltas =
          pieces(of: text).map { ["type": "thinking_delta", "thinking": $0] }
          + [["type": "signature_delta", "signature": "signed-by-the-provider"]]
      case .text(let text):
        block = ["type": "text", "text": ""]
        deltas = pieces(of: text).map { ["type": "text_delta", "text": $0] }
      case .call(let name, let arguments):
        block = ["type": "tool_use", "id": identity.call(index), "name": name, "input": [String: Any]()]
        deltas = pieces(of: arguments).map { ["type": "input_json_delta", "partial_json": $0] }
      }
      events.append(event("content_block_start", ["index": index, "content_block": block]))
      events += deltas.map { delta(index, $0) }
      events.append(event("content_block_stop", ["index": index]))
    }
    let (reason, sequence) = messagesEnd
    let ended: [String: Any] = ["stop_reason": reason, "stop_sequence": sequence]
    events.append(event("message_delta", ["delta": ended, "usage": ["output_tokens": Self.output]]))
    return events + [event("message_stop")]
  }

  private func message(
    _ identity: FakeUpstream.Identity,
    content: [[String: Any]],
    end: (reason: Any, sequence: Any),
    usage: [String: Any]
  ) -> [String: Any] {
    [
      "id": identity.message, "type": "message", "role": "assistant", "model": identity.model, "content": content,
      "stop_reason": end.reason, "stop_sequence": end.sequence, "usage": usage,
    ]
  }

  private var messagesEnd: (reason: Any, sequence: Any) {
    switch end {
    case .length: ("max_tokens", JSONNull.value)
    case .stopSequence(let sequence): ("stop_sequence", sequence)
    case .natural: (hasCalls ? "tool_use" : "end_turn", JSONNull.value)
    }
  }

  private func messagesUsage(output: Int) -> [String: Any] {
    [
      "input_tokens": Self.input - Self.cached, "cache_read_input_tokens": Self.cached,
      "cache_creation_input_tokens": 0, "output_tokens": output,
    ]
  }
}
