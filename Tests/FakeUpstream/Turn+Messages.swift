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
      case .webSearch(let query, let url):
        Self.search(#"{"query":\#(jsonString(query))}"#, identity, index) + "," + Self.found(url, identity, index)
      case .customCall, .toolSearch:
        preconditionFailure("Messages has no such call")
      }
    }
    return #"{"id":"\#(identity.message)","type":"message","role":"assistant","#
      + #""model":\#(jsonString(identity.model)),"content":[\#(blocks.joined(separator: ","))],"#
      + #"\#(messagesEnd),\#(messagesUsage(output: usage.output))}"#
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
          + #"\#(messagesUsage(output: 1))}"#
      )
    ]
    var block = 0
    for (index, part) in parts.enumerated() {
      func start(_ content: String) {
        events.append(event("content_block_start", #","index":\#(block),"content_block":\#(content)"#))
        if block == 0 { events.append(event("ping")) }
      }
      func delta(_ type: String, _ member: String, _ value: String) {
        let delta = #"{"type":"\#(type)","\#(member)":\#(jsonString(value))}"#
        events.append(event("content_block_delta", #","index":\#(block),"delta":\#(delta)"#))
      }
      func stop() {
        events.append(event("content_block_stop", #","index":\#(block)"#))
        block += 1
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
      case .webSearch(let query, let url):
        start(Self.search("{}", identity, index))
        delta("input_json_delta", "partial_json", #"{"query":\#(jsonString(query))}"#)
        stop()
        start(Self.found(url, identity, index))
      case .customCall, .toolSearch:
        preconditionFailure("Messages has no such call")
      }
      stop()
    }
    events.append(
      event(
        "message_delta",
        #","delta":{\#(messagesEnd)},"usage":{"output_tokens":\#(usage.output)}"#
      )
    )
    return events + [event("message_stop")]
  }

  /// The two blocks of a search.
  private static func search(_ input: String, _ identity: FakeUpstream.Identity, _ index: Int) -> String {
    #"{"type":"server_tool_use","id":"\#(identity.item("srvtoolu", index))","name":"web_search","input":\#(input)}"#
  }

  private static func found(_ url: String, _ identity: FakeUpstream.Identity, _ index: Int) -> String {
    #"{"type":"web_search_tool_result","tool_use_id":"\#(identity.item("srvtoolu", index))","content":["#
      + #"{"type":"web_search_result","url":\#(jsonString(url)),"title":"a page","encrypted_content":"seal","page_age":null}]}"#
  }

  private var messagesEnd: String {
    switch end {
    case .natural: #""stop_reason":"\#(hasCall ? "tool_use" : "end_turn")","stop_sequence":null"#
    case .length: #""stop_reason":"max_tokens","stop_sequence":null"#
    case .stopSequence(let text): #""stop_reason":"stop_sequence","stop_sequence":\#(jsonString(text))"#
    }
  }

  /// Anthropic counts what the cache gave apart from the rest.
  private func messagesUsage(output: Int) -> String {
    let cached = usage.cached.map { #","cache_read_input_tokens":\#($0),"cache_creation_input_tokens":0"# } ?? ""
    return #""usage":{"input_tokens":\#(usage.input - (usage.cached ?? 0))\#(cached),"output_tokens":\#(output)}"#
  }
}
