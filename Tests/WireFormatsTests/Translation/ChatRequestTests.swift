import Testing

@testable import WireFormats

/// What a script sends to Chat Completions, on its way to the other formats.
@Suite struct ChatRequestTests {
  private func request(_ members: String) throws -> JSON {
    try json(#"{"model":"m","messages":[{"role":"user","content":"hi"}],\#(members)}"#)
  }

  @Test func aConversationToMessages() throws {
    let request = try json(
      #"""
      {"model":"m","messages":[{"role":"system","content":"Be brief."},
        {"role":"user","content":[{"type":"text","text":"see"},
          {"type":"image_url","image_url":{"url":"https://x/y.png","detail":"high"}}]},
        {"role":"assistant","content":"","tool_calls":[
          {"id":"call_0","type":"function","function":{"name":"f","arguments":""}},
          {"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":"}}]},
        {"role":"tool","tool_call_id":"call_0","content":"1"},{"role":"tool","tool_call_id":"call_1","content":"2"},
        {"role":"assistant","tool_calls":[{"id":"call_0","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"call_0","content":[{"type":"text","text":"3"}]},
        {"role":"assistant","content":"done","refusal":null}, {"role":"developer","content":"now"},
        {"role":"user","name":"bob","content":"go"}]}
      """#
    )
    let translated = try Translated(.chatCompletions, .messages, request, model: "claude-opus-5-5")
    let again = "call_\(StableHash.hex("call_0"))_2"
    #expect(
      translated.body["messages"]
        == (try json(
          #"""
          [{"role":"user","content":[{"type":"text","text":"see"},
             {"type":"image","source":{"type":"url","url":"https://x/y.png"}}]},
           {"role":"assistant","content":[{"type":"tool_use","id":"call_0","name":"f","input":{}},
             {"type":"tool_use","id":"call_1","name":"f","input":{"arguments":"{\"a\":"}}]},
           {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_0","content":"1"},
             {"type":"tool_result","tool_use_id":"call_1","content":"2"}]},
           {"role":"assistant","content":[{"type":"tool_use","id":"\#(again)","name":"f","input":{}}]},
           {"role":"user","content":[{"type":"tool_result","tool_use_id":"\#(again)","content":"3",
             "cache_control":{"type":"ephemeral"}}]},
           {"role":"assistant","content":[{"type":"text","text":"done"}]},
           {"role":"user","content":[{"type":"text","text":"<system-reminder>\nnow\n</system-reminder>"},
             {"type":"text","text":"go","cache_control":{"type":"ephemeral"}}]}]
          """#
        ))
    )
    #expect(translated.body["system", 0, "text"] == "Be brief.")
    #expect(translated.translation.dropped == ["messages.name", "image.detail"])
  }

  private static let fields: [(String, String, String?, [String])] = [
    (#""temperature":1.5"#, "temperature", "1", ["temperature"]), (#""temperature":0.20"#, "temperature", "0.20", []),
    (#""top_p":0.9"#, "top_p", "0.9", []), (#""stop":"END""#, "stop_sequences", #"["END"]"#, []),
    (#""stop":["a"," "]"#, "stop_sequences", #"["a"]"#, ["stop"]),
    (#""user":"u""#, "metadata", #"{"user_id":"u"}"#, []),
    (#""max_completion_tokens":5,"max_tokens":7"#, "max_tokens", "5", []), (#""max_tokens":7"#, "max_tokens", "7", []),
    (#""seed":1"#, "seed", nil, ["seed"]), (#""logprobs":true,"top_logprobs":3"#, "logprobs", nil, ["logprobs"]),
    (#""frequency_penalty":0"#, "frequency_penalty", nil, []),
    (#""presence_penalty":1"#, "x", nil, ["presence_penalty"]),
    (#""response_format":{"type":"json_object"}"#, "output_config", nil, ["response_format.json_object"]),
    (#""response_format":{"type":"text"}"#, "output_config", nil, []), (#""store":true"#, "store", nil, ["store"]),
    (#""temperature":null,"tools":null"#, "temperature", nil, []), (#""my_field":1"#, "my_field", nil, ["my_field"]),
    (#""n":1"#, "n", nil, []), (#""reasoning_effort":"none""#, "thinking", nil, []),
  ]

  @Test(arguments: fields)
  func oneFieldToMessages(_ field: String, _ key: String, _ value: String?, _ dropped: [String]) throws {
    let translated = try Translated(.chatCompletions, .messages, request(field), model: "claude-opus-4-6")
    #expect(translated.body[key]?.text == value)
    #expect(translated.translation.dropped == dropped)
  }

  private static let efforts: [(String, String, String?, String?)] = [
    (#""reasoning_effort":"low""#, "claude-sonnet-4-5", #"{"type":"enabled","budget_tokens":2048}"#, nil),
    (
      #""reasoning_effort":"max","max_tokens":4000"#, "claude-sonnet-4-5", #"{"type":"enabled","budget_tokens":3000}"#,
      nil
    ),
    (#""reasoning_effort":"high","max_tokens":1200"#, "claude-sonnet-4-5", nil, nil),
    (#""reasoning_effort":"high""#, "claude-3-5-sonnet-latest", nil, nil),
    (#""reasoning_effort":"minimal""#, "claude-sonnet-5-5", #"{"type":"adaptive"}"#, "low"),
    (#""reasoning_effort":"xhigh""#, "claude-opus-4-7", #"{"type":"adaptive"}"#, "xhigh"),
    (#""reasoning_effort":"high","tool_choice":"required","tools":[]"#, "claude-opus-5", nil, "high"),
    (
      #""reasoning_effort":"high","tool_choice":"required","tools":[]"#, "claude-opus-5-5", #"{"type":"adaptive"}"#,
      "high"
    ),
  ]

  @Test(arguments: efforts)
  func effortToMessages(_ field: String, _ model: String, _ thinking: String?, _ effort: String?) throws {
    let body = try Translated(.chatCompletions, .messages, request(field), model: model).body
    #expect(body["thinking"]?.text == thinking)
    #expect(body["output_config", "effort"]?.string == effort)
  }

  /// Anthropic refuses to begin to think between a call and its result.
  @Test func aTurnThatBeganWithoutThoughtsGoesOnWithout() throws {
    let request = try json(
      #"""
      {"model":"m","reasoning_effort":"high","messages":[{"role":"user","content":"hi"},
        {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"c","content":"1"}]}
      """#
    )
    let translated = try Translated(.chatCompletions, .messages, request, model: "claude-sonnet-4-5")
    #expect(translated.body["thinking"] == nil)
    #expect(translated.translation.dropped == ["reasoning"])
  }

  private static let choices: [(String, String, String)] = [
    (#""auto""#, #"{"type":"auto"}"#, #""auto""#), (#""none""#, #"{"type":"none"}"#, #""none""#),
    (#""required""#, #"{"type":"any"}"#, #""required""#),
    (
      #"{"type":"function","function":{"name":"f"}}"#, #"{"type":"tool","name":"f"}"#,
      #"{"type":"function","name":"f"}"#
    ),
    (#"{"type":"custom","custom":{"name":"c"}}"#, #"{"type":"tool","name":"c"}"#, #"{"type":"custom","name":"c"}"#),
    (
      #"{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"f"}}]}}"#,
      #"{"type":"any"}"#, #"{"type":"allowed_tools","mode":"required","tools":[{"type":"function","name":"f"}]}"#
    ),
  ]

  @Test(arguments: choices)
  func toolChoice(_ choice: String, _ messages: String, _ responses: String) throws {
    let fields =
      #""tools":[{"type":"function","function":{"name":"f"}},{"type":"custom","custom":{"name":"c"}}],"tool_choice":\#(choice)"#
    let toMessages = try Translated(.chatCompletions, .messages, request(fields)).body
    #expect(toMessages["tool_choice"]?.text == messages)
    #expect(toMessages["tools"]?.array?.count == (choice.contains("allowed") ? 1 : 2))
    #expect(try Translated(.chatCompletions, .responses, request(fields)).body["tool_choice"]?.text == responses)
    let own = try Translated(.chatCompletions, .chatCompletions, request(fields), model: "gpt-5.5").body["tool_choice"]
    // Tools that take free text are offered to Chat Completions as functions.
    if !choice.contains("custom") { #expect(own?.text == choice) }
  }

  @Test func aModelThatCannotBeToldSoIsOfferedWhatIsAllowed() throws {
    let fields =
      #""tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}],"#
      + #""tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[{"type":"function","function":{"name":"g"}}]}}"#
    let body = try Translated(.chatCompletions, .chatCompletions, request(fields), model: "qwen").body
    #expect(body["tools"]?.array?.map { $0["function"]?["name"] } == ["g"])
    #expect(body["tool_choice"] == "auto")
  }

  @Test func theLastOfTwoKeysCounts() throws {
    let twice = #""messages":[{"role":"user","content":"second"}],"stop":["a"],"stop":["b"]"#
    let body = try Translated(.chatCompletions, .messages, request(twice)).body
    #expect(body["messages"]?.array?.count == 1)
    #expect(body["messages", 0, "content", 0, "text"] == "second")
    #expect(body["stop_sequences"] == ["b"])
  }

  @Test func oneCallAtATime() throws {
    let fields = #""tools":[{"type":"function","function":{"name":"f"}}],"parallel_tool_calls":false"#
    #expect(
      try Translated(.chatCompletions, .messages, request(fields)).body["tool_choice"]
        == ["type": "auto", "disable_parallel_tool_use": true]
    )
    #expect(try Translated(.chatCompletions, .responses, request(fields)).body["parallel_tool_calls"] == false)
    #expect(
      try Translated(.chatCompletions, .chatCompletions, request(fields)).body["parallel_tool_calls"] == false
    )
  }

  @Test func toResponses() throws {
    let fields = #"""
      "stream":true,"temperature":0.5,"top_p":0.5,"max_completion_tokens":100,"reasoning_effort":"high","logprobs":true,
      "top_logprobs":2,"verbosity":"low","user":"u","metadata":{"a":"b"},"seed":3,"stop":["x"],
      "response_format":{"type":"json_schema","json_schema":{"name":"o","strict":true,"schema":{"type":"object"}}}
      """#
    let translated = try Translated(.chatCompletions, .responses, request(fields), model: "gpt-5.5")
    #expect(
      translated.body
        == (try json(
          #"""
          {"model":"gpt-5.5","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}],
           "max_output_tokens":100,"reasoning":{"effort":"high"},
           "text":{"verbosity":"low","format":{"type":"json_schema","name":"o","schema":{"type":"object"},"strict":true}},
           "store":false,"include":["reasoning.encrypted_content"],"metadata":{"a":"b"},
           "user":"u","stream":true}
          """#
        ))
    )
    #expect(translated.translation.dropped == ["temperature", "top_p", "logprobs", "seed", "stop"])
  }

  @Test func aModelThatDoesNotThinkTakesATemperature() throws {
    let fields = #""temperature":0.5,"top_p":0.5,"top_logprobs":2,"logprobs":true,"reasoning_effort":"none""#
    let translated = try Translated(.chatCompletions, .responses, request(fields), model: "gpt-5.5")
    #expect(translated.body["temperature"]?.text == "0.5")
    #expect(translated.body["top_p"]?.text == "0.5")
    #expect(translated.body["top_logprobs"]?.text == "2")
    #expect(translated.body["include", 1] == "message.output_text.logprobs")
    #expect(translated.translation.dropped == [])
  }

  /// Anthropic's newest models refuse to be told.
  @Test(arguments: [#""required""#, #"{"type":"function","function":{"name":"f"}}"#])
  func whoCannotBeToldToCallIsLeftToChoose(_ choice: String) throws {
    let fields = #""tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":\#(choice)"#
    let translated = try Translated(.chatCompletions, .messages, request(fields), model: "claude-sonnet-5-5")
    #expect(translated.body["tool_choice"] == ["type": "auto"])
    #expect(translated.translation.dropped == ["tool_choice"])
    let older = try Translated(.chatCompletions, .messages, request(fields), model: "claude-sonnet-5")
    #expect(older.body["tool_choice", "type"] != "auto")
    #expect(older.translation.dropped == [])
  }

  private static let unreadable: [(String, String)] = [
    (#""n":2"#, "n"), (#""modalities":["text","audio"]"#, "modalities"), (#""functions":[]"#, "functions"),
    (#""function_call":"auto""#, "function_call"), (#""temperature":"x""#, "temperature"), (#""stream":1"#, "stream"),
    (#""tools":[{"type":"function"}]"#, "tools[0].function"), (#""stop":3"#, "stop"),
    (#""tools":[{"type":"function","function":{}}]"#, "tools[0].function.name"),
    (#""tool_choice":"maybe""#, "tool_choice"), (#""response_format":{"type":"xml"}"#, "response_format.type"),
  ]

  @Test(arguments: unreadable)
  func whatCannotBeReadIsNamed(_ field: String, _ name: String) throws {
    let error = refusal(.chatCompletions, .messages, try request(field))
    #expect(error?.kind == .invalidRequest)
    #expect(error?.parameter == name)
  }

  private static let unreadableMessages: [(String, String)] = [
    (#"[{"role":"user","content":3}]"#, "messages[0].content"), (#"[{"content":"x"}]"#, "messages[0].role"),
    (#"[{"role":"function","name":"f","content":"x"}]"#, "messages[0].role"), (#""x""#, "messages"),
    (#"[{"role":"user","content":[{"type":"video"}]}]"#, "messages[0].content[0].type"),
    (#"[{"role":"tool","content":"x"}]"#, "messages[0].tool_call_id"),
    (#"[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"A","format":"wav"}}]}]"#, "input_audio"),
    (#"[{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}]"#, "file_id"),
  ]

  @Test(arguments: unreadableMessages)
  func messagesThatCannotBeReadAreNamed(_ messages: String, _ name: String) throws {
    let error = refusal(.chatCompletions, .messages, try json(#"{"model":"m","messages":\#(messages)}"#))
    #expect(error?.parameter == name)
  }

  @Test func audioAndFilesGoToResponses() throws {
    let request = try json(
      #"""
      {"model":"m","messages":[{"role":"user","content":[
        {"type":"input_audio","input_audio":{"data":"A","format":"wav"}},{"type":"file","file":{"file_id":"f"}},
        {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}}]}]}
      """#
    )
    #expect(
      try Translated(.chatCompletions, .responses, request).body["input", 0, "content"]
        == (try json(
          #"""
          [{"type":"input_audio","input_audio":{"data":"A","format":"wav"}},{"type":"input_file","file_id":"f"},
           {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}]
          """#
        ))
    )
  }

  @Test func instructionsAloneStillHaveATurn() throws {
    let request = try json(#"{"model":"m","messages":[{"role":"system","content":"Say hi."}]}"#)
    let body = try Translated(.chatCompletions, .messages, request).body
    #expect(body["messages", 0, "role"] == "user")
    #expect(body["messages", 0, "content", 0, "text"] == "Say hi.")
  }

  @Test func emptyTextIsLeftOut() throws {
    let request = try json(
      #"{"model":"m","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":""},{"role":"user","content":"x"}]}"#
    )
    let messages = try Translated(.chatCompletions, .messages, request).body["messages"]
    #expect(messages?.array?.count == 1)
    #expect(messages?.text.contains(#""text":"""#) == false)
  }

  @Test func aBodyThatIsNoJSONIsRefused() {
    #expect(throws: ErrorReply.self) {
      try Translation(
        client: .chatCompletions,
        upstream: .messages,
        request: "{".utf8.span,
        requestID: "r",
        created: 0
      )
    }
    #expect(refusal(.chatCompletions, .messages, [])?.kind == .invalidRequest)
    #expect(refusal(.embeddings, .messages, [:])?.kind == .notSupported)
  }
}
