import FakeUpstream
import Foundation
import NIOCore
import Testing
import WireFormats

@testable import Gateway

/// Clients that wait: within a stream, and for one.
@Suite struct PingTests {
  private static let pings: [FakeUpstream.Format: String] = [
    .messages: "event: ping\ndata: {\"type\": \"ping\"}\n\n",
    .responses: "event: keepalive\ndata: {\"type\":\"keepalive\",\"sequence_number\":0}\n\n",
    .chat: ": ping\n\n",
  ]

  private func options(ping: TimeAmount = .milliseconds(50), opening: TimeAmount = .seconds(60)) -> Gateway.Options {
    var options = Gateway.Options(host: "127.0.0.1", port: 0)
    options.limits.pingInterval = ping
    options.limits.openingDelay = opening
    return options
  }

  /// One deployment for each family of formats, and a model that answers by itself.
  private func configuration(_ origin: String, _ router: String = "num_retries: 0", timeout: Double = 20) -> String {
    """
    model_list:
      - model_name: openai
        litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1", timeout: \(timeout)}
      - model_name: anthropic
        litellm_params: {model: anthropic/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)", timeout: \(timeout)}
      - model_name: mock
        litellm_params: {model: anthropic/any, mock_response: "from the mock"}
    router_settings: {\(router)}
    general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
    """
  }

  private func body(_ format: FakeUpstream.Format, stream: Bool = true) -> String {
    #"{"model":"\#(format == .messages ? "anthropic" : "openai")","stream":\#(stream)}"#
  }

  /// Serves one request of each format.
  private func ask(
    _ format: FakeUpstream.Format,
    _ script: FakeUpstream.Script,
    _ options: Gateway.Options,
    router: String = "num_retries: 0",
    timeout: Double = 20,
    _ check: (HTTPAnswer, FakeUpstream) throws -> Void
  ) async throws {
    try await FakeUpstream.run(script) { upstream in
      let yaml = configuration(upstream.origin, router, timeout: timeout)
      try await TestGateway.serve(yaml, options) { gateway in
        try check(try await gateway.send(format.path, body(format)), upstream)
      }
    }
  }

  // MARK: - Within a stream

  @Test(arguments: FakeUpstream.Format.allCases)
  func aSilentStreamHasPingsBetweenItsEvents(_ format: FakeUpstream.Format) async throws {
    let ping = try #require(Self.pings[format])
    let events = ["event: a\ndata: 1\n\n", "event: b\ndata: 2\n\n"]
    let script = FakeUpstream.Script.respond { _ in .stream(events).paced(by: .milliseconds(1200)) }
    try await ask(format, script, options()) { answer, _ in
      #expect(answer.isComplete)
      #expect(answer.text.replacingOccurrences(of: ping, with: "") == events.joined())
      let between = answer.text.components(separatedBy: events[1]).first ?? ""
      #expect(between.components(separatedBy: ping).count > 2)
      #expect(answer.header("x-litellm-model-id") != nil)
    }
  }

  @Test func anEventIsNotTornApart() async throws {
    let script = FakeUpstream.Script.respond { _ in
      .stream(["data: the first\n\n", "data: half", " and half\n\n"]).paced(by: .milliseconds(400))
    }
    try await ask(.messages, script, options()) { answer, _ in
      let text = answer.text.replacingOccurrences(of: Self.pings[.messages] ?? "", with: "|")
      #expect(text.contains("data: the first\n\n|"))
      #expect(text.contains("data: half and half\n\n"))
    }
  }

  @Test func whatCannotTakeAPingGetsNone() async throws {
    let event = "data: 1\n\n"
    let announced = FakeUpstream.Reply(
      headers: [
        (name: "content-type", value: "text/event-stream"), (name: "content-length", value: String(event.count * 2)),
      ],
      framing: .announced,
      steps: [.bytes(Array(event.utf8)), .pause(.milliseconds(400)), .bytes(Array(event.utf8))]
    )
    let compressed = FakeUpstream.Reply.stream([event, event]).paced(by: .milliseconds(400))
      .adding((name: "content-encoding", value: "gzip"))
    let plain = FakeUpstream.Reply(framing: .chunked, steps: compressed.steps)
    for reply in [announced, compressed, plain] {
      try await ask(.messages, .respond { _ in reply }, options()) { answer, _ in
        #expect(answer.isComplete)
        #expect(answer.text == event + event)
      }
    }
  }

  @Test func pingsAreNoSignOfLifeOfTheProvider() async throws {
    let script = FakeUpstream.Script.respond { _ in .stream(["data: 1\n\n", "data: 2\n\n"]).paced(by: .seconds(20)) }
    try await ask(.messages, script, options(), timeout: 3) { answer, upstream in
      #expect(!answer.isComplete)
      #expect(answer.text.hasPrefix("data: 1\n\n" + (Self.pings[.messages] ?? "?")))
      #expect(answer.text.contains("event: error\ndata: {"))
      #expect(answer.text.contains("did not answer in time"))
      #expect(answer.text.hasSuffix("}\n\n"))
    }
  }

  @Test func anOldClientGetsThemWithoutChunks() async throws {
    let script = FakeUpstream.Script.respond { _ in
      .stream(["data: 1\n\n", "data: 2\n\n"]).paced(by: .milliseconds(400))
    }
    try await FakeUpstream.run(script) { upstream in
      try await TestGateway.serve(configuration(upstream.origin), options(opening: .milliseconds(1))) { gateway in
        let client = try RawClient(port: gateway.port)
        let request = TestGateway.request(FakeUpstream.Format.messages.path, body(.messages))
        await client.send(request.replacingOccurrences(of: "HTTP/1.1", with: "HTTP/1.0"))
        let answer = try #require(HTTPAnswer(await client.receiveAll()))
        #expect(answer.header("transfer-encoding") == nil)
        #expect(answer.header("x-litellm-model-id") == "anthropic/1")
        #expect(answer.text.hasPrefix("data: 1\n\n" + (Self.pings[.messages] ?? "?")))
        #expect(answer.text.contains("data: 2\n\n"))
      }
    }
  }

  // MARK: - Before a stream

  private var opening: Gateway.Options { options(ping: .milliseconds(50), opening: .milliseconds(100)) }

  @Test(arguments: [FakeUpstream.Format.messages, .chat])
  func aStreamThatIsLongInComingIsBegunByTheGateway(_ format: FakeUpstream.Format) async throws {
    let ping = try #require(Self.pings[format])
    let script = FakeUpstream.Script.model { request in
      .reply(FakeUpstream.Answer.text("at last").reply(to: request).delayed(by: .milliseconds(700)))
    }
    try await FakeUpstream.run(script) { upstream in
      try await TestGateway.serve(configuration(upstream.origin), opening) { gateway in
        let client = try RawClient(port: gateway.port)
        await client.send(TestGateway.request(format.path, body(format)))
        let begun = await client.receive(until: ping)
        #expect(begun.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(begun.contains("Content-Type: text/event-stream"))
        #expect(begun.contains("x-request-id: req_"))
        let rest = await client.receive(until: "\r\n0\r\n\r\n")
        let answer = try #require(HTTPAnswer(Array((begun + rest).utf8)))
        #expect(answer.isComplete)
        let parts = answer.text.components(separatedBy: ping)
        #expect(parts.count > 2)
        #expect(parts.last?.contains("last") == true)
        #expect(parts.dropLast().joined().isEmpty)
        #expect(upstream.requests.count == 1)
        // The connection is as good as before.
        await client.send(TestGateway.request("/health/liveliness"))
        #expect(await client.receive(until: "alive").contains("HTTP/1.1 200"))
      }
    }
  }

  @Test func codexWaitsForItsHead() async throws {
    let script = FakeUpstream.Script.respond { _ in .stream(["data: 1\n\n"]).delayed(by: .milliseconds(600)) }
    try await ask(.responses, script, opening) { answer, _ in
      #expect(answer.text == "data: 1\n\n")
      #expect(answer.header("x-litellm-model-id") == "openai/1")
    }
  }

  @Test func whoAsksForNoStreamWaitsForTheStatus() async throws {
    let script = FakeUpstream.Script.respond { _ in .error(503, "no", as: .messages).delayed(by: .milliseconds(600)) }
    try await FakeUpstream.run(script) { upstream in
      try await TestGateway.serve(configuration(upstream.origin), opening) { gateway in
        let answer = try await gateway.send("/v1/messages", body(.messages, stream: false))
        #expect(answer.status == 503)
      }
    }
  }

  @Test func aProviderThatOnlySendsAHeadIsWaitedFor() async throws {
    let script = FakeUpstream.Script.respond { _ in
      var reply = FakeUpstream.Reply.stream(["data: 1\n\n", "data: 2\n\n"]).adding((name: "x-own", value: "1"))
      reply.steps.insert(.pause(.milliseconds(600)), at: 0)
      return reply
    }
    try await ask(.messages, script, opening) { answer, _ in
      #expect(answer.isComplete)
      #expect(answer.text.hasPrefix(Self.pings[.messages] ?? "?"))
      #expect(answer.text.hasSuffix("data: 1\n\ndata: 2\n\n"))
      #expect(answer.header("x-own") == nil)
    }
  }

  /// However the provider marks the end, the client gets whole chunks and the last one.
  @Test(arguments: [FakeUpstream.Reply.Framing.length, .untilClose])
  func everyFramingFollows(_ framing: FakeUpstream.Reply.Framing) async throws {
    let script = FakeUpstream.Script.respond { _ in
      var reply = FakeUpstream.Reply.stream(["data: 1\n\n", "data: 2\n\n"]).delayed(by: .milliseconds(400))
      reply.framing = framing
      return reply
    }
    try await ask(.messages, script, opening) { answer, _ in
      #expect(answer.isComplete)
      #expect(answer.text.hasPrefix(Self.pings[.messages] ?? "?"))
      #expect(answer.text.hasSuffix("data: 1\n\ndata: 2\n\n"))
    }
  }

  @Test func anotherTryIsStillPossible() async throws {
    let script = FakeUpstream.Script.answers([
      .reply(
        .error(503, "busy", as: .messages, headers: [(name: "Retry-After", value: "2")])
          .delayed(by: .milliseconds(300))
      ),
      .text("the second time"),
    ])
    try await ask(.messages, script, opening, router: "num_retries: 1") { answer, upstream in
      #expect(answer.status == 200)
      #expect(answer.isComplete)
      #expect(answer.text.contains("second"))
      #expect(!answer.text.contains("error"))
      // Pings went on during the wait.
      #expect(answer.text.components(separatedBy: Self.pings[.messages] ?? "?").count > 8)
      #expect(upstream.requests.count == 2)
    }
  }

  @Test func anotherModelMayStillStandIn() async throws {
    let script = FakeUpstream.Script.respond { _ in .error(400, "no", as: .messages).delayed(by: .milliseconds(300)) }
    try await ask(.messages, script, opening, router: "fallbacks: [{anthropic: [mock]}]") { answer, _ in
      #expect(answer.isComplete)
      #expect(answer.text.contains("mock"))
      #expect(answer.text.contains("message_stop"))
    }
  }

  @Test(arguments: [
    (429, "overloaded_error"), (500, "overloaded_error"), (529, "overloaded_error"),
    (400, "invalid_request_error"), (401, "authentication_error"), (413, "request_too_large"),
  ])
  func whenNothingSucceedsTheErrorIsTheOnlyEvent(_ status: Int, _ type: String) async throws {
    let script = FakeUpstream.Script.respond { _ in
      .error(status, "the provider's \"reason\"", as: .messages).delayed(by: .milliseconds(300))
    }
    try await ask(.messages, script, opening) { answer, _ in
      #expect(answer.status == 200)
      #expect(answer.isComplete)
      let last = answer.text.components(separatedBy: Self.pings[.messages] ?? "?").last ?? ""
      let data = Data(last.replacingOccurrences(of: "event: error\ndata: ", with: "").utf8)
      let event = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let error = try #require(event["error"] as? [String: Any])
      #expect(error["type"] as? String == type)
      #expect(error["message"] as? String == "the provider's \"reason\"")
    }
  }

  @Test func aChatClientGetsTheErrorInItsShape() async throws {
    let script = FakeUpstream.Script.respond { _ in .error(500, "no luck", as: .chat).delayed(by: .milliseconds(300)) }
    try await ask(.chat, script, opening) { answer, _ in
      #expect(answer.isComplete)
      #expect(answer.text.contains(#"data: {"error":{"message":"no luck","type":"server_error""#))
    }
  }

  @Test func timeoutsCountAsBefore() async throws {
    let script = FakeUpstream.Script.respond { _ in .stream(["data: 1\n\n"]).delayed(by: .seconds(20)) }
    try await ask(.messages, script, opening, timeout: 0.4) { answer, _ in
      #expect(answer.isComplete)
      #expect(answer.text.contains("did not answer in time"))
      #expect(answer.text.contains("overloaded_error"))
    }
  }

  @Test func whatIsNoPlainStreamCannotFollowAndIsTriedAgain() async throws {
    let compressed = FakeUpstream.Reply.stream(["squeezed"]).adding((name: "content-encoding", value: "br"))
    let script = FakeUpstream.Script.answers([
      .reply(compressed.delayed(by: .milliseconds(300))), .text("as plain text"),
    ])
    try await FakeUpstream.run(script) { upstream in
      try await TestGateway.serve(configuration(upstream.origin, "num_retries: 1"), opening) { gateway in
        let headers = ["Authorization: Bearer \(TestGateway.key)", "Accept-Encoding: br"]
        let answer = try await gateway.send("/v1/messages", body(.messages), headers: headers)
        #expect(answer.isComplete)
        #expect(answer.text.contains("plain"))
        #expect(!answer.text.contains("squeezed"))
        #expect(upstream.requests.map { $0.header("accept-encoding") } == [nil, nil])
      }
    }
  }

  @Test func anErrorTooLargeToHoldIsToldInShort() async throws {
    let script = FakeUpstream.Script.respond { _ in
      FakeUpstream.Reply(status: 503, framing: .chunked, steps: [.filler(bytes: HeldAnswer.maximumBodySize + 100_000)])
        .delayed(by: .milliseconds(300))
    }
    try await ask(.messages, script, opening) { answer, _ in
      #expect(answer.isComplete)
      #expect(answer.text.contains("answered with status 503"))
      #expect(!answer.text.contains("xxx"))
    }
  }

  @Test func aClientThatLeavesIsNotWorkedFor() async throws {
    let script = FakeUpstream.Script.respond { _ in .stream(["data: 1\n\n"]).delayed(by: .seconds(30)) }
    try await FakeUpstream.run(script) { upstream in
      try await TestGateway.serve(configuration(upstream.origin), opening) { gateway in
        let client = try RawClient(port: gateway.port)
        await client.send(TestGateway.request("/v1/messages", body(.messages)))
        _ = await client.receive(until: "event: ping")
        client.reset()
        try await upstream.wait(timeout: .seconds(60)) { !$0.abandoned.isEmpty }
      }
    }
  }

  @Test func aGatewayThatStopsLetsItEnd() async throws {
    let script = FakeUpstream.Script.respond { _ in .stream(["data: 1\n\n"]).delayed(by: .milliseconds(800)) }
    try await FakeUpstream.run(script) { upstream in
      try await TestGateway.serve(configuration(upstream.origin), opening) { gateway in
        let client = try RawClient(port: gateway.port)
        await client.send(TestGateway.request("/v1/messages", body(.messages)))
        let begun = await client.receive(until: "event: ping")
        #expect(await gateway.gateway.stop())
        let rest = String(decoding: await client.receiveAll(), as: UTF8.self)
        let answer = try #require(HTTPAnswer(Array((begun + rest).utf8)))
        #expect(answer.isComplete)
        #expect(answer.text.hasSuffix("data: 1\n\n"))
      }
    }
  }
}
