extension FakeUpstream.Turn {
  /// The answer as one chat completion; thoughts stand in `reasoning_content`, as most servers have it.
  func chatBody(_ identity: FakeUpstream.Identity) -> String {
    var thoughts = ""
    var text = ""
    var calls: [String] = []
    for (index, part) in parts.enumerated() {
      switch part {
      case .thinking(let thought, _): thoughts += thought
      case .text(let piece): text += piece
      case .call, .customCall, .toolSearch:
        calls.append("{" + call(part, identity.call(index), given: true) + "}")
      case .webSearch: preconditionFailure("Chat Completions has no such part")
      }
    }
    var message = #"{"role":"assistant","content":\#(text.isEmpty && hasCall ? "null" : jsonString(text))"#
    if !thoughts.isEmpty { message += #","reasoning_content":\#(jsonString(thoughts))"# }
    if hasCall { message += #","tool_calls":[\#(calls.joined(separator: ","))]"# }
    return #"{"id":"\#(identity.completion)","object":"chat.completion","created":1700000000,"#
      + #""model":\#(jsonString(identity.model)),"#
      + #""choices":[{"index":0,"message":\#(message)},"finish_reason":"\#(finishReason)"}],\#(chatUsage)}"#
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
    var calls = 0
    for (index, part) in parts.enumerated() {
      switch part {
      case .thinking(let thought, _):
        events += pieces(of: thought).map { delta(#"{"reasoning_content":\#(jsonString($0))}"#) }
      case .text(let text):
        events += pieces(of: text).map { delta(#"{"content":\#(jsonString($0))}"#) }
      case .call(_, _, let input), .customCall(_, let input), .toolSearch(let input):
        let begun = call(part, identity.call(index), given: false)
        events.append(delta(#"{"tool_calls":[{"index":\#(calls),\#(begun)}]}"#))
        let (kind, field) = Self.kind(of: part)
        events += pieces(of: input).map {
          delta(#"{"tool_calls":[{"index":\#(calls),"\#(kind)":{"\#(field)":\#(jsonString($0))}}]}"#)
        }
        calls += 1
      case .webSearch: preconditionFailure("Chat Completions has no such part")
      }
    }
    events.append(delta("{}", reason: #""\#(finishReason)""#))
    events.append(chunk("", usage: "," + chatUsage))
    return events + ["data: [DONE]\n\n"]
  }

  /// The members of a call, with or without what it is given.
  private func call(_ part: Part, _ id: String, given: Bool) -> String {
    let (kind, field) = Self.kind(of: part)
    let name: String
    let input: String
    switch part {
    case .call(let tool, _, let arguments): (name, input) = (tool, arguments)
    case .customCall(let tool, let text): (name, input) = (tool, text)
    case .toolSearch(let arguments): (name, input) = ("tool_search", arguments)
    case .thinking, .text, .webSearch: return ""
    }
    return #""id":"\#(id)","type":"\#(kind)","#
      + #""\#(kind)":{"name":\#(jsonString(name)),"\#(field)":\#(jsonString(given ? input : ""))}"#
  }

  /// What a call is called, and what holds what it is given.
  private static func kind(of part: Part) -> (kind: String, field: String) {
    if case .customCall = part { ("custom", "input") } else { ("function", "arguments") }
  }

  private var finishReason: String {
    if case .length = end { return "length" }
    return hasCall ? "tool_calls" : "stop"
  }

  private var chatUsage: String {
    let cached = usage.cached.map { #","prompt_tokens_details":{"cached_tokens":\#($0)}"# } ?? ""
    let thought = usage.thought.map { #","completion_tokens_details":{"reasoning_tokens":\#($0)}"# } ?? ""
    return #""usage":{"prompt_tokens":\#(usage.input),"completion_tokens":\#(usage.output),"#
      + #""total_tokens":\#(usage.total)\#(cached)\#(thought)}"#
  }
}
