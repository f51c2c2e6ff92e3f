import Testing

@testable import WireFormats

/// A Codex session as it arrives, trimmed, on its way to the other formats.
@Suite struct CodexRequestTests {
  private func request() throws -> JSON {
    try json(
      #"""
      {"model":"m","stream":true,"input":[
        {"type":"message","id":"msg_1","role":"developer","content":[{"type":"input_text","text":"You are Codex."}]},
        {"type":"message","id":"msg_2","role":"developer","content":[{"type":"input_text","text":"skills"},
          {"type":"input_text","text":"permissions"}]},
        {"type":"message","id":"msg_3","role":"user","content":[{"type":"input_text","text":"<environment/>"}]},
        {"type":"message","id":"msg_4","role":"user","content":[{"type":"input_text","text":"fix it"},
          {"type":"input_image","image_url":"data:image/png;base64,AAAA"}]},
        {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"hm"}],"content":null,
          "encrypted_content":"ENC"},
        {"type":"message","id":"msg_5","role":"assistant","content":[{"type":"output_text","text":"I will."}]},
        {"type":"function_call","id":"fc_1","call_id":"call_a","name":"exec_command","arguments":"{\"cmd\": \"ls\"}"},
        {"type":"custom_tool_call","id":"c1","call_id":"call_b","name":"apply_patch","input":"*** Begin\n+\"x\"\n"},
        {"type":"function_call","call_id":"call_c","name":"add","namespace":"mcp__mini","arguments":"{\"a\":1}"},
        {"type":"function_call_output","call_id":"call_a","output":"a.txt"},
        {"type":"message","role":"developer","content":[{"type":"input_text","text":"mode changed"}]},
        {"type":"custom_tool_call_output","call_id":"call_b","output":"Success"},
        {"type":"function_call_output","call_id":"call_c","output":[{"type":"input_text","text":"2"},
          {"type":"input_image","image_url":"data:image/png;base64,BBBB"}]}],
       "tools":[
        {"type":"function","name":"exec_command","description":"Runs.","strict":false,
          "parameters":{"type":"object","properties":{"cmd":{"type":"string"}},"required":["cmd"]}},
        {"type":"custom","name":"apply_patch","description":"Edits.",
          "format":{"type":"grammar","syntax":"lark","definition":"start: x"}},
        {"type":"namespace","name":"mcp__mini","description":"Tools in mini.","tools":[
          {"type":"function","name":"add","strict":false,"parameters":{"type":"object","properties":{}}}]},
        {"type":"tool_search","execution":"client","description":"Finds.","parameters":{"type":"object"}},
        {"type":"web_search","external_web_access":false}],
       "tool_choice":"auto","parallel_tool_calls":true,"reasoning":{"effort":"medium","summary":"auto"},
       "store":false,"include":["reasoning.encrypted_content"],"prompt_cache_key":"k","text":{"verbosity":"low"},
       "client_metadata":{"cwd":"/secret"}}
      """#
    )
  }

  @Test func toMessages() throws {
    let translated = try Translated(.responses, .messages, request(), model: "claude-opus-5-5")
    let body = translated.body
    #expect(body["model"] == "claude-opus-5-5")
    #expect(body["max_tokens"] == 32000)
    #expect(body["stream"] == true)
    #expect(
      body["system"]
        == (try json(
          #"""
          [{"type":"text","text":"You are Codex."},{"type":"text","text":"skills"},
           {"type":"text","text":"permissions","cache_control":{"type":"ephemeral"}}]
          """#
        ))
    )
    #expect(
      body["messages"]
        == (try json(
          #"""
          [{"role":"user","content":[{"type":"text","text":"<environment/>"},{"type":"text","text":"fix it"},
             {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"},
              "cache_control":{"type":"ephemeral"}}]},
           {"role":"assistant","content":[{"type":"text","text":"I will."},
             {"type":"tool_use","id":"call_a","name":"exec_command","input":{"cmd": "ls"}},
             {"type":"tool_use","id":"call_b","name":"apply_patch","input":{"input":"*** Begin\n+\"x\"\n"}},
             {"type":"tool_use","id":"call_c","name":"mcp__mini__add","input":{"a":1}}]},
           {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_a","content":"a.txt"},
             {"type":"tool_result","tool_use_id":"call_b","content":"Success"},
             {"type":"tool_result","tool_use_id":"call_c","content":[{"type":"text","text":"2"},
               {"type":"image","source":{"type":"base64","media_type":"image/png","data":"BBBB"}}]},
             {"type":"text","text":"<system-reminder>\nmode changed\n</system-reminder>",
              "cache_control":{"type":"ephemeral"}}]}]
          """#
        ))
    )
    #expect(
      body["tools"]?.array?.map { $0["name"]?.string }
        == ["exec_command", "apply_patch", "mcp__mini__add", "tool_search"]
    )
    #expect(body["tools", 1, "input_schema", "required"] == ["input"])
    #expect(body["tools", 1, "description"]?.string?.contains("lark grammar:\nstart: x") == true)
    #expect(body["thinking"] == ["type": "adaptive", "display": "summarized"])
    #expect(body["output_config"] == ["effort": "medium"])
    #expect(body["tool_choice"] == ["type": "auto"])
    #expect(
      translated.translation.dropped
        == ["reasoning", "tools.web_search", "tools.namespace.description", "verbosity", "prompt_cache_key"]
    )
    #expect(!body.text.contains("secret"))
  }

  @Test func toChatCompletions() throws {
    let translated = try Translated(.responses, .chatCompletions, request(), model: "qwen3-coder")
    let body = translated.body
    #expect(
      body["messages"]
        == (try json(
          #"""
          [{"role":"system","content":"You are Codex.\n\nskills\n\npermissions"},
           {"role":"user","content":[{"type":"text","text":"<environment/>"},{"type":"text","text":"fix it"},
             {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
           {"role":"assistant","content":"I will.","tool_calls":[
             {"id":"call_a","type":"function","function":{"name":"exec_command","arguments":"{\"cmd\": \"ls\"}"}},
             {"id":"call_b","type":"function",
              "function":{"name":"apply_patch","arguments":"{\"input\":\"*** Begin\\n+\\\"x\\\"\\n\"}"}},
             {"id":"call_c","type":"function","function":{"name":"mcp__mini__add","arguments":"{\"a\":1}"}}]},
           {"role":"tool","tool_call_id":"call_a","content":"a.txt"},
           {"role":"tool","tool_call_id":"call_b","content":"Success"},
           {"role":"tool","tool_call_id":"call_c","content":"2"},
           {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,BBBB"}},
             {"type":"text","text":"<system-reminder>\nmode changed\n</system-reminder>"}]}]
          """#
        ))
    )
    #expect(body["stream_options", "include_usage"] == true)
    #expect(body["max_tokens"] == nil)
    #expect(body["parallel_tool_calls"] == nil)
    #expect(body["reasoning_effort"] == nil)
    #expect(body["tools", 0, "function", "strict"] == nil)
    #expect(
      translated.translation.dropped
        == [
          "reasoning", "tools.web_search", "tools.namespace.description", "reasoning.effort", "verbosity",
          "prompt_cache_key",
        ]
    )
  }

  @Test func toOpenAIsOwnChatCompletions() throws {
    let body = try Translated(.responses, .chatCompletions, request(), model: "gpt-5.5").body
    #expect(body["messages", 0, "role"] == "developer")
    #expect(body["messages"]?.array?.compactMap { $0["role"]?.string }.filter { $0 == "developer" }.count == 3)
    #expect(body["reasoning_effort"] == "medium")
    #expect(body["verbosity"] == "low")
    #expect(body["prompt_cache_key"] == "k")
    #expect(body["store"] == false)
    #expect(body["parallel_tool_calls"] == true)
  }

  @Test func toItsOwnFormatNothingIsLost() throws {
    let before = try request()
    let translated = try Translated(.responses, .responses, before)
    #expect(translated.translation.dropped == [])
    for key in [
      "tools", "tool_choice", "parallel_tool_calls", "reasoning", "store", "include", "prompt_cache_key", "text",
    ] {
      #expect(Set(translated.body[key]?.members?.map(\.key) ?? []) == Set(before[key]?.members?.map(\.key) ?? []))
    }
    let (first, _) = try Translation.decode(.responses, before.text.utf8.span)
    let (second, _) = try Translation.decode(.responses, translated.translation.body.span)
    #expect(first == second)
    #expect(translated.body["client_metadata"] == nil)
  }

  @Test func foundToolsCanBeCalled() throws {
    let request = try json(
      #"""
      {"model":"m","input":[{"role":"user","content":"add"},
        {"type":"tool_search_call","call_id":"s1","execution":"client","arguments":{"query":"add"},"status":"completed"},
        {"type":"tool_search_output","call_id":"s1","execution":"client","status":"completed","tools":[
          {"type":"namespace","name":"mcp__m","tools":[
            {"type":"function","name":"add","defer_loading":true,"parameters":{"type":"object"}}]}]}],
       "tools":[{"type":"tool_search","execution":"client","parameters":{"type":"object"}},
         {"type":"function","name":"hidden","defer_loading":true}]}
      """#
    )
    let body = try Translated(.responses, .chatCompletions, request, model: "qwen").body
    #expect(
      body["messages", 1, "tool_calls", 0, "function"] == ["name": "tool_search", "arguments": #"{"query":"add"}"#]
    )
    #expect(body["messages", 2, "content"] == "The tool mcp__m__add can be called now.")
    #expect(body["tools"]?.array?.map { $0["function"]?["name"] } == ["tool_search", "mcp__m__add"])
  }

  @Test func additionalToolsAreTools() throws {
    let request = try json(
      #"""
      {"model":"m","input":[{"type":"additional_tools","role":"developer","tools":[{"type":"custom","name":"exec"}]},
        {"role":"user","content":"hi"}]}
      """#
    )
    let body = try Translated(.responses, .messages, request, model: "claude-opus-5-5").body
    #expect(body["tools", 0, "name"] == "exec")
    #expect(body["messages"]?.array?.count == 1)
  }

  @Test(arguments: [
    ("previous_response_id", #""resp_1""#), ("conversation", #""c""#), ("prompt", #"{"id":"p"}"#),
    ("background", "true"),
  ])
  func whatOnlyOpenAIKeepsIsRefused(_ field: String, _ value: String) throws {
    let request = try json(#"{"model":"m","input":"hi","\#(field)":\#(value)}"#)
    for upstream in [WireFormat.chatCompletions, .messages] {
      #expect(refusal(.responses, upstream, request)?.parameter == field)
      #expect(refusal(.responses, upstream, request)?.kind == .invalidRequest)
    }
  }

  @Test(arguments: [
    #"{"type":"item_reference","id":"x"}"#, #"{"id":"x"}"#, #"{"type":"compaction","encrypted_content":"x"}"#,
    #"{"type":"compaction_trigger"}"#,
  ])
  func itemsThatOnlyOpenAICanReadAreRefused(_ item: String) throws {
    let request = try json(#"{"model":"m","input":[{"role":"user","content":"hi"},\#(item)]}"#)
    #expect(refusal(.responses, .messages, request)?.kind == .invalidRequest)
    #expect(refusal(.responses, .chatCompletions, request)?.kind == .invalidRequest)
  }

  @Test func aSchemaIsBroughtWithinAnthropicsLimits() throws {
    let request = try json(
      #"""
      {"model":"m","input":"hi","text":{"format":{"type":"json_schema","strict":true,"name":"o","schema":
        {"type":"object","properties":{"title":{"type":"string","minLength":1,"maxLength":36},
          "minLength":{"type":"integer","description":"d","minimum":2}},"required":["title"]}}}}
      """#
    )
    #expect(
      try Translated(.responses, .messages, request).body["output_config", "format", "schema"]
        == (try json(
          #"""
          {"type":"object","properties":{"title":{"type":"string","description":"{minLength: 1, maxLength: 36}"},
            "minLength":{"type":"integer","description":"d\n\n{minimum: 2}"}},"required":["title"],
           "additionalProperties":false}
          """#
        ))
    )
  }
}
