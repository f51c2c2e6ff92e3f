extension FakeUpstream.Answer {
  /// The answer as one message.
  func messagesBody(_ identity: FakeUpstream.Identity) -> String {
    let block: String
    switch self {
    case .toolCall(let name, let arguments):
      block = #"{"type":"tool_use","id":"\#(identity.call)","name":\#(jsonString(name)),"input":\#(arguments)}"#
    case .text(let text):
      block = #"{"type":"text","text":\#(jsonString(text))}"#
    case .reply:
      return ""
    }
    return #"{"id":"\#(identity.message)","type":"message","role":"assistant","#
      + #""model":\#(jsonString(identity.model)),"content":[\#(block)],"stop_reason":"\#(stopReason)","#
      + #""stop_sequence":null,"usage":{"input_tokens":12,"output_tokens":7}}"#
  }

  /// The answer as the events of a streamed message, a ping among them as Anthropic sends it.
  func messagesEvents(_ identity: FakeUpstream.Identity) -> [String] {
    func event(_ type: String, _ fields: String = "") -> String {
      "event: \(type)\n" + #"data: {"type":"\#(type)"\#(fields)}"# + "\n\n"
    }
    func delta(_ delta: String) -> String {
      event("content_block_delta", #","index":0,"delta":\#(delta)"#)
    }
    var events = [
      event(
        "message_start",
        #","message":{"id":"\#(identity.message)","type":"message","role":"assistant","#
          + #""model":\#(jsonString(identity.model)),"content":[],"stop_reason":null,"stop_sequence":null,"#
          + #""usage":{"input_tokens":12,"output_tokens":1}}"#
      )
    ]
    switch self {
    case .toolCall(let name, let arguments):
      let block = #"{"type":"tool_use","id":"\#(identity.call)","name":\#(jsonString(name)),"input":{}}"#
      events.append(event("content_block_start", #","index":0,"content_block":\#(block)"#))
      events.append(event("ping"))
      events += pieces(of: arguments).map {
        delta(#"{"type":"input_json_delta","partial_json":\#(jsonString($0))}"#)
      }
    case .text(let text):
      events.append(event("content_block_start", #","index":0,"content_block":{"type":"text","text":""}"#))
      events.append(event("ping"))
      events += pieces(of: text).map { delta(#"{"type":"text_delta","text":\#(jsonString($0))}"#) }
    case .reply:
      return []
    }
    events.append(event("content_block_stop", #","index":0"#))
    events.append(
      event(
        "message_delta",
        #","delta":{"stop_reason":"\#(stopReason)","stop_sequence":null},"usage":{"output_tokens":7}"#
      )
    )
    return events + [event("message_stop")]
  }

  private var stopReason: String {
    if case .toolCall = self { "tool_use" } else { "end_turn" }
  }
}
