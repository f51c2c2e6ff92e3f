import Testing

@testable import WireFormats

/// Streams that go wrong: the client is told, and never takes what it has for a whole answer.
@Suite struct StreamFailureTests {
  /// Whether a stream ends as a whole answer does.
  private func looksComplete(_ client: WireFormat, _ output: [JSON]) -> Bool {
    switch client {
    case .chatCompletions:
      output.contains { $0 == "[DONE]" || $0["choices"]?[0, "finish_reason"]?.string != nil }
    case .responses: output.contains { $0["type"] == "response.completed" || $0["type"] == "response.incomplete" }
    default: output.contains { $0["type"] == "message_stop" || $0["type"] == "message_delta" }
    }
  }

  private func error(_ client: WireFormat, _ output: [JSON]) -> JSON? {
    switch client {
    case .responses: output.last?["response"]?["error"]
    default: output.last?["error"]
    }
  }

  /// Where the upstream has said why it stopped, the answer is whole even if the end of the stream is missing.
  private func isWhole(_ upstream: WireFormat, _ events: Int) -> Bool {
    switch upstream {
    case .chatCompletions: events >= 9
    case .responses: events >= StreamSamples.responses.count
    default: events >= 16
    }
  }

  @Test(arguments: StreamSamples.pairs)
  func aCutStreamIsNeverWhole(_ client: WireFormat, _ upstream: WireFormat) throws {
    let data = StreamSamples.of(upstream)
    for count in 0...data.count {
      var machine = try StreamSamples.machine(client, upstream)
      let bytes = try stream(upstream == .chatCompletions ? .completions : upstream, Array(data.prefix(count)))
      let output = try events(machine.read(bytes) + machine.finish())
      #expect(looksComplete(client, output) == isWhole(upstream, count), "cut behind event \(count)")
      #expect((machine.state == .complete) == isWhole(upstream, count))
      if !isWhole(upstream, count) {
        #expect(error(client, output)?["message"]?.string?.contains("before the answer was complete") == true)
      }
    }
  }

  /// A call that is closed is run by Codex before the stream has ended.
  @Test(arguments: StreamSamples.pairs)
  func aCallThatWasCutIsNotClosed(_ client: WireFormat, _ upstream: WireFormat) throws {
    let data = StreamSamples.of(upstream)
    let cut = try #require(data.firstIndex { $0.contains(#"{\"a\""#) })
    var machine = try StreamSamples.machine(client, upstream)
    let bytes = try stream(upstream == .chatCompletions ? .completions : upstream, Array(data[...cut]))
    let output = try events(machine.read(bytes) + machine.finish())
    let text = output.map(\.text).joined(separator: "\n")
    if client == .responses { #expect(!text.contains(#""type":"response.function_call_arguments.done""#)) }
    if client == .messages {
      #expect(
        output.filter { $0["type"] == "content_block_stop" }.count
          < output.filter { $0["type"] == "content_block_start" }.count
      )
    }
  }

  @Test func aCallThatTheLimitCutIsMarked() throws {
    let data = [
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x\":"}}]}}]}"#,
      #"{"choices":[{"index":0,"delta":{},"finish_reason":"length"}]}"#,
    ]
    var machine = try StreamSamples.machine(.responses, .chatCompletions)
    let output = try events(machine.read(stream(.chatCompletions, data)))
    let done = output.first { $0["type"] == "response.output_item.done" }
    #expect(done?["item", "status"] == "incomplete")
    #expect(done?["item", "arguments"] == #"{"x":"#)
    #expect(output.last?["type"] == "response.incomplete")
    #expect(output.last?["response", "incomplete_details", "reason"] == "max_output_tokens")
  }

  private static let faults: [(WireFormat, String, String, String)] = [
    (
      .messages, #"{"type":"error","error":{"type":"overloaded_error","message":"so it is"}}"#, "overloaded_error",
      "server_error"
    ),
    (
      .messages, #"{"type":"error","error":{"type":"rate_limit_error","message":"so it is"}}"#, "rate_limit_error",
      "rate_limit_exceeded"
    ),
    (
      .chatCompletions, #"{"error":{"message":"so it is","type":"server_error","code":null}}"#, "api_error",
      "server_error"
    ),
    (
      .chatCompletions, #"{"error":{"message":"so it is","code":"insufficient_quota"}}"#, "billing_error",
      "insufficient_quota"
    ),
    (
      .responses,
      #"{"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"so it is"}}}"#,
      "rate_limit_error", "rate_limit_exceeded"
    ),
    (
      .chatCompletions, #"{"object":"error","message":"so it is","type":"BadRequestError","code":400}"#,
      "invalid_request_error", "invalid_prompt"
    ), (.responses, #"{"type":"error","code":"server_error","message":"so it is"}"#, "api_error", "server_error"),
    (
      .responses,
      #"{"type":"response.failed","response":{"error":{"code":"context_length_exceeded","message":"so it is"}}}"#,
      "invalid_request_error", "context_length_exceeded"
    ),
  ]

  @Test(arguments: faults)
  func anErrorInTheStreamIsPassedOn(
    _ upstream: WireFormat,
    _ event: String,
    _ anthropic: String,
    _ responses: String
  ) throws {
    for client in [WireFormat.chatCompletions, .responses, .messages] {
      var machine = try StreamSamples.machine(client, upstream)
      let data = Array(StreamSamples.of(upstream).prefix(4)) + [event]
      let output = try events(machine.read(stream(upstream, data)) + machine.finish())
      #expect(machine.state == .failed)
      #expect(!looksComplete(client, output))
      #expect(error(client, output)?["message"]?.string?.hasSuffix("so it is") == true)
      if client == .messages { #expect(error(client, output)?["type"]?.string == anthropic) }
      if client == .responses { #expect(error(client, output)?["code"]?.string == responses) }
      let more = try machine.read(stream(upstream, StreamSamples.of(upstream))) + machine.finish()
      #expect(more.isEmpty)
    }
  }

  @Test func anEventThatIsNoJSONFailsTheStream() throws {
    var machine = try StreamSamples.machine(.messages, .chatCompletions)
    let output = try events(machine.read(Array("data: {\"choices\":\n\n".utf8)))
    #expect(output.last?["error", "message"]?.string?.contains("not JSON") == true)
  }

  @Test func aCallWithoutANameFailsTheStream() throws {
    var machine = try StreamSamples.machine(.messages, .chatCompletions)
    let data = [
      #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"arguments":"{}"}}]}}]}"#,
      #"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
    ]
    let output = try events(machine.read(stream(.chatCompletions, data)))
    #expect(machine.state == .failed)
    #expect(!looksComplete(.messages, output))
  }

  @Test func theGatewaysOwnErrorEndsTheStream() throws {
    for client in [WireFormat.chatCompletions, .responses, .messages] {
      var machine = try StreamSamples.machine(client, .messages)
      var bytes = try machine.read(stream(.messages, Array(StreamSamples.messages.prefix(3))))
      bytes += machine.fail(ErrorReply(.gatewayTimeout, "too slow"))
      #expect(error(client, try events(bytes))?["message"] == "too slow")
      let more = machine.fail(ErrorReply(.gatewayTimeout, "again"))
      #expect(more.isEmpty)
    }
  }

  @Test func signsOfLifeAreWhatClientsCount() throws {
    for (client, text) in [
      (WireFormat.chatCompletions, ": keep-alive\n\n"), (.messages, "event: ping\ndata: {\"type\":\"ping\"}\n\n"),
      (.responses, "event: keepalive\ndata: {\"type\":\"keepalive\",\"sequence_number\":0}\n\n"),
    ] {
      var machine = try StreamSamples.machine(client, .chatCompletions)
      // An upstream's is passed on in the client's kind.
      let passed = machine.read(Array(": OPENROUTER PROCESSING\n\n".utf8))
      #expect(String(decoding: passed, as: UTF8.self) == text)
    }
  }
}
