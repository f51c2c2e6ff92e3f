import FakeUpstream
import Foundation
import NIOCore
import Testing

@testable import Gateway

/// Clients of one wire format, and providers of another.
@Suite struct GatewayTranslationTests {
  /// A client's format, with a request in it and what its answer must have in it.
  struct Client: Sendable, CustomTestStringConvertible {
    let path: String
    let body: String
    /// How the text `hello` stands in a whole answer, and how the call of `lookup` does.
    let text: String
    let call: String
    /// How a stream ends, and how one that fails.
    let end: String
    let failure: String

    var testDescription: String { path }

    func request(_ model: String, stream: Bool) -> String {
      body.replacing("MODEL", with: model).replacing("STREAM", with: "\(stream)")
    }
  }

  static let chat = Client(
    path: "/v1/chat/completions",
    body: #"{"model":"MODEL","stream":STREAM,"messages":[{"role":"user","content":"hi"}],"#
      + #""tools":[{"type":"function","function":{"name":"lookup","parameters":{"type":"object"}}}]}"#,
    text: #""content":"hello""#,
    call: #""arguments":"{\"city\":\"Oslo\"}""#,
    end: "data: [DONE]\n\n",
    failure: #"data: {"error":{"#
  )
  static let responses = Client(
    path: "/v1/responses",
    body:
      #"{"model":"MODEL","stream":STREAM,"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}],"#
      + #""tools":[{"type":"function","name":"lookup","parameters":{"type":"object"}}]}"#,
    text: #""text":"hello""#,
    call: #""arguments":"{\"city\":\"Oslo\"}""#,
    end: "event: response.completed\n",
    failure: "event: response.failed\n"
  )
  static let messages = Client(
    path: "/v1/messages",
    body: #"{"model":"MODEL","stream":STREAM,"max_tokens":100,"messages":[{"role":"user","content":"hi"}],"#
      + #""tools":[{"name":"lookup","input_schema":{"type":"object"}}]}"#,
    text: #""text":"hello""#,
    call: #""input":{"city":"Oslo"}"#,
    end: "event: message_stop\n",
    failure: "event: error\n"
  )
  static let clients = [chat, responses, messages]
  /// A model for each format of a provider.
  static let models = [
    ("gpt-test", "/v1/responses"), ("chat-only", "/v1/chat/completions"), ("claude-test", "/v1/messages"),
  ]

  /// Whether the provider of a model speaks the client's format itself.
  private func isNative(_ client: Client, _ model: String) -> Bool {
    switch model {
    case "gpt-test": client.path != "/v1/messages"
    case "chat-only": client.path == "/v1/chat/completions"
    default: client.path == "/v1/messages"
    }
  }

  private func configuration(_ origin: String) -> String {
    """
    model_list:
      - model_name: gpt-test
        litellm_params: {model: openai/gpt-5.5, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
      - model_name: chat-only
        litellm_params: {model: custom_openai/chat, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
      - model_name: claude-test
        litellm_params: {model: anthropic/claude-sonnet-5-5, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)"}
    router_settings: {num_retries: 0}
    general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
    """
  }

  private func serve(
    _ script: FakeUpstream.Script,
    _ options: Gateway.Options = Gateway.Options(host: "127.0.0.1", port: 0),
    _ body: (TestGateway, FakeUpstream) async throws -> Void
  ) async throws {
    try await FakeUpstream.run(script) { upstream in
      try await TestGateway.serve(configuration(upstream.origin), options) { try await body($0, upstream) }
    }
  }

  @Test(arguments: clients, [false, true])
  func everyClientGetsTheTextOfEveryProvider(_ client: Client, _ stream: Bool) async throws {
    try await serve(.answers([.text("hello")])) { gateway, upstream in
      for (model, path) in Self.models {
        let answer = try await gateway.send(client.path, client.request(model, stream: stream))
        #expect(answer.status == 200, "\(model): \(answer.text)")
        #expect(answer.isComplete)
        let request = try #require(upstream.requests.last)
        #expect(request.path == (isNative(client, model) ? client.path : path), "\(model)")
        #expect(request.headers.filter { $0.value.contains(TestGateway.key) }.isEmpty)
        #expect(!request.headers.contains { $0.name.lowercased() == "anthropic-version" } || path == "/v1/messages")
        if stream {
          #expect(answer.header("content-type")?.hasPrefix("text/event-stream") == true)
          #expect(answer.text.contains(client.end), "\(model): \(answer.text)")
        } else {
          #expect(answer.header("content-type")?.hasPrefix("application/json") == true)
          #expect(answer.text.contains(client.text), "\(model): \(answer.text)")
          let isNative = isNative(client, model)
          #expect(try isNative || answer.json()["model"] as? String == model, "\(answer.text)")
        }
        #expect(answer.header("x-litellm-model-id") == "\(model)/1")
      }
    }
  }

  @Test(arguments: clients)
  func everyClientGetsTheCallsOfEveryProvider(_ client: Client) async throws {
    try await serve(.answers([.toolCall(name: "lookup", arguments: #"{"city":"Oslo"}"#)])) { gateway, _ in
      for (model, _) in Self.models {
        let answer = try await gateway.send(client.path, client.request(model, stream: false))
        #expect(answer.text.contains(client.call), "\(model): \(answer.text)")
        #expect(answer.text.contains(#""name":"lookup""#))
        let streamed = try await gateway.send(client.path, client.request(model, stream: true))
        #expect(streamed.text.contains("Oslo"), "\(model): \(streamed.text)")
        #expect(streamed.text.contains(client.end))
      }
    }
  }

  @Test(arguments: clients)
  func anErrorComesInTheClientsShape(_ client: Client) async throws {
    for (status, format) in [(400, FakeUpstream.Format.chat), (401, .messages), (429, .responses), (500, .messages)] {
      try await serve(.respond { _ in .error(status, "the reason why", as: format) }) { gateway, _ in
        for (model, _) in Self.models where !isNative(client, model) {
          let answer = try await gateway.send(client.path, client.request(model, stream: false))
          #expect(answer.status == status)
          let json = try answer.json()
          let error = try #require(json["error"] as? [String: Any])
          #expect((error["message"] as? String)?.contains("the reason why") == true, "\(answer.text)")
          #expect((json["type"] as? String == "error") == (client.path == "/v1/messages"))
          #expect((answer.header("x-should-retry") == "false") == (status == 401))
        }
      }
    }
  }

  @Test(arguments: clients)
  func aStreamThatIsCutIsNeverMadeWhole(_ client: Client) async throws {
    let script = FakeUpstream.Script.respond { request in
      FakeUpstream.Answer.text("one two three").reply(to: request).cut(after: 4)
    }
    try await serve(script) { gateway, _ in
      for (model, _) in Self.models where !isNative(client, model) {
        let answer = try await gateway.send(client.path, client.request(model, stream: true))
        #expect(!answer.text.contains(client.end), "\(model): \(answer.text)")
        #expect(answer.text.contains(client.failure), "\(model): \(answer.text)")
      }
    }
  }

  @Test func aProviderWithoutResponsesIsFoundOutOnce() async throws {
    let script = FakeUpstream.Script.respond { request in
      request.path == "/v1/responses"
        ? .body(#"{"detail":"Not Found"}"#, status: 404) : FakeUpstream.Answer.text("hello").reply(to: request)
    }
    try await serve(script) { gateway, upstream in
      for stream in [true, false, true] {
        let answer = try await gateway.send(Self.responses.path, Self.responses.request("gpt-test", stream: stream))
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.text.contains("hello"))
      }
      let paths = upstream.requests.map(\.path)
      #expect(paths == ["/v1/responses"] + Array(repeating: "/v1/chat/completions", count: 3))
    }
  }

  @Test func aModelThatIsNotThereIsNoMissingPath() async throws {
    let message = #"{"error":{"message":"The model `gpt-5.5` does not exist","code":"model_not_found"}}"#
    try await serve(.respond { _ in .body(message, status: 404) }) { gateway, upstream in
      for _ in 0..<2 {
        let answer = try await gateway.send(Self.responses.path, Self.responses.request("gpt-test", stream: false))
        #expect(answer.status == 404)
        #expect(answer.text == message)
      }
      #expect(upstream.requests.map(\.path) == ["/v1/responses", "/v1/responses"])
    }
  }

  @Test func tokensAreEstimatedWhereNobodyCounts() async throws {
    try await serve(.answers([.text("hello")])) { gateway, upstream in
      let body = #"{"model":"gpt-test","messages":[{"role":"user","content":"a few words to count"}]}"#
      let answer = try await gateway.send("/v1/messages/count_tokens", body)
      #expect(answer.status == 200)
      #expect(try answer.json()["input_tokens"] as? Int == body.utf8.count / 4)
      // A picture counts for one, whatever its size.
      let picture = String(repeating: "iVBORw0K", count: 5000)
      let source = #"{"type":"base64","media_type":"image/png","data":"\#(picture)"}"#
      let large = body.replacing(#""a few words to count""#, with: #"[{"type":"image","source":\#(source)}]"#)
      let estimate = try await gateway.send("/v1/messages/count_tokens", large).json()["input_tokens"] as? Int
      #expect((1600...1700).contains(try #require(estimate)))
      #expect(upstream.requests.isEmpty)
    }
  }

  @Test func whatIsLeftOutIsNamed() async throws {
    try await serve(.answers([.text("hello")])) { gateway, _ in
      let body = Self.chat.request("claude-test", stream: false).replacing("{\"model\"", with: "{\"seed\":7,\"model\"")
      let answer = try await gateway.send(Self.chat.path, body)
      #expect(answer.header("x-agentproxy-dropped")?.contains("seed") == true, "\(answer.headers)")
    }
  }

  @Test func aRequestThatCannotBeTranslatedIsRefusedWithTheField() async throws {
    try await serve(.answers([.text("hello")])) { gateway, upstream in
      let body = #"{"model":"claude-test","previous_response_id":"resp_1","input":"hi"}"#
      let answer = try await gateway.send("/v1/responses", body)
      #expect(answer.status == 400)
      #expect(answer.text.contains("previous_response_id"))
      #expect(upstream.requests.isEmpty)
    }
  }

  @Test func thoughtsOfAnotherProvidersModelAreLeftOut() async throws {
    try await serve(.answers([.text("hello")])) { gateway, upstream in
      let thought = #"{"type":"thinking","thinking":"hm","signature":""}"#
      let turn = #"{"role":"assistant","content":[\#(thought),{"type":"text","text":"first"}]}"#
      let messages = #"[{"role":"user","content":"hi"},\#(turn),{"role":"user","content":"go on"}]"#
      let body = #"{"model":"claude-test","max_tokens":9,"messages":\#(messages)}"#
      let answer = try await gateway.send("/v1/messages", body)
      #expect(answer.text.contains(Self.messages.text), "\(answer.text)")
      let request = try #require(upstream.requests.first)
      #expect(request.path == "/v1/messages")
      #expect(!request.text.contains("thinking"), "\(request.text)")
      #expect(request.text.contains("first") && request.text.contains("go on"))
    }
  }

  @Test func whatIsLeftOfALimitIsToldInTheClientsWords() async throws {
    let script = FakeUpstream.Script.respond { request in
      FakeUpstream.Answer.text("hello").reply(to: request)
        .adding((name: "x-ratelimit-remaining-tokens", value: "41"), (name: "x-other", value: "theirs"))
    }
    try await serve(script) { gateway, _ in
      for stream in [false, true] {
        let answer = try await gateway.send("/v1/messages", Self.messages.request("chat-only", stream: stream))
        #expect(answer.header("anthropic-ratelimit-tokens-remaining") == "41")
        #expect(answer.header("x-other") == nil)
      }
    }
  }

  @Test func anAnswerThatIsWholeDoesNotWaitForTheProviderToClose() async throws {
    let script = FakeUpstream.Script.respond { request in
      var reply = FakeUpstream.Answer.text("hello").reply(to: request)
      reply.steps.append(.pause(.seconds(60)))
      return reply
    }
    try await serve(script) { gateway, _ in
      let answer = try await gateway.send(Self.messages.path, Self.messages.request("chat-only", stream: true))
      #expect(answer.isComplete)
      #expect(answer.text.contains(Self.messages.end))
    }
  }

  @Test func waitingClientsGetPingsOfTheirOwnKind() async throws {
    var options = Gateway.Options(host: "127.0.0.1", port: 0)
    options.limits.pingInterval = .milliseconds(100)
    let script = FakeUpstream.Script.respond { request in
      FakeUpstream.Answer.text("one two").reply(to: request).paced(by: .milliseconds(800))
    }
    try await serve(script, options) { gateway, _ in
      let claude = try await gateway.send(Self.messages.path, Self.messages.request("gpt-test", stream: true))
      #expect(claude.text.contains("event: ping\n"), "\(claude.text)")
      #expect(claude.text.contains(Self.messages.end))
      let chat = try await gateway.send(Self.chat.path, Self.chat.request("claude-test", stream: true))
      #expect(chat.text.contains(": ping\n"), "\(chat.text)")
      #expect(chat.text.contains(Self.chat.end))
    }
  }
}
