import Testing

@testable import WireFormats

/// A Claude Code session as it arrives, trimmed, on its way to the other formats.
@Suite struct ClaudeRequestTests {
  private func request() throws -> JSON {
    try json(
      #"""
      {"model":"m","messages":[
        {"role":"user","content":[{"type":"text","text":"<system-reminder>a</system-reminder>"},
          {"type":"text","text":"run both"}]},
        {"role":"system","content":[{"type":"text","text":"# Environment","cache_control":{"type":"ephemeral"}}]},
        {"role":"assistant","content":[{"type":"thinking","thinking":"let me","signature":"c2ln"},
          {"type":"text","text":"Both."},
          {"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"echo one"}},
          {"type":"tool_use","id":"toolu_2","name":"Read","input":{}}]},
        {"role":"user","content":[{"tool_use_id":"toolu_1","type":"tool_result","content":"no such file","is_error":true},
          {"tool_use_id":"toolu_2","type":"tool_result","is_error":false,"content":[{"type":"text","text":"pic"},
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},
          {"type":"text","text":"go on","cache_control":{"type":"ephemeral"}}]}],
       "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2;"},
         {"type":"text","text":"You are Claude.","cache_control":{"type":"ephemeral"}},{"type":"text","text":"Rules"}],
       "tools":[{"name":"Bash","description":"Runs.","input_schema":{"type":"object","properties":
           {"command":{"type":"string"}},"required":["command"],"additionalProperties":false}},
         {"name":"Read","input_schema":{"type":"object"}},
         {"name":"DeferredToolPlaceholder","description":"x","input_schema":{"type":"object"},"defer_loading":true}],
       "metadata":{"user_id":"{\"device_id\":\"d\"}"},"max_tokens":32000,
       "thinking":{"type":"adaptive","display":"omitted"},
       "context_management":{"edits":[]},"output_config":{"effort":"high"},"stop_sequences":["</block>"],"stream":true}
      """#
    )
  }

  @Test func toChatCompletions() throws {
    let translated = try Translated(.messages, .chatCompletions, request(), model: "qwen3-coder")
    #expect(
      translated.body
        == (try json(
          #"""
          {"model":"qwen3-coder","messages":[
            {"role":"system","content":"You are Claude.\n\nRules"},
            {"role":"user","content":[{"type":"text","text":"<system-reminder>a</system-reminder>"},
              {"type":"text","text":"run both"},
              {"type":"text","text":"<system-reminder>\n# Environment\n</system-reminder>"}]},
            {"role":"assistant","content":"Both.","tool_calls":[
              {"id":"toolu_1","type":"function","function":{"name":"Bash","arguments":"{\"command\":\"echo one\"}"}},
              {"id":"toolu_2","type":"function","function":{"name":"Read","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"toolu_1","content":"Error: no such file"},
            {"role":"tool","tool_call_id":"toolu_2","content":"pic"},
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
              {"type":"text","text":"go on"}]}],
           "tools":[{"type":"function","function":{"name":"Bash","description":"Runs.","parameters":
               {"type":"object","properties":{"command":{"type":"string"}},"required":["command"],
                "additionalProperties":false}}},
             {"type":"function","function":{"name":"Read","parameters":{"type":"object"}}}],
           "max_tokens":32000,"stop":["</block>"],"stream":true,"stream_options":{"include_usage":true}}
          """#
        ))
    )
    #expect(
      translated.translation.dropped == ["reasoning", "reasoning.effort", "metadata.user_id", "context_management"]
    )
  }

  @Test func toResponses() throws {
    let translated = try Translated(.messages, .responses, request(), model: "gpt-5.5")
    #expect(
      translated.body["input"]
        == (try json(
          #"""
          [{"type":"message","role":"developer","content":[{"type":"input_text","text":"You are Claude."},
             {"type":"input_text","text":"Rules"}]},
           {"type":"message","role":"user","content":[
             {"type":"input_text","text":"<system-reminder>a</system-reminder>"},{"type":"input_text","text":"run both"}]},
           {"type":"message","role":"system","content":[{"type":"input_text","text":"# Environment"}]},
           {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Both."}]},
           {"type":"function_call","call_id":"toolu_1","name":"Bash","arguments":"{\"command\":\"echo one\"}"},
           {"type":"function_call","call_id":"toolu_2","name":"Read","arguments":"{}"},
           {"type":"function_call_output","call_id":"toolu_1","output":"Error: no such file"},
           {"type":"function_call_output","call_id":"toolu_2","output":[{"type":"input_text","text":"pic"},
             {"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"auto"}]},
           {"type":"message","role":"user","content":[{"type":"input_text","text":"go on"}]}]
          """#
        ))
    )
    #expect(translated.body["store"] == false)
    #expect(translated.body["include"] == ["reasoning.encrypted_content"])
    #expect(translated.body["reasoning"] == ["effort": "high"])
    #expect(translated.body["tools"]?.array?.map { $0["strict"] } == [false, false])
    #expect(
      translated.translation.dropped == ["reasoning", "stop_sequences", "metadata.user_id", "context_management"]
    )
  }

  @Test func toItsOwnFormatNothingIsLost() throws {
    let before = try request()
    let translated = try Translated(.messages, .messages, before)
    #expect(translated.translation.dropped == [])
    let (first, _) = try Translation.decode(.messages, before.text.utf8.span)
    let (second, _) = try Translation.decode(.messages, translated.translation.body.span)
    #expect(first == second)
    #expect(translated.body["messages", 0] == before["messages", 0])
    #expect(translated.body["context_management"] == before["context_management"])
  }

  @Test func instructionsStayInPlaceWhereTheyMay() throws {
    let body = try Translated(.messages, .chatCompletions, request(), model: "gpt-4o").body
    #expect(body["messages", 0, "content"]?.array?.count == 2)
    #expect(body["messages", 2] == ["role": "system", "content": "# Environment"])
    #expect(body["reasoning_effort"] == nil)
    #expect(body["max_completion_tokens"] == 32000)
  }

  /// Claude Code asks again with more when an answer was cut, and gives up after a 400.
  @Test func aLimitAboveTheModelsIsLowered() throws {
    var traits = UpstreamTraits(model: "qwen")
    traits.maximumOutputTokens = 4096
    for upstream in [WireFormat.chatCompletions, .responses, .messages] {
      let body = try Translated(.messages, upstream, request(), traits: traits).body
      #expect((body["max_tokens"] ?? body["max_output_tokens"]) == 4096)
    }
  }

  @Test func theLeastThatResponsesTakesIsSixteen() throws {
    let request = try json(#"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"hi"}]}"#)
    #expect(try Translated(.messages, .responses, request).body["max_output_tokens"] == 16)
  }

  @Test func aFoundToolIsOffered() throws {
    let request = try json(
      #"""
      {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"},
        {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"ToolSearch","input":{"query":"web"}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[
          {"type":"tool_reference","tool_name":"WebFetch"}]}]}],
       "tools":[{"name":"ToolSearch","input_schema":{"type":"object"}},
         {"name":"WebFetch","input_schema":{"type":"object"},"defer_loading":true},
         {"name":"Other","input_schema":{"type":"object"},"defer_loading":true}]}
      """#
    )
    let body = try Translated(.messages, .chatCompletions, request).body
    #expect(body["tools"]?.array?.map { $0["function"]?["name"] } == ["ToolSearch", "WebFetch"])
    #expect(body["messages", 2, "content"] == "The tool WebFetch can be called now.")
  }

  /// An answer without the search would pass for one with it.
  @Test func aProvidersToolAloneIsRefused() throws {
    let alone = try json(
      #"{"model":"m","max_tokens":9,"messages":[],"tools":[{"type":"web_search_20250305","name":"web_search"}]}"#
    )
    #expect(refusal(.messages, .chatCompletions, alone)?.parameter == "tools")
    #expect(refusal(.messages, .responses, alone)?.message.contains("web_search_20250305") == true)
    let among = try json(
      #"""
      {"model":"m","max_tokens":9,"messages":[],"tools":[{"type":"web_search_20250305","name":"web_search"},
        {"name":"Bash","input_schema":{"type":"object"}}]}
      """#
    )
    #expect(try Translated(.messages, .chatCompletions, among).translation.dropped == ["tools.web_search_20250305"])
  }

  /// Anthropic shows the thoughts of a budget by itself.
  @Test(arguments: [
    (#"{"type":"enabled","budget_tokens":8000}"#, "auto" as JSON?),
    (#"{"type":"enabled","budget_tokens":8000,"display":"omitted"}"#, nil), (#"{"type":"adaptive"}"#, nil),
    (#"{"type":"adaptive","display":"summarized"}"#, "auto"), (#"{"type":"disabled"}"#, nil),
  ])
  func thoughtsAreAskedForWhereTheyWouldBeShown(_ thinking: String, _ summary: JSON?) throws {
    let request = try json(#"{"model":"m","max_tokens":9000,"messages":[],"thinking":\#(thinking)}"#)
    #expect(try Translated(.messages, .responses, request, model: "gpt-5.5").body["reasoning"]?["summary"] == summary)
    #expect(try Translated(.messages, .responses, request, model: "gpt-4.1").body["reasoning"] == nil)
  }

  @Test func documentsAndSearchResultsBecomeText() throws {
    let request = try json(
      #"""
      {"model":"m","max_tokens":9,"messages":[{"role":"user","content":[
        {"type":"document","title":"T","source":{"type":"text","media_type":"text/plain","data":"words"}},
        {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"}},
        {"type":"search_result","source":"http://x","title":"S","content":[{"type":"text","text":"found"}]}]}]}
      """#
    )
    #expect(
      try Translated(.messages, .chatCompletions, request).body["messages", 0, "content"]
        == (try json(
          #"""
          [{"type":"text","text":"<document>\nTitle: T\nwords\n</document>"},
           {"type":"file","file":{"filename":"document.pdf","file_data":"data:application/pdf;base64,JVBE"}},
           {"type":"text","text":"<document>\nTitle: S\nContext: http://x\nfound\n</document>"}]
          """#
        ))
    )
    #expect(
      try Translated(.messages, .responses, request).body["input", 0, "content", 1]
        == ["type": "input_file", "filename": "document.pdf", "file_data": "data:application/pdf;base64,JVBE"]
    )
  }

  @Test(arguments: [
    #"{"type":"image","source":{"type":"file","file_id":"file_1"}}"#,
    #"{"type":"document","source":{"type":"file","file_id":"file_1"}}"#,
  ])
  func filesOfAnotherProviderAreRefused(_ block: String) throws {
    let request = try json(#"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[\#(block)]}]}"#)
    #expect(refusal(.messages, .chatCompletions, request)?.parameter == "file_id")
    #expect(refusal(.messages, .responses, request)?.parameter == "file_id")
    #expect(refusal(.messages, .messages, request) == nil)
  }

  /// The tool runners of Anthropic's SDKs go on without the thread at this code, and only at this one.
  @Test(arguments: [#"{"type":"create"}"#, #"{"type":"continue","previous_message_id":"msg_1"}"#])
  func aConversationThatAnthropicKeepsIsRefusedInItsOwnWords(_ thread: String) throws {
    let request = try json(
      #"{"model":"m","max_tokens":9,"thread":\#(thread),"messages":[{"role":"user","content":"hi"}]}"#
    )
    for upstream in [WireFormat.chatCompletions, .responses] {
      let error = try #require(refusal(.messages, upstream, request))
      #expect(error.kind == .invalidRequest)
      #expect(error.parameter == "thread")
      let body = try JSON(parsing: error.body(for: .anthropic, requestID: "r1").span)
      #expect(body["error", "details", "error_code"] == "thread_unsupported_request")
    }
    #expect(refusal(.messages, .messages, request) == nil)
  }

  @Test func modelsThatThinkAreSparedWhatTheyRefuse() throws {
    let request = try json(
      #"{"model":"m","max_tokens":9,"temperature":0.5,"stop_sequences":["x"],"messages":[{"role":"user","content":"hi"}]}"#
    )
    let chat = try Translated(.messages, .chatCompletions, request, model: "gpt-5.5")
    #expect(chat.body["temperature"] == nil)
    #expect(chat.body["stop"] == nil)
    #expect(chat.translation.dropped == ["stop_sequences", "temperature"])
    let responses = try Translated(.messages, .responses, request, model: "gpt-5.5")
    #expect(responses.body["temperature"] == nil)
    #expect(responses.translation.dropped == ["temperature", "stop_sequences"])
    let other = try Translated(.messages, .chatCompletions, request, model: "gpt-4.1")
    #expect(other.body["temperature"]?.text == "0.5")
    #expect(other.body["stop"] == ["x"])
    #expect(other.translation.dropped == [])
  }
}
