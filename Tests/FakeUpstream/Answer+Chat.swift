extension FakeUpstream.Answer {
  /// The answer as one chat completion.
  func chatBody(_ identity: FakeUpstream.Identity) -> String {
    let message: String
    let reason: String
    switch self {
    case .toolCall(let name, let arguments):
      let call =
        #"{"id":"\#(identity.call)","type":"function","#
        + #""function":{"name":\#(jsonString(name)),"arguments":\#(jsonString(arguments))}}"#
      message = #"{"role":"assistant","content":null,"tool_calls":[\#(call)]}"#
      reason = "tool_calls"
    case .text(let text):
      message = #"{"role":"assistant","content":\#(jsonString(text))}"#
      reason = "stop"
    case .reply:
      return ""
    }
    return #"{"id":"\#(identity.completion)","object":"chat.completion","created":1700000000,"#
      + #""model":\#(jsonString(identity.model)),"#
      + #""choices":[{"index":0,"message":\#(message),"finish_reason":"\#(reason)"}],"#
      + #""usage":{"prompt_tokens":12,"completion_tokens":7,"total_tokens":19}}"#
  }

  /// The answer as chat completion chunks, the usage last, then `[DONE]`.
  func chatEvents(_ identity: FakeUpstream.Identity) -> [String] {
    func chunk(_ choices: String, usage: String = "") -> String {
      #"data: {"id":"\#(identity.completion)","object":"chat.completion.chunk","created":1700000000,"#
        + #""model":\#(jsonString(identity.model)),"choices":[\#(choices)]\#(usage)}"# + "\n\n"
    }
    func delta(_ delta: String, reason: String = "null") -> String {
      chunk(#"{"index":0,"delta":\#(delta),"finish_reason":\#(reason)}"#)
    }
    var events = [delta(#"{"role":"assistant","content":""}"#)]
    switch self {
    case .toolCall(let name, let arguments):
      events.append(
        delta(
          #"{"tool_calls":[{"index":0,"id":"\#(identity.call)","type":"function","#
            + #""function":{"name":\#(jsonString(name)),"arguments":""}}]}"#
        )
      )
      events += pieces(of: arguments).map {
        delta(#"{"tool_calls":[{"index":0,"function":{"arguments":\#(jsonString($0))}}]}"#)
      }
      events.append(delta("{}", reason: #""tool_calls""#))
    case .text(let text):
      events += pieces(of: text).map { delta(#"{"content":\#(jsonString($0))}"#) }
      events.append(delta("{}", reason: #""stop""#))
    case .reply:
      return []
    }
    events.append(chunk("", usage: #","usage":{"prompt_tokens":12,"completion_tokens":7,"total_tokens":19}"#))
    return events + ["data: [DONE]\n\n"]
  }
}
