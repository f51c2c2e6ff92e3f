extension FakeUpstream.CountedTurn {
  /// The turn as one chat completion.
  func chatBody(_ identity: FakeUpstream.Identity) -> [String: Any] {
    var message: [String: Any] = ["role": "assistant", "content": JSONNull.value]
    var calls: [[String: Any]] = []
    for (index, part) in parts.enumerated() {
      switch part {
      case .thought(let text): message["reasoning_content"] = text
      case .text(let text): message["content"] = text
      case .call(let name, let arguments):
        let function = ["name": name, "arguments": arguments]
        calls.append(["id": identity.call(index), "type": "function", "function": function])
      }
    }
    if !calls.isEmpty { message["tool_calls"] = calls }
    return [
      "id": identity.completion, "object": "chat.completion", "created": 1_700_000_000, "model": identity.model,
      "choices": [["index": 0, "message": message, "finish_reason": chatEnd] as [String: Any]], "usage": chatUsage,
    ]
  }

  /// The turn as chunks, the usage last, then `[DONE]`.
  func chatEvents(_ identity: FakeUpstream.Identity) -> [String] {
    func chunk(_ fields: [String: Any]) -> String {
      let chunk: [String: Any] = [
        "id": identity.completion, "object": "chat.completion.chunk", "created": 1_700_000_000,
        "model": identity.model,
      ]
      return "data: \(jsonText(chunk.merging(fields) { $1 }))\n\n"
    }
    func delta(_ delta: [String: Any], end: Any = JSONNull.value) -> String {
      chunk(["choices": [["index": 0, "delta": delta, "finish_reason": end] as [String: Any]]])
    }
    var events = [delta(["role": "assistant", "content": ""])]
    var calls = 0
    for (index, part) in parts.enumerated() {
      switch part {
      case .thought(let text): events += pieces(of: text).map { delta(["reasoning_content": $0]) }
      case .text(let text): events += pieces(of: text).map { delta(["content": $0]) }
      case .call(let name, let arguments):
        let begin: [String: Any] = [
          "index": calls, "id": identity.call(index), "type": "function",
          "function": ["name": name, "arguments": ""],
        ]
        events.append(delta(["tool_calls": [begin]]))
        for piece in pieces(of: arguments) {
          let call: [String: Any] = ["index": calls, "function": ["arguments": piece]]
          events.append(delta(["tool_calls": [call]]))
        }
        calls += 1
      }
    }
    events.append(delta([:], end: chatEnd))
    events.append(chunk(["choices": [[String: Any]](), "usage": chatUsage]))
    return events + ["data: [DONE]\n\n"]
  }

  private var chatEnd: String {
    if case .length = end { return "length" }
    return hasCalls ? "tool_calls" : "stop"
  }

  private var chatUsage: [String: Any] {
    [
      "prompt_tokens": Self.input, "completion_tokens": Self.output, "total_tokens": Self.input + Self.output,
      "prompt_tokens_details": ["cached_tokens": Self.cached],
      "completion_tokens_details": ["reasoning_tokens": Self.thought],
    ]
  }
}
