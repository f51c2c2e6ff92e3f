import Testing

@testable import WireFormats

/// Searches of the web that the provider itself runs.
@Suite struct WebSearchTests {
  // MARK: - Asking for one

  private let anthropic = #"""
    {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"tools":[{"type":"web_search_20250305",
     "name":"web_search","max_uses":8,"allowed_domains":["a.example"],"cache_control":{"type":"ephemeral"},
     "user_location":{"type":"approximate","city":"Oslo","country":"NO","region":null}}]}
    """#
  private let openAI = #"""
    {"model":"m","input":"hi","max_tool_calls":3,"include":["web_search_call.action.sources"],"tools":[
     {"type":"web_search","filters":{"allowed_domains":["a.example"]},"search_context_size":"low",
      "external_web_access":true,"user_location":{"type":"approximate","city":"Oslo"}}]}
    """#
  private let chat = #"""
    {"model":"m","messages":[{"role":"user","content":"hi"}],"web_search_options":{"search_context_size":"high",
     "user_location":{"type":"approximate","approximate":{"country":"NO"}}}}
    """#

  @Test func anthropicsToolBecomesOpenAIs() throws {
    let asked = try Translated(.messages, .responses, try json(anthropic), model: "gpt-5.5")
    #expect(asked.translation.dropped.isEmpty)
    #expect(
      asked.body["tools"]
        == [
          [
            "type": "web_search", "filters": ["allowed_domains": ["a.example"]],
            "user_location": ["type": "approximate", "city": "Oslo", "country": "NO"],
          ]
        ]
    )
    #expect(asked.body["max_tool_calls"] == 8)
    #expect(asked.body["include"]?.array?.contains("web_search_call.action.sources") == true)
    let searching = try Translated(.messages, .chatCompletions, try json(anthropic), model: "gpt-5-search-api")
    #expect(
      searching.body["web_search_options"]
        == ["user_location": ["type": "approximate", "approximate": ["city": "Oslo", "country": "NO"]]]
    )
    #expect(searching.body["tools"] == nil)
    #expect(searching.translation.dropped == ["web_search.max_uses", "web_search.allowed_domains"])
  }

  @Test func openAIsToolBecomesAnthropics() throws {
    let asked = try Translated(.responses, .messages, try json(openAI), model: "claude-sonnet-5-5")
    #expect(
      asked.body["tools"]
        == [
          [
            "type": "web_search_20250305", "name": "web_search", "max_uses": 3, "allowed_domains": ["a.example"],
            "user_location": ["type": "approximate", "city": "Oslo"],
          ]
        ]
    )
    #expect(asked.translation.dropped == ["web_search.search_context_size"])
    let fromChat = try Translated(.chatCompletions, .messages, try json(chat), model: "claude-sonnet-5-5")
    #expect(
      fromChat.body["tools", 0]
        == [
          "type": "web_search_20250305", "name": "web_search",
          "user_location": ["type": "approximate", "country": "NO"],
        ]
    )
    #expect(fromChat.translation.dropped == ["web_search.search_context_size"])
    let toResponses = try Translated(.chatCompletions, .responses, try json(chat), model: "gpt-5.5")
    #expect(
      toResponses.body["tools", 0]
        == [
          "type": "web_search", "user_location": ["type": "approximate", "country": "NO"],
          "search_context_size": "high",
        ]
    )
    #expect(toResponses.translation.dropped.isEmpty)
  }

  /// What only looks into OpenAI's cache must not become a search of the web; what the model cannot do is not asked of
  /// it; and Anthropic's tool has a name that the client may have given away.
  @Test(arguments: [
    (WireFormat.responses, #"{"type":"web_search","external_web_access":false}"#, "claude-sonnet-5-5"),
    (.responses, #"{"type":"web_search"}"#, "claude-3-opus"), (.responses, #"{"type":"web_search"}"#, "qwen3-coder"),
    (.responses, #"{"type":"web_search"},{"type":"function","name":"web_search"}"#, "claude-sonnet-5-5"),
  ])
  func elsewhereItIsAForeignTool(_ client: WireFormat, _ tools: String, _ model: String) throws {
    let request = try json(#"{"model":"m","input":"hi","tools":[\#(tools),{"type":"function","name":"f"}]}"#)
    let asked = try Translated(client, .messages, request, model: model)
    #expect(asked.translation.dropped == ["tools.web_search"])
    #expect(asked.body["tools"]?.array?.contains { $0["type"] != nil } == false)
  }

  @Test func aModelWithoutOneRefusesOrDropsIt() throws {
    #expect(throws: ErrorReply.self) {
      try Translated(.messages, .chatCompletions, try json(anthropic), model: "gpt-5.5")
    }
    let asked = try Translated(.chatCompletions, .messages, try json(chat), model: "glm-5")
    #expect(asked.translation.dropped == ["web_search_options"])
  }

  @Test func aSearchThatMustBeRunIsOne() throws {
    let forced = anthropic.replacing(#""max_tokens":9"#, with: #""tool_choice":{"type":"tool","name":"web_search"}"#)
    let toResponses = try Translated(.messages, .responses, try json(forced), model: "gpt-5.5")
    #expect(
      toResponses.body["tool_choice"]
        == ["type": "allowed_tools", "mode": "required", "tools": [["type": "web_search"]]]
    )
    let chosen = openAI.replacing(#""input":"hi""#, with: #""input":"hi","tool_choice":{"type":"web_search"}"#)
    let toMessages = try Translated(.responses, .messages, try json(chosen), model: "claude-opus-4-6")
    #expect(toMessages.body["tool_choice"] == ["type": "tool", "name": "web_search"])
    #expect(toMessages.body["thinking"] == nil)
    let refused = refusal(.responses, .chatCompletions, try json(chosen))
    #expect(refused?.parameter == "tool_choice")
  }

  // MARK: - What came of it

  private let found = #"""
    {"id":"msg_x","type":"message","role":"assistant","content":[{"type":"text","text":"I look."},
      {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"weather"}},
      {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result",
        "url":"https://a.example/","title":"A","encrypted_content":"SEAL","page_age":null}]},
      {"type":"text","text":"Räin.","citations":[{"type":"web_search_result_location","url":"https://a.example/",
        "title":"A","cited_text":"It rains","encrypted_index":"SEAL2"},
        {"type":"char_location","cited_text":"x","document_index":0,"start_char_index":0,"end_char_index":1}]}],
     "stop_reason":"end_turn","usage":{"input_tokens":10,"output_tokens":7}}
    """#
  private let told = #"""
    {"id":"resp_x","object":"response","status":"completed","output":[
      {"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"weather",
        "sources":[{"type":"url","url":"https://a.example/"}]}},
      {"type":"web_search_call","id":"ws_2","status":"completed","action":{"type":"open_page","url":"https://a.example/"}},
      {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Rain (A).","annotations":[
        {"type":"url_citation","start_index":5,"end_index":8,"url":"https://a.example/","title":"A"},
        {"type":"file_citation","file_id":"f","filename":"n","index":1}]}]}],
     "usage":{"input_tokens":18,"output_tokens":7,"total_tokens":25}}
    """#

  private func whole(_ client: WireFormat, _ upstream: WireFormat, _ answer: String) throws -> JSON {
    let body = try translation(client, upstream).translateResponse(answer.utf8.span)
    return try JSON(parsing: body.span)
  }

  private func translation(_ client: WireFormat, _ upstream: WireFormat) throws -> Translation {
    let requests: [WireFormat: String] = [
      .chatCompletions: #"{"model":"mine","messages":[{"role":"user","content":"hi"}]}"#,
      .responses: #"{"model":"mine","input":"hi"}"#,
      .messages: #"{"model":"mine","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}"#,
    ]
    return try Translated(client, upstream, try json(requests[client] ?? ""), model: "theirs").translation
  }

  @Test func anthropicsSearchIsToldInResponses() throws {
    let body = try whole(.responses, .messages, found)
    #expect(
      body["output", 1]
        == [
          "type": "web_search_call", "id": "ws_r1_1", "status": "completed",
          "action": [
            "type": "search", "query": "weather", "queries": ["weather"],
            "sources": [["type": "url", "url": "https://a.example/"]],
          ],
        ]
    )
    #expect(
      body["output", 2, "content", 0, "annotations"]
        == [["type": "url_citation", "start_index": 0, "end_index": 5, "url": "https://a.example/", "title": "A"]]
    )
  }

  @Test func openAIsSearchIsToldInMessages() throws {
    let content = try #require(try whole(.messages, .responses, told)["content"]?.array)
    #expect(content.map { $0["type"] } == ["server_tool_use", "web_search_tool_result", "text"])
    #expect(content[0]["id"] == "srvtoolu_ws_1")
    #expect(content[0]["input"] == ["query": "weather"])
    #expect(content[1]["tool_use_id"] == "srvtoolu_ws_1")
    #expect(content[1]["content", 0, "url"] == "https://a.example/")
    // No seal of Anthropic's is made up.
    #expect(content[1]["content", 0, "encrypted_content"] == "agentproxy:openai-search")
    #expect(content[2]["citations"]?.array?.count == 1)
    #expect(content[2]["citations", 0, "url"] == "https://a.example/")
    #expect(content[2]["citations", 0, "type"] == "web_search_result_location")
  }

  /// Chat Completions has one text, and no place for the search itself.
  @Test func citationsAreToldInChatCompletions() throws {
    let anthropics = try whole(.chatCompletions, .messages, found)["choices", 0, "message"]
    #expect(anthropics?["content"] == "I look.Räin.")
    #expect(
      anthropics?["annotations"]
        == [
          [
            "type": "url_citation",
            "url_citation": ["start_index": 7, "end_index": 12, "url": "https://a.example/", "title": "A"],
          ]
        ]
    )
    let openAIs = try whole(.chatCompletions, .responses, told)["choices", 0, "message"]
    #expect(openAIs?["annotations", 0, "url_citation", "start_index"] == 5)
    #expect(openAIs?["annotations", 0, "url_citation", "end_index"] == 8)
    #expect(openAIs?["annotations"]?.array?.count == 1)
  }

  @Test(arguments: [WireFormat.messages, .responses])
  func citationsOfChatCompletionsAreToldElsewhere(_ client: WireFormat) throws {
    let answer = #"""
      {"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Rain (A).","annotations":[
        {"type":"url_citation","url_citation":{"start_index":5,"end_index":80,"url":"https://a.example/","title":"A"}}]}}]}
      """#
    let body = try whole(client, .chatCompletions, answer)
    if client == .messages {
      #expect(body["content", 0, "citations", 0, "url"] == "https://a.example/")
    } else {
      let annotation = body["output", 0, "content", 0, "annotations", 0]
      #expect(annotation?["start_index"] == 5)
      // No index lies outside of the text.
      #expect(annotation?["end_index"] == 9)
    }
  }

  /// In the provider's own format its own words are kept, seals and all.
  @Test func inTheProvidersOwnFormatNothingIsLost() throws {
    let messages = try whole(.messages, .messages, found)["content"]
    #expect(messages?[1, "id"] == "srvtoolu_1")
    #expect(messages?[2, "content", 0, "encrypted_content"] == "SEAL")
    #expect(messages?[3, "citations"]?.array?.count == 2)
    #expect(messages?[3, "citations", 0, "encrypted_index"] == "SEAL2")
    let responses = try whole(.responses, .responses, told)["output"]
    #expect(responses?[0, "id"] == "ws_1")
    #expect(responses?[1, "action", "type"] == "open_page")
    #expect(responses?[2, "content", 0, "annotations"]?.array?.count == 2)
  }

  @Test func aSearchThatFailedIsOne() throws {
    let failed = #"""
      {"content":[{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"weather"}},
        {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1",
         "content":{"type":"web_search_tool_result_error","error_code":"max_uses_exceeded"}},
        {"type":"text","text":"I do not know."}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}
      """#
    #expect(try whole(.responses, .messages, failed)["output", 0, "status"] == "failed")
    let again = try whole(.messages, .messages, failed)["content", 1, "content", "error_code"]
    #expect(again == "max_uses_exceeded")
    let openAIs = told.replacing(#""id":"ws_1","status":"completed""#, with: #""id":"ws_1","status":"failed""#)
    #expect(try whole(.messages, .responses, openAIs)["content"]?.array?.map { $0["type"] } == ["text"])
  }

  // MARK: - Streams

  private func streamed(_ client: WireFormat, _ upstream: WireFormat, _ data: [String]) throws -> [JSON] {
    var machine = try translation(client, upstream).stream()
    let bytes = machine.read(try stream(upstream, data)) + machine.finish()
    #expect(machine.state == .complete)
    return try events(bytes)
  }

  private let foundStream = [
    #"{"type":"message_start","message":{"usage":{"input_tokens":1,"output_tokens":1}}}"#,
    #"{"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}}"#,
    #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"query\":"}}"#,
    #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\"weather\"}"}}"#,
    #"{"type":"content_block_stop","index":0}"#,
    #"{"type":"content_block_start","index":1,"content_block":{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","url":"https://a.example/","title":"A","encrypted_content":"SEAL"}]}}"#,
    #"{"type":"content_block_stop","index":1}"#,
    #"{"type":"content_block_start","index":2,"content_block":{"type":"text","text":"","citations":[]}}"#,
    #"{"type":"content_block_delta","index":2,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://a.example/","title":"A","cited_text":"x","encrypted_index":"SEAL2"}}}"#,
    #"{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"Ra"}}"#,
    #"{"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"in."}}"#,
    #"{"type":"content_block_stop","index":2}"#,
    #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":7}}"#,
    #"{"type":"message_stop"}"#,
  ]
  private let toldStream = [
    #"{"type":"response.created","response":{"id":"resp_x"}}"#,
    #"{"type":"response.output_item.added","output_index":0,"item":{"type":"web_search_call","id":"ws_1","status":"in_progress"}}"#,
    #"{"type":"response.web_search_call.searching","output_index":0,"item_id":"ws_1"}"#,
    #"{"type":"response.output_item.done","output_index":0,"item":{"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"weather","sources":[{"type":"url","url":"https://a.example/"}]}}}"#,
    #"{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"Rain."}"#,
    #"{"type":"response.output_text.annotation.added","output_index":1,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","start_index":0,"end_index":4,"url":"https://a.example/","title":"A"}}"#,
    #"{"type":"response.output_item.done","output_index":1,"item":{"type":"message","content":[{"type":"output_text","text":"Rain.","annotations":[{"type":"url_citation","start_index":0,"end_index":4,"url":"https://a.example/","title":"A"}]}]}}"#,
    #"{"type":"response.completed","response":{"id":"resp_x","output":[],"usage":{"input_tokens":1,"output_tokens":1}}}"#,
  ]

  @Test func aStreamOfAnthropicsTellsItAsOpenAIDoes() throws {
    let events = try streamed(.responses, .messages, foundStream)
    #expect(
      events.map { $0["type"]?.string?.dropping("response.") } == [
        "created", "in_progress", "output_item.added", "web_search_call.in_progress", "web_search_call.searching",
        "web_search_call.completed", "output_item.done", "output_item.added", "content_part.added",
        "output_text.delta", "output_text.delta", "output_text.annotation.added", "output_text.done",
        "content_part.done", "output_item.done", "completed",
      ]
    )
    #expect(events.compactMap { $0["sequence_number"]?.int } == Array(0..<events.count))
    #expect(events[6]["item", "action", "query"] == "weather")
    #expect(events[11]["annotation", "end_index"] == 5)
    #expect(events[14]["item", "content", 0, "annotations", 0, "url"] == "https://a.example/")
    #expect(events[15]["response", "output", 0, "type"] == "web_search_call")
    let chunks = try streamed(.chatCompletions, .messages, foundStream)
    let annotated = chunks.filter { $0["choices", 0, "delta", "annotations"] != nil }
    #expect(annotated.count == 1)
    #expect(annotated.first?["choices", 0, "delta", "annotations", 0, "url_citation", "end_index"] == 5)
  }

  @Test func aStreamOfOpenAIsTellsItAsAnthropicDoes() throws {
    let events = try streamed(.messages, .responses, toldStream)
    #expect(
      events.map { $0["type"] } == [
        "message_start", "content_block_start", "content_block_delta", "content_block_stop", "content_block_start",
        "content_block_stop", "content_block_start", "content_block_delta", "content_block_delta",
        "content_block_stop", "message_delta", "message_stop",
      ]
    )
    #expect(events[1]["content_block", "type"] == "server_tool_use")
    #expect(events[2]["delta", "partial_json"] == #"{"query":"weather"}"#)
    #expect(events[4]["content_block", "tool_use_id"] == "srvtoolu_ws_1")
    #expect(events[8]["delta", "citation", "url"] == "https://a.example/")
    #expect(events.compactMap { $0["index"]?.int } == [0, 0, 0, 1, 1, 2, 2, 2, 2])
  }

  // MARK: - The next turn

  /// OpenAI's search goes back to OpenAI, whose thoughts may not stand without it, and to no other provider.
  @Test func aSearchGoesBackToWhoRanIt() throws {
    let content = try #require(try whole(.messages, .responses, told)["content"])
    let request: JSON = [
      "model": "m", "max_tokens": 9,
      "messages": [
        ["role": "user", "content": "hi"], ["role": "assistant", "content": content],
        ["role": "user", "content": "and now?"],
      ],
    ]
    let back = try Translated(.messages, .responses, request, model: "gpt-5.5")
    #expect(back.body["input"]?.array?.map { $0["type"] } == ["message", "web_search_call", "message", "message"])
    #expect(back.body["input", 1, "id"] == "ws_1")
    #expect(back.body["input", 1, "action"] == ["type": "search", "query": "weather"])
    #expect(back.translation.dropped == ["content.citations"])
    let bytes = Array(request.text.utf8)
    let isForeign = ForeignReasoning.isPresent(in: bytes.span, format: .messages)
    #expect(isForeign)
    let anthropic = try Translated(.messages, .messages, request, model: "claude-sonnet-5-5")
    #expect(anthropic.body["messages", 1, "content"] == [["type": "text", "text": "Rain (A)."]])
    let chat = try Translated(.messages, .chatCompletions, request, model: "gpt-5.5")
    #expect(chat.translation.dropped.contains("content.web_search_tool_result"))
  }
}
