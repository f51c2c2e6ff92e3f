import Testing

@testable import WireFormats

/// Whole answers on their way back.
@Suite struct AnswerTests {
  /// The answer that a client of one format gets for an upstream's of another.
  private func answer(
    _ client: WireFormat,
    _ upstream: WireFormat,
    _ answer: String,
    request: String? = nil
  ) throws -> JSON {
    let requests: [WireFormat: String] = [
      .chatCompletions: #"{"model":"mine","messages":[{"role":"user","content":"hi"}]}"#,
      .responses: #"{"model":"mine","input":"hi"}"#,
      .messages: #"{"model":"mine","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}"#,
    ]
    let request = Array((request ?? requests[client] ?? "").utf8)
    let translation = try Translation(
      client: client,
      upstream: upstream,
      request: request.span,
      model: "theirs",
      requestID: "r1",
      created: 7
    )
    let body = try translation.translateResponse(answer.utf8.span)
    return try JSON(parsing: body.span)
  }

  private let messages = #"""
    {"id":"msg_x","type":"message","role":"assistant","model":"theirs","content":[
      {"type":"thinking","thinking":"hm","signature":"SIG"},{"type":"redacted_thinking","data":"RED"},
      {"type":"text","text":"Hello"},{"type":"tool_use","id":"toolu_1","name":"f","input":{"a":1.0}},
      {"type":"tool_use","id":"toolu_2","name":"g","input":{}}],
     "stop_reason":"tool_use","stop_sequence":null,
     "usage":{"input_tokens":10,"cache_read_input_tokens":5,"cache_creation_input_tokens":3,"output_tokens":7}}
    """#

  private let chat = #"""
    {"id":"x","object":"chat.completion","choices":[{"index":0,"finish_reason":"tool_calls","message":{
      "role":"assistant","content":"Hello","reasoning_content":"hm","tool_calls":[
        {"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":1.0}"}},
        {"id":"call_2","type":"function","function":{"name":"g","arguments":""}}]}}],
     "usage":{"prompt_tokens":18,"completion_tokens":7,"total_tokens":25,"prompt_tokens_details":{"cached_tokens":5},
       "completion_tokens_details":{"reasoning_tokens":2}}}
    """#

  private let responses = #"""
    {"id":"resp_x","object":"response","status":"completed","output":[
      {"type":"reasoning","id":"rs_9","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}],
       "encrypted_content":"ENC"},
      {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello","annotations":[]}]},
      {"type":"function_call","call_id":"call_1","name":"f","arguments":"{\"a\":1.0}"}],
     "usage":{"input_tokens":18,"input_tokens_details":{"cached_tokens":5},"output_tokens":7,
       "output_tokens_details":{"reasoning_tokens":2},"total_tokens":25}}
    """#

  @Test func messagesToChatCompletions() throws {
    #expect(
      try answer(.chatCompletions, .messages, messages)
        == (try json(
          #"""
          {"id":"chatcmpl-r1","object":"chat.completion","created":7,"model":"mine","choices":[{"index":0,"message":
            {"role":"assistant","content":"Hello","refusal":null,"reasoning_content":"hm","tool_calls":[
              {"id":"toolu_1","type":"function","function":{"name":"f","arguments":"{\"a\":1.0}"}},
              {"id":"toolu_2","type":"function","function":{"name":"g","arguments":"{}"}}]},
            "logprobs":null,"finish_reason":"tool_calls"}],
           "usage":{"prompt_tokens":18,"completion_tokens":7,"total_tokens":25,
             "prompt_tokens_details":{"cached_tokens":5,"cache_write_tokens":3},
             "completion_tokens_details":{"reasoning_tokens":0}}}
          """#
        ))
    )
  }

  @Test func messagesToResponses() throws {
    let body = try answer(.responses, .messages, messages)
    #expect(body["id"] == "resp_r1")
    #expect(body["status"] == "completed")
    #expect(
      body["output"]
        == (try json(
          #"""
          [{"type":"reasoning","id":"rs_agentproxy_r1_0","summary":[{"type":"summary_text","text":"hm"}],
            "encrypted_content":"agentproxy:anthropic-signature:SIG"},
           {"type":"reasoning","id":"rs_agentproxy_r1_1","summary":[],"encrypted_content":"agentproxy:anthropic-redacted:RED"},
           {"type":"message","id":"msg_r1_2","status":"completed","role":"assistant",
            "content":[{"type":"output_text","text":"Hello","annotations":[]}]},
           {"type":"function_call","id":"fc_r1_3","call_id":"toolu_1","status":"completed","name":"f",
            "arguments":"{\"a\":1.0}"},
           {"type":"function_call","id":"fc_r1_4","call_id":"toolu_2","status":"completed","name":"g","arguments":"{}"}]
          """#
        ))
    )
    #expect(
      body["usage"]
        == (try json(
          #"""
          {"input_tokens":18,"input_tokens_details":{"cached_tokens":5,"cache_write_tokens":3},"output_tokens":7,
           "output_tokens_details":{"reasoning_tokens":0},"total_tokens":25}
          """#
        ))
    )
  }

  @Test func chatCompletionsToMessages() throws {
    #expect(
      try answer(.messages, .chatCompletions, chat)
        == (try json(
          #"""
          {"id":"msg_r1","type":"message","role":"assistant","model":"mine","content":[
            {"type":"thinking","thinking":"hm","signature":""},{"type":"text","text":"Hello"},
            {"type":"tool_use","id":"call_1","name":"f","input":{"a":1.0}},
            {"type":"tool_use","id":"call_2","name":"g","input":{}}],
           "stop_reason":"tool_use","stop_sequence":null,
           "usage":{"input_tokens":13,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,"output_tokens":7,
             "output_tokens_details":{"thinking_tokens":2}}}
          """#
        ))
    )
  }

  @Test func responsesToMessages() throws {
    let body = try answer(.messages, .responses, responses)
    #expect(
      body["content"]
        == (try json(
          #"""
          [{"type":"thinking","thinking":"a\n\nb","signature":"agentproxy:openai-encrypted:rs_9:ENC"},
           {"type":"text","text":"Hello"},{"type":"tool_use","id":"call_1","name":"f","input":{"a":1.0}}]
          """#
        ))
    )
    #expect(body["stop_reason"] == "tool_use")
  }

  @Test func responsesToChatCompletionsAndBack() throws {
    let body = try answer(.chatCompletions, .responses, responses)
    #expect(body["choices", 0, "message", "content"] == "Hello")
    #expect(body["choices", 0, "message", "reasoning_content"] == "a\n\nb")
    #expect(body["choices", 0, "finish_reason"] == "tool_calls")
    let output = try answer(.responses, .chatCompletions, chat)["output"]
    #expect(output?.array?.map { $0["type"]?.string } == ["reasoning", "message", "function_call", "function_call"])
    #expect(output?[0, "encrypted_content"] == nil)
  }

  /// What a model thought goes back to its own provider with the next turn, and to no other.
  @Test func thoughtsGoBackToWhoThoughtThem() throws {
    let asResponses = try answer(.responses, .messages, messages)["output"] ?? []
    let next: JSON = ["model": "m", "input": .array([["role": "user", "content": "hi"]] + (asResponses.array ?? []))]
    let toMessages = try Translated(.responses, .messages, next, model: "claude-opus-5-5")
    #expect(
      toMessages.body["messages", 1, "content"]?.array?.prefix(2)
        == (try json(
          #"[{"type":"thinking","thinking":"hm","signature":"SIG"},{"type":"redacted_thinking","data":"RED"}]"#
        )).array?.prefix(2)
    )
    #expect(toMessages.translation.dropped == [])
    let toResponses = try Translated(.responses, .responses, next)
    #expect(!toResponses.body.text.contains("SIG"))
    #expect(toResponses.translation.dropped == ["reasoning"])

    let asMessages = try answer(.messages, .responses, responses)["content"] ?? []
    let turn: JSON = [
      "model": "m", "max_tokens": 9,
      "messages": [["role": "user", "content": "hi"], ["role": "assistant", "content": asMessages]],
    ]
    #expect(
      try Translated(.messages, .responses, turn).body["input", 1]
        == (try json(
          #"""
          {"type":"reasoning","id":"rs_9","summary":[{"type":"summary_text","text":"a\n\nb"}],"encrypted_content":"ENC"}
          """#
        ))
    )
    #expect(try !Translated(.messages, .messages, turn).body.text.contains("ENC"))
    #expect(try !Translated(.messages, .chatCompletions, turn).body.text.contains("ENC"))
  }

  /// Open models want their thoughts back while a turn lasts, and no longer.
  @Test func thoughtsWithoutProofLastForOneTurn() throws {
    let turn = try json(
      #"""
      {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"1"},
        {"role":"assistant","content":[{"type":"thinking","thinking":"old","signature":""},{"type":"text","text":"a"}]},
        {"role":"user","content":"2"},
        {"role":"assistant","content":[{"type":"thinking","thinking":"new","signature":""},
          {"type":"tool_use","id":"t","name":"f","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}]}
      """#
    )
    let body = try Translated(.messages, .chatCompletions, turn, model: "deepseek-chat").body
    #expect(body["messages", 3, "reasoning_content"] == "new")
    #expect(!body.text.contains("old"))
    let claude = try Translated(.messages, .messages, turn).body
    #expect(!claude.text.contains("thinking"))
  }

  @Test func codexToolsComeBackAsTheyWere() throws {
    let request = #"""
      {"model":"m","input":"hi","tools":[{"type":"custom","name":"apply_patch"},
        {"type":"namespace","name":"mcp__mini","tools":[{"type":"function","name":"add"}]},
        {"type":"tool_search","execution":"client"}]}
      """#
    let upstream = #"""
      {"content":[{"type":"tool_use","id":"t1","name":"apply_patch","input":{"input":"*** \"x\"\n"}},
        {"type":"tool_use","id":"t2","name":"mcp__mini__add","input":{"a":1}},
        {"type":"tool_use","id":"t3","name":"tool_search","input":{"query":"q"}},
        {"type":"tool_use","id":"t4","name":"unknown","input":{}}],"stop_reason":"tool_use"}
      """#
    #expect(
      try answer(.responses, .messages, upstream, request: request)["output"]
        == (try json(
          #"""
          [{"type":"custom_tool_call","id":"ctc_r1_0","call_id":"t1","status":"completed","name":"apply_patch",
            "input":"*** \"x\"\n"},
           {"type":"function_call","id":"fc_r1_1","call_id":"t2","status":"completed","name":"add",
            "namespace":"mcp__mini","arguments":"{\"a\":1}"},
           {"type":"tool_search_call","id":"tsc_r1_2","call_id":"t3","status":"completed","execution":"client",
            "arguments":{"query":"q"}},
           {"type":"function_call","id":"fc_r1_3","call_id":"t4","status":"completed","name":"unknown","arguments":"{}"}]
          """#
        ))
    )
  }

  /// A repeated id sends Claude Code into an endless loop.
  @Test func idsAreNeverRepeated() throws {
    let request = #"""
      {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"},
        {"role":"assistant","content":[{"type":"tool_use","id":"call_0","name":"f","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_0","content":"r"}]}]}
      """#
    let upstream = #"""
      {"choices":[{"finish_reason":"stop","message":{"content":null,"tool_calls":[
        {"id":"call_0","function":{"name":"f","arguments":"{}"}},{"id":"call_1","function":{"name":"f","arguments":"{}"}},
        {"id":"call_1","function":{"name":"f","arguments":"{}"}},{"function":{"name":"f","arguments":"{}"}}]}}]}
      """#
    let body = try answer(.messages, .chatCompletions, upstream, request: request)
    #expect(body["content"]?.array?.map { $0["id"]?.string } == ["call_r1_1", "call_1", "call_r1_2", "call_r1_3"])
    #expect(body["stop_reason"] == "tool_use")
  }

  @Test func argumentsThatAreNoObjectAreKept() throws {
    let upstream = #"""
      {"choices":[{"finish_reason":"tool_calls","message":{"tool_calls":[
        {"id":"1","function":{"name":"f","arguments":"{\"a\":"}},{"id":"2","function":{"name":"f","arguments":"[1]"}},
        {"id":"3","function":{"name":"f","arguments":{"a":1}}}]}}]}
      """#
    #expect(
      try answer(.messages, .chatCompletions, upstream)["content"]?.array?.map { $0["input"]?.text }
        == [#"{"arguments":"{\"a\":"}"#, #"{"arguments":"[1]"}"#, #"{"a":1}"#]
    )
  }

  private static let stops: [(String, String, String, String?)] = [
    ("end_turn", "stop", "completed", nil), ("stop_sequence", "stop", "completed", nil),
    ("max_tokens", "length", "incomplete", "max_output_tokens"),
    ("refusal", "content_filter", "incomplete", "content_filter"),
    ("pause_turn", "stop", "completed", nil), ("model_context_window_exceeded", "length", "failed", nil),
    ("something_new", "stop", "completed", nil),
  ]

  @Test(arguments: stops)
  func reasonsToStop(_ messages: String, _ chat: String, _ status: String, _ detail: String?) throws {
    let upstream = #"{"content":[{"type":"text","text":"x"}],"stop_reason":"\#(messages)"}"#
    #expect(try answer(.chatCompletions, .messages, upstream)["choices", 0, "finish_reason"]?.string == chat)
    let response = try answer(.responses, .messages, upstream)
    #expect(response["status"]?.string == status)
    #expect(response["incomplete_details", "reason"]?.string == detail)
  }

  private static let backwards: [(String, String)] = [
    ("stop", "end_turn"), ("length", "max_tokens"), ("content_filter", "refusal"), ("function_call", "tool_use"),
  ]

  @Test(arguments: backwards)
  func reasonsToStopBackwards(_ chat: String, _ messages: String) throws {
    let upstream = #"{"choices":[{"finish_reason":"\#(chat)","message":{"content":"x"}}]}"#
    #expect(try answer(.messages, .chatCompletions, upstream)["stop_reason"]?.string == messages)
  }

  @Test func aRefusalIsSaid() throws {
    let upstream = #"{"choices":[{"finish_reason":"stop","message":{"content":null,"refusal":"I cannot."}}]}"#
    #expect(
      try answer(.responses, .chatCompletions, upstream)["output", 0, "content"]
        == [["type": "refusal", "refusal": "I cannot."]]
    )
    #expect(
      try answer(.messages, .chatCompletions, upstream)["content"] == [["type": "text", "text": "I cannot."]]
    )
    let response = #"""
      {"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"No."}]}]}
      """#
    #expect(try answer(.chatCompletions, .responses, response)["choices", 0, "message", "refusal"] == "No.")
  }

  @Test func logprobsPassBetweenOpenAIsFormats() throws {
    let logprob = #"{"token":"x","logprob":-0.5,"bytes":[120],"top_logprobs":[]}"#
    let chat = #"{"choices":[{"finish_reason":"stop","logprobs":{"content":[\#(logprob)]},"message":{"content":"x"}}]}"#
    #expect(try answer(.responses, .chatCompletions, chat)["output", 0, "content", 0, "logprobs", 0]?.text == logprob)
    let response = #"""
      {"output":[{"type":"message","content":[{"type":"output_text","text":"x","logprobs":[\#(logprob)]}]}]}
      """#
    #expect(try answer(.chatCompletions, .responses, response)["choices", 0, "logprobs", "content", 0]?.text == logprob)
  }

  @Test func whatIsNoAnswerIsA502() {
    for upstream in [WireFormat.chatCompletions, .responses, .messages] {
      for body in ["<html>", "{}", "[]", #"{"object":"list"}"#] {
        let error = #expect(throws: ErrorReply.self) {
          try answer(.chatCompletions, upstream, body)
        }
        #expect(error?.kind == .badGateway)
      }
    }
  }

  private static let failures: [(String, ErrorReply.Kind)] = [
    ("context_length_exceeded", .invalidRequest), ("rate_limit_exceeded", .rateLimited), ("server_error", .badGateway),
    ("invalid_prompt", .invalidRequest), ("insufficient_quota", .rateLimited), ("server_is_overloaded", .unavailable),
  ]

  /// Responses tells of failures in an answer of status 200.
  @Test(arguments: failures)
  func aFailedResponseIsAnError(_ code: String, _ kind: ErrorReply.Kind) throws {
    let upstream = #"{"status":"failed","output":[],"error":{"code":"\#(code)","message":"so it is"}}"#
    let error = #expect(throws: ErrorReply.self) { try answer(.messages, .responses, upstream) }
    #expect(error?.kind == kind)
    #expect(error?.message.hasSuffix("so it is") == true)
    #expect(try answer(.responses, .responses, upstream)["status"] == "failed")
  }

  @Test func withoutCountsNoneAreMadeUp() throws {
    let upstream = #"{"choices":[{"finish_reason":"stop","message":{"content":"x"}}]}"#
    #expect(try answer(.responses, .chatCompletions, upstream)["usage"] == .null)
    #expect(try answer(.chatCompletions, .chatCompletions, upstream)["usage"] == nil)
  }
}
