extension FakeUpstream.Turn {
  /// The answer as one message.
  func messagesBody(_ identity: FakeUpstream.Identity) -> String {
    let blocks = parts.enumerated().map { index, part in
      switch part {
      case .thinking(let thought, let proof):
        #"{"type":"thinking","thinking":\#(jsonString(thought)),"signature":\#(jsonString(proof))}"#
      case .text(let text):
        #"{"type":"text","text":\#(jsonString(text))}"#
      case .call(let name, _, let arguments):
        #"{"type":"tool_use","id":"\#(identity.call(index))","name":\#(jsonString(name)),"input":\#(arguments)}"#
      case .customCall, .toolSearch:
        preconditionFailure("Messages has no such call")
      }
    }
    return #"{"id":"\#(identity.message)","type":"message","role":"assistant","#
      + #""model":\#(jsonString(identity.model)),"content":[\#(blocks.joined(separator: ","))],"#
      + #""stop_reason":"\#(stopReason)","stop_sequence":null,"#
      + #""usage":{"input_tokens":\#(inputTokens),"output_tokens":\#(Self.outputTokens)}}"#
  }

  /// The answer as the events of a streamed message, a ping among them as Anthropic sends it.
  func messagesEvents(_ identity: FakeUpstream.Identity) -> [String] {
    func event(_ type: String, _ fields: String = "") -> String {
      "event: \(type)\n" + #"data: {"type":"\#(type)"\#(fields)}"# + "\n\n"
    }
    var events = [
      event(
        "message_start",
        #","message":{"id":"\#(identity.message)","type":"message","role":"assistant","#
          + #""model":\#(jsonString(identity.model)),"content":[],"stop_reason":null,"stop_sequence":null,"#
          + #""usage":{"input_tokens":\#(inputTokens),"output_tokens":1}}"#
      )
    ]
    for (index, part) in parts.enumerated() {
      func start(_ block: String) {
        events.append(event("content_block_start", #","index":\#(index),"content_block":\#(block)"#))
        if index == 0 { events.append(event("ping")) }
      }
      func delta(_ type: String, _ member: String, _ value: String) {
        let delta = #"{"type":"\#(type)","\#(member)":\#(jsonString(value))}"#
        events.append(event("content_block_delta", #","index":\#(index),"delta":\#(delta)"#))
      }
      switch part {
      case .thinking(let thought, let proof):
        start(#"{"type":"thinking","thinking":"","signature":""}"#)
        for piece in pieces(of: thought) { delta("thinking_delta", "thinking", piece) }
        delta("signature_delta", "signature", proof)
      case .text(let text):
        start(#"{"type":"text","text":""}"#)
        for piece in pieces(of: text) { delta("text_delta", "text", piece) }
      case .call(let name, _, let arguments):
        start(#"{"type":"tool_use","id":"\#(identity.call(index))","name":\#(jsonString(name)),"input":{}}"#)
        for piece in pieces(of: arguments) { delta("input_json_delta", "partial_json", piece) }
      case .customCall, .toolSearch:
        preconditionFailure("Messages has no such call")
      }
      events.append(event("content_block_stop", #","index":\#(index)"#))
    }
    events.append(
      event(
        "message_delta",
        #","delta":{"stop_reason":"\#(stopReason)","stop_sequence":null},"usage":{"output_tokens":\#(Self.outputTokens)}"#
      )
    )
    return events + [event("message_stop")]
  }

  private var stopReason: String { hasCall ? "tool_use" : "end_turn" }
}
