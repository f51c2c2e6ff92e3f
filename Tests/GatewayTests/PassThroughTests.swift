import FakeUpstream
import Foundation
import Testing

@Suite struct PassThroughTests {
  static let bodies = [
    ("/v1/chat/completions", "gpt-test", "gpt-upstream"), ("/v1/responses", "gpt-test", "gpt-upstream"),
    ("/v1/messages", "claude-test", "claude-upstream"), ("/chat/completions", "gpt-test", "gpt-upstream"),
    ("/responses", "gpt-test", "gpt-upstream"), ("/messages", "claude-test", "claude-upstream"),
  ]

  @Test(arguments: bodies)
  func onlyModelAndCredentialsChange(_ path: String, _ model: String, _ upstreamModel: String) async throws {
    try await TestGateway.run { gateway, upstream in
      let rest = #", "messages" : [ {"role":"user","content":"h\u00e9llo  \n"} ],"unknown":[1.50,2e3]}"#
      let answer = try await gateway.send(path, #"{ "model":"\#(model)""# + rest)
      #expect(answer.status == 200)
      #expect(answer.text.contains("hello from upstream"))
      let request = try #require(upstream.requests.first)
      #expect(request.text == #"{ "model":"\#(upstreamModel)""# + rest)
      #expect(!request.headers.contains { $0.value.contains(TestGateway.key) })
      if upstreamModel.hasPrefix("claude") {
        #expect(request.header("x-api-key") == TestGateway.providerKey)
        #expect(request.header("authorization") == nil)
        #expect(request.path == "/v1/messages")
      } else {
        #expect(request.header("authorization") == "Bearer \(TestGateway.providerKey)")
        #expect(request.header("x-api-key") == nil)
      }
    }
  }

  @Test func streamsArriveByteForByte() async throws {
    let events = (0..<50).map { "event: e\($0)\ndata: {\"n\":\($0),\"text\":\"\u{1F600}\"}\n\n" }
    try await TestGateway.run(.respond { _ in .stream(events) }) { gateway, _ in
      for (path, model) in [("/v1/messages", "claude-test"), ("/v1/responses", "gpt-test")] {
        let answer = try await gateway.send(path, #"{"model":"\#(model)","stream":true}"#)
        #expect(answer.isComplete)
        #expect(answer.text == events.joined())
      }
    }
  }

  @Test func piecesAreNotHeldBack() async throws {
    let script = FakeUpstream.Script.respond { _ in .stream(["data: 1\n\n", "data: 2\n\n"]).paced(by: .seconds(60)) }
    try await TestGateway.run(script) { gateway, _ in
      let client = try RawClient(port: gateway.port)
      await client.send(TestGateway.request("/v1/responses", #"{"model":"gpt-test","stream":true}"#))
      let first = await client.receive(until: "data: 1\n\n")
      #expect(first.contains("data: 1\n\n"))
      #expect(!first.contains("data: 2\n\n"))
    }
  }

  @Test func headersPassButForThoseThatStayHere() async throws {
    try await TestGateway.run { gateway, upstream in
      let headers = [
        "x-api-key: \(TestGateway.key)", "anthropic-beta: one,two", "Anthropic-Version: 2099-01-01", "X-App: cli",
        "x-codex-turn-metadata: {\"cwd\":\"/home/me\"}", "Cookie: a=b", "Connection: keep-alive, X-Private",
        "X-Private: 1", "Proxy-Authorization: Basic x", "TE: trailers", "Accept-Encoding: gzip",
      ]
      let client = try RawClient(port: gateway.port)
      await client.send(
        TestGateway.request("/v1/messages?beta=true&x=%20", #"{"model":"claude-test"}"#, headers: headers)
      )
      _ = await client.receive(until: "hello from upstream")
      let request = try #require(upstream.requests.first)
      #expect(request.path == "/v1/messages")
      #expect(request.query == "beta=true&x=%20")
      #expect(request.header("anthropic-beta") == "one,two")
      #expect(request.header("anthropic-version") == "2099-01-01")
      #expect(request.header("x-app") == "cli")
      #expect(request.headers.contains { $0.name == "X-App" })
      #expect(request.header("host") == "127.0.0.1:\(upstream.port)")
      for name in [
        "x-codex-turn-metadata", "cookie", "x-private", "proxy-authorization", "te", "connection", "authorization",
        "accept-encoding",
      ] {
        #expect(request.header(name) == nil)
      }
    }
  }

  @Test func whatCodexTellsOfTheWorkspaceStaysHere() async throws {
    try await TestGateway.run { gateway, upstream in
      let body = #"{"model":"gpt-test","input":[],"client_metadata":{"cwd":"/home/me"},"store":false}"#
      _ = try await gateway.send("/v1/responses", body)
      #expect(upstream.requests.first?.text == #"{"model":"gpt-upstream","input":[],"store":false}"#)
    }
  }

  @Test func upstreamErrorsComeThroughUnchanged() async throws {
    let script = FakeUpstream.Script.respond { _ in
      .error(
        529,
        "busy now",
        as: .messages,
        headers: [(name: "retry-after", value: "7"), (name: "x-custom", value: "1")]
      )
    }
    try await TestGateway.run(script) { gateway, _ in
      let answer = try await gateway.send("/v1/messages", #"{"model":"claude-test"}"#)
      #expect(answer.status == 529)
      #expect(answer.text.contains("busy now"))
      #expect(answer.header("retry-after") == "7")
      #expect(answer.header("x-custom") == "1")
      #expect(answer.header("x-should-retry") == nil)
    }
  }

  @Test func aRefusedProviderKeyIsNotWorthRetrying() async throws {
    try await TestGateway.run(.respond { _ in .error(401, "bad key", as: .messages) }) { gateway, _ in
      let answer = try await gateway.send("/v1/messages", #"{"model":"claude-test"}"#)
      #expect(answer.status == 401)
      #expect(answer.header("x-should-retry") == "false")
    }
  }

  @Test func namesAliasesAndWildcardsAreFound() async throws {
    try await TestGateway.run { gateway, upstream in
      for name in ["nickname", "secret-name", "wild-fire", "same-name"] {
        try await gateway.expect(200, "/v1/chat/completions", #"{"model":"\#(name)"}"#)
      }
      #expect(upstream.requests.map(\.model) == ["gpt-upstream", "gpt-upstream", "upstream-fire", "same-name"])
    }
  }

  @Test func countTokensAndEmbeddingsGoToTheirPaths() async throws {
    try await TestGateway.run(.respond { _ in .body(#"{"ok":1}"#, type: "application/json") }) { gateway, upstream in
      _ = try await gateway.send("/v1/messages/count_tokens?beta=true", #"{"model":"claude-test"}"#)
      _ = try await gateway.send("/v1/embeddings", #"{"model":"gpt-test"}"#)
      _ = try await gateway.send("/v1/completions", #"{"model":"gpt-test"}"#)
      #expect(upstream.requests.map(\.path) == ["/v1/messages/count_tokens", "/v1/embeddings", "/v1/completions"])
    }
  }

  /// Bytes that are none of the gateway's business stay as they are.
  @Test(arguments: [FakeUpstream.Reply.Framing.length, .chunked, .untilClose])
  func compressedAnswersPass(_ framing: FakeUpstream.Reply.Framing) async throws {
    let bytes = [UInt8]([0x1F, 0x8B, 8, 0]) + (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let script = FakeUpstream.Script.respond { _ in
      FakeUpstream.Reply(
        headers: [(name: "content-type", value: "application/json"), (name: "content-encoding", value: "gzip")],
        framing: framing,
        steps: stride(from: 0, to: bytes.count, by: 10_000).map {
          .bytes(Array(bytes[$0..<min($0 + 10_000, bytes.count)]))
        }
      )
    }
    try await TestGateway.run(script) { gateway, _ in
      let answer = try await gateway.send("/v1/chat/completions", #"{"model":"gpt-test"}"#)
      #expect(answer.header("content-encoding") == "gzip")
      #expect(answer.isComplete)
      #expect(answer.body == bytes)
    }
  }

  @Test func aBodyInChunksArrivesWhole() async throws {
    try await TestGateway.run { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      let head = "POST /v1/chat/completions HTTP/1.1\r\nx-api-key: \(TestGateway.key)\r\nTransfer-Encoding: chunked\r\n"
      let pieces = [
        head + "Trailer: X-Sum\r\nConnection: close\r\n\r\n", "A;x=y\r\n{\"model\":\"", "\r\n9\r\ngpt-test\"\r\n1\r",
        "\n}\r\n",
        "0\r\nX-Sum: 1\r\nContent-Length: 5\r\n", "\r\n",
      ]
      for piece in pieces {
        await client.send(piece)
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(HTTPAnswer(await client.receiveAll())?.status == 200)
      let request = try #require(upstream.requests.first)
      #expect(request.text == #"{"model":"gpt-upstream"}"#)
      #expect(request.headers.filter { $0.name.lowercased() == "content-length" }.map(\.value) == ["24"])
      for name in ["transfer-encoding", "trailer", "x-sum"] { #expect(request.header(name) == nil) }
    }
  }

  @Test func aClientThatWaitsForItsBodyToBeWantedIsAsked() async throws {
    try await TestGateway.run { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      let body = #"{"model":"gpt-test"}"#
      await client.send(
        "POST /v1/chat/completions HTTP/1.1\r\nx-api-key: \(TestGateway.key)\r\nExpect: 100-Continue\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\r\n"
      )
      #expect(await client.receive(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
      await client.send(body)
      #expect(await client.receive(until: "hello from upstream").hasPrefix("HTTP/1.1 200"))
      #expect(upstream.requests.first?.header("expect") == nil)
    }
  }

  @Test func anUpstreamBehindTLSIsVerifiedAndReached() async throws {
    try await TestGateway.run(tls: true) { gateway, _ in
      let answer = try await gateway.send("/v1/chat/completions", #"{"model":"gpt-test"}"#)
      #expect(answer.text.contains("hello from upstream"))
    }
  }
}
