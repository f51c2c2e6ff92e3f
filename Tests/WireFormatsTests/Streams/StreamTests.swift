import Testing

@testable import WireFormats

/// Streams on their way back.
@Suite struct StreamTests {
  /// What a client of one format gets for an upstream's stream of another.
  private func translate(
    _ client: WireFormat,
    _ upstream: WireFormat,
    _ data: [String],
    request: String? = nil
  ) throws -> [JSON] {
    var machine = try StreamSamples.machine(client, upstream, request: request)
    let bytes = try stream(upstream, data)
    let output = machine.read(bytes) + machine.finish()
    #expect(machine.state == .complete)
    return try events(output)
  }

  @Test func chatCompletionsToMessages() throws {
    let output = try translate(.messages, .chatCompletions, StreamSamples.chat)
    #expect(
      output
        == (try [
          #"""
          {"type":"message_start","message":{"id":"msg_r1","type":"message","role":"assistant","model":"mine","content":[],
            "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"cache_creation_input_tokens":0,
              "cache_read_input_tokens":0,"output_tokens":0}}}
          """#,
          #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}"#,
          #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}"#,
          #"{"type":"content_block_stop","index":0}"#,
          #"{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}"#,
          #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hel"}}"#,
          #"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"lo"}}"#,
          #"{"type":"content_block_stop","index":1}"#,
          #"{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"call_1","name":"f","input":{}}}"#,
          #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"a\""}}"#,
          #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":":1}"}}"#,
          #"{"type":"content_block_stop","index":2}"#,
          #"{"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"call_2","name":"g","input":{}}}"#,
          #"{"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{}"}}"#,
          #"{"type":"content_block_stop","index":3}"#,
          #"""
          {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},
           "usage":{"input_tokens":13,"cache_creation_input_tokens":0,"cache_read_input_tokens":5,"output_tokens":7}}
          """#,
          #"{"type":"message_stop"}"#,
        ].map(json))
    )
  }

  @Test func messagesToResponses() throws {
    let output = try translate(.responses, .messages, StreamSamples.messages)
    #expect(
      output.map { $0["type"]?.string ?? "" } == [
        "response.created", "response.in_progress",
        "response.output_item.added", "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta",
        "response.reasoning_summary_text.done", "response.reasoning_summary_part.done", "response.output_item.done",
        "keepalive",
        "response.output_item.added", "response.content_part.added", "response.output_text.delta",
        "response.output_text.delta", "response.output_text.done", "response.content_part.done",
        "response.output_item.done",
        "response.output_item.added", "response.function_call_arguments.delta",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done", "response.output_item.done",
        "response.completed",
      ]
    )
    #expect(output.map { $0["sequence_number"]?.int } == Array(0..<output.count).map(Optional.some))
    let done = output.filter { $0["type"] == "response.output_item.done" }
    #expect(done.map { $0["output_index"]?.int } == [0, 1, 2])
    #expect(
      done.map { $0["item"] }
        == (try [
          #"""
          {"type":"reasoning","id":"rs_agentproxy_r1_0","summary":[{"type":"summary_text","text":"hm"}],
           "encrypted_content":"agentproxy:anthropic-signature:SIG"}
          """#,
          #"""
          {"type":"message","id":"msg_r1_1","status":"completed","role":"assistant",
           "content":[{"type":"output_text","text":"Hello","annotations":[]}]}
          """#,
          #"""
          {"type":"function_call","id":"fc_r1_2","call_id":"toolu_1","status":"completed","name":"f",
           "arguments":"{\"a\":1}"}
          """#,
        ].map(json))
    )
    let completed = try #require(output.last?["response"])
    #expect(completed["id"] == "resp_r1")
    #expect(completed["output"]?.array?.map(Optional.some) == done.map { $0["item"] })
    #expect(completed["usage", "input_tokens"] == 18)
    #expect(completed["usage", "total_tokens"] == 25)
    #expect(completed["usage", "input_tokens_details", "cached_tokens"] == 5)
    // Each item is announced by the id that it ends with.
    #expect(
      output.filter { $0["type"] == "response.output_item.added" }.map { $0["item"]?["id"] }
        == done.map { $0["item"]?["id"] }
    )
  }

  @Test func messagesToChatCompletions() throws {
    let request = #"{"model":"mine","stream":true,"stream_options":{"include_usage":true},"messages":[]}"#
    let output = try translate(.chatCompletions, .messages, StreamSamples.messages, request: request)
    let deltas = output.compactMap { $0["choices"]?[0, "delta"]?.text }
    #expect(
      deltas == [
        #"{"role":"assistant","content":""}"#, #"{"reasoning_content":"hm"}"#, #"{"content":"Hel"}"#,
        #"{"content":"lo"}"#,
        #"{"tool_calls":[{"index":0,"id":"toolu_1","type":"function","function":{"name":"f","arguments":""}}]}"#,
        #"{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\""}}]}"#,
        #"{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}"#, "{}",
      ]
    )
    #expect(output.last == "[DONE]")
    #expect(output[output.count - 2]["choices"] == [])
    #expect(output[output.count - 2]["usage", "prompt_tokens"] == 18)
    #expect(output[output.count - 3]["choices", 0, "finish_reason"] == "tool_calls")
    #expect(output[0]["usage"] == .null)

    let without = try translate(.chatCompletions, .messages, StreamSamples.messages)
    #expect(without.allSatisfy { $0["usage"] == nil })
  }

  @Test func responsesToMessages() throws {
    let output = try translate(.messages, .responses, StreamSamples.responses)
    let blocks = output.filter { $0["type"] == "content_block_start" }.map { $0["content_block"]?["type"]?.string }
    #expect(blocks == ["thinking", "text", "tool_use"])
    let signature = output.first { $0["delta"]?["type"] == "signature_delta" }
    #expect(signature?["delta", "signature"] == "agentproxy:openai-encrypted:rs_1:ENC")
    #expect(output.compactMap { $0["delta"]?["text"]?.string } == ["Hel", "lo"])
    #expect(output.compactMap { $0["delta"]?["thinking"]?.string }.joined() == "one\n\ntwo")
    #expect(output.compactMap { $0["delta"]?["partial_json"]?.string }.joined() == #"{"a":1}"#)
    #expect(output[output.count - 2]["usage", "input_tokens"] == 13)
  }

  @Test func responsesToChatCompletions() throws {
    let output = try translate(.chatCompletions, .responses, StreamSamples.responses)
    #expect(output.compactMap { $0["choices"]?[0, "delta", "content"]?.string }.joined() == "Hello")
    #expect(output[output.count - 2]["choices", 0, "finish_reason"] == "tool_calls")
  }

  @Test func chatCompletionsToResponses() throws {
    let output = try translate(.responses, .chatCompletions, StreamSamples.chat)
    let items = output.filter { $0["type"] == "response.output_item.done" }.map { $0["item"]?["type"]?.string }
    #expect(items == ["reasoning", "message", "function_call", "function_call"])
    #expect(output.last?["type"] == "response.completed")
  }

  /// Some servers send the whole item at its end only, or all of them with the response.
  @Test func itemsWithoutPiecesAreWhole() throws {
    let item = #"{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello"}]}"#
    let call = #"{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}"#
    let byItem = try translate(
      .chatCompletions,
      .responses,
      [
        #"{"type":"response.output_item.done","output_index":0,"item":\#(item)}"#,
        #"{"type":"response.output_item.done","output_index":1,"item":\#(call)}"#,
        #"{"type":"response.completed","response":{"id":"x","output":[]}}"#,
      ]
    )
    let atOnce = try translate(
      .chatCompletions,
      .responses,
      [#"{"type":"response.completed","response":{"id":"x","output":[\#(item),\#(call)]}}"#]
    )
    #expect(byItem == atOnce)
    #expect(atOnce.compactMap { $0["choices"]?[0, "delta", "content"]?.string }.joined() == "Hello")
    #expect(atOnce[atOnce.count - 2]["choices", 0, "finish_reason"] == "tool_calls")
  }

  /// Claude Code and Codex take blocks one after the other; servers may mix the pieces of parallel calls.
  @Test func mixedCallsArePutInOrder() throws {
    func chunk(_ calls: String) -> String { #"{"choices":[{"index":0,"delta":{"tool_calls":[\#(calls)]}}]}"# }
    let output = try translate(
      .messages,
      .chatCompletions,
      [
        chunk(#"{"index":0,"id":"a","function":{"name":"f","arguments":""}}"#),
        chunk(#"{"index":1,"id":"b","function":{"name":"g","arguments":""}}"#),
        chunk(#"{"index":1,"function":{"arguments":"{\"y\":"}},{"index":0,"function":{"arguments":"{\"x\":"}}"#),
        chunk(#"{"index":0,"function":{"arguments":"1}"}}"#), chunk(#"{"index":1,"function":{"arguments":"2}"}}"#),
        #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
      ]
    )
    var blocks: [String] = []
    for event in output {
      if event["type"] == "content_block_start" { blocks.append(event["content_block"]?["id"]?.string ?? "") }
      blocks[safe: blocks.count - 1] += event["delta"]?["partial_json"]?.string ?? ""
    }
    #expect(blocks == [#"a{"x":1}"#, #"b{"y":2}"#])
  }

  /// Servers that number all calls 0, that do not number them, and that send the name late.
  @Test func callsAreToldApart() throws {
    func chunk(_ calls: String) -> String { #"{"choices":[{"index":0,"delta":{"tool_calls":[\#(calls)]}}]}"# }
    let end = #"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#
    let sameIndex = [
      chunk(#"{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}"#),
      chunk(#"{"index":0,"id":"b","function":{"name":"g","arguments":"{}"}}"#), end,
    ]
    let noIndex = [
      chunk(#"{"id":"a","function":{"name":"f","arguments":"{"}}"#), chunk(#"{"function":{"arguments":"}"}}"#),
      chunk(#"{"id":"b","function":{"name":"g","arguments":"{}"}}"#), end,
    ]
    let lateName = [
      chunk(#"{"index":0,"id":"a","function":{"arguments":"{"}}"#),
      chunk(#"{"index":0,"function":{"name":"f","arguments":"}"}}"#),
      chunk(#"{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}"#), end,
    ]
    for data in [sameIndex, noIndex, lateName] {
      let output = try translate(.messages, .chatCompletions, data)
      let calls = output.filter { $0["type"] == "content_block_start" }.map { $0["content_block"]?["id"]?.string }
      #expect(calls == ["a", "b"])
      #expect(output.compactMap { $0["delta"]?["partial_json"]?.string }.joined() == "{}{}")
      #expect(output[output.count - 2]["delta", "stop_reason"] == "tool_use")
    }
  }

  @Test func freeTextArrivesAsItIsWritten() throws {
    let request = #"{"model":"mine","stream":true,"input":"hi","tools":[{"type":"custom","name":"apply_patch"}]}"#
    func delta(_ piece: String) -> String {
      let text = JSON.string(piece).text
      return #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":\#(text)}}"#
    }
    let pieces = [#"{"inp"#, #"ut": "*** Be"#, #"gin\"#, #"n\u00"#, #"e9 \ud83d"#, #"\ude00\""#, #"x"}"#]
    let data =
      [
        #"{"type":"message_start","message":{}}"#,
        #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"apply_patch","input":{}}}"#,
      ] + pieces.map(delta) + [
        #"{"type":"content_block_stop","index":0}"#,
        #"{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":1}}"#,
        #"{"type":"message_stop"}"#,
      ]
    let output = try translate(.responses, .messages, data, request: request)
    let deltas = output.filter { $0["type"] == "response.custom_tool_call_input.delta" }.map { $0["delta"]?.string }
    #expect(deltas == ["*** Be", "gin", "\n", "é ", "😀\"", "x"])
    let done = output.first { $0["type"] == "response.output_item.done" }
    #expect(done?["item", "input"] == "*** Begin\né 😀\"x")
    #expect(done?["item", "type"] == "custom_tool_call")
  }

  @Test func aModelThatWritesFreeTextWithoutTheObjectIsUnderstood() {
    for (arguments, input) in [
      (#"*** Begin"#, "*** Begin"), (#"{"patch":"x"}"#, #"{"patch":"x"}"#), (#" { "input" : "x" } "#, "x"),
      (#"{"note":1,"input":"x"}"#, "x"), ("", ""), (#"{"input":3}"#, #"{"input":3}"#),
      (#"{"input":"\ud83d\ude00\u00e9\n\\\ud83dx\ud83d\n"}"#, "😀é\n\\\u{FFFD}x\u{FFFD}\n"),
    ] {
      for cut in 0...arguments.utf8.count {
        var reader = FreeTextReader()
        let bytes = Array(arguments.utf8)
        let text =
          reader.read(String(decoding: bytes[..<cut], as: UTF8.self))
          + reader.read(String(decoding: bytes[cut...], as: UTF8.self)) + reader.finish()
        #expect(text == input)
      }
    }
  }

  @Test func mixedThoughtsAndTextAreSetApart() throws {
    let output = try translate(
      .messages,
      .messages,
      [
        #"{"type":"message_start","message":{"usage":{"input_tokens":3}}}"#,
        #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}"#,
        #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":1}}"#,
        #"{"type":"message_stop"}"#,
      ]
    )
    let kinds = output.compactMap { $0["content_block"]?["type"]?.string ?? $0["delta"]?["type"]?.string }
    #expect(kinds == ["text", "thinking", "thinking_delta", "text", "text_delta"])
    #expect(output[output.count - 2]["usage", "input_tokens"] == 3)
  }

  @Test func aWholeAnswerCanBeStreamed() throws {
    let body = Array(
      #"{"content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2}}"#
        .utf8
    )
    let request = Array(#"{"model":"m","input":"hi","stream":true}"#.utf8)
    let translation = try Translation(
      client: .responses,
      upstream: .messages,
      request: request.span,
      requestID: "r",
      created: 1
    )
    let output = try events(try translation.streamResponse(body.span))
    #expect(output.first?["type"] == "response.created")
    #expect(output.last?["response", "output", 0, "content", 0, "text"] == "Hi")
  }
}

extension [String] {
  /// The element at an index that may be none: then nothing is kept.
  fileprivate subscript(safe index: Int) -> String {
    get { indices.contains(index) ? self[index] : "" }
    set { if indices.contains(index) { self[index] = newValue } }
  }
}
