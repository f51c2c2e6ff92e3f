import FakeUpstream
import Foundation
import NIOCore
import Testing

@testable import Gateway

@Suite struct ConnectionTests {
  private let chat = #"{"model":"gpt-test"}"#

  @Test func oneConnectionServesManyRequestsAndReusesTheUpstream() async throws {
    try await TestGateway.run { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      for _ in 0..<20 {
        await client.send(TestGateway.request("/v1/chat/completions", chat))
        #expect(await client.receive(until: "hello from upstream").contains("200"))
      }
      #expect(upstream.requests.count == 20)
      #expect(upstream.connectionCount == 1)
    }
  }

  @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
    let script = FakeUpstream.Script.model { .text("echo \($0.text.count)") }
    try await TestGateway.run(script) { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      let bodies = (0..<10).map { #"{"model":"gpt-test","n":"\#(String(repeating: "x", count: $0))"}"# }
      let all = bodies.map { TestGateway.request("/v1/chat/completions", $0) }.joined()
      await client.send(all + TestGateway.request("/health", headers: ["Connection: close"]))
      let text = String(decoding: await client.receiveAll(), as: UTF8.self)
      let sizes = text.matches(of: #/echo (\d+)/#).compactMap { Int($0.1) }
      #expect(sizes == sizes.sorted())
      #expect(sizes.count == 10)
      #expect(text.contains(#""healthy""#))
      #expect(upstream.connectionCount == 1)
    }
  }

  /// Thousands of requests in one packet are answered one after another, without a stack that grows with them.
  @Test func aFloodOfPipelinedRequestsIsServed() async throws {
    try await TestGateway.run { gateway, _ in
      let client = try RawClient(port: gateway.port)
      let count = 20_000
      async let answers = client.receiveAll()
      let flood =
        String(repeating: "GET / HTTP/1.1\r\n\r\n", count: count) + "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
      await client.send(flood)
      let text = String(decoding: await answers, as: UTF8.self)
      #expect(text.matches(of: #/HTTP/1\.1 200 OK/#).count == count + 1)
    }
  }

  @Test func aStaleUpstreamConnectionIsReplacedUnnoticed() async throws {
    let script = FakeUpstream.Script.respond { request in
      request.connection == 0 && request.text.contains("second") ? .nothing : .body("{}", type: "application/json")
    }
    try await TestGateway.run(script) { gateway, upstream in
      try await gateway.expect(200, "/v1/chat/completions", chat)
      let second = try await gateway.send("/v1/chat/completions", #"{"model":"gpt-test","a":"second"}"#)
      #expect(second.status == 200)
      #expect(upstream.requests.count == 3)
      #expect(upstream.connectionCount == 2)
    }
  }

  @Test func aFreshConnectionThatClosesIsABadGateway() async throws {
    try await TestGateway.run(.respond { _ in .nothing }) { gateway, upstream in
      let answer = try await gateway.send("/v1/chat/completions", chat)
      #expect(answer.status == 502)
      #expect(upstream.requests.count == 1)
    }
  }

  @Test func anUnreachableUpstreamIsNamed() async throws {
    try await TestGateway.run { gateway, _ in
      let answer = try await gateway.send("/v1/chat/completions", #"{"model":"unreachable"}"#)
      #expect(answer.status == 502)
      #expect(answer.text.contains("127.0.0.1:1"))
      #expect(answer.text.contains("connection refused"))
    }
  }

  @Test func anUpstreamThatIsSilentRunsOutOfTime() async throws {
    let script = FakeUpstream.Script.model { _ in
      .reply(FakeUpstream.Reply.body("{}", type: "application/json").delayed(by: .seconds(30)))
    }
    try await TestGateway.run(script) { gateway, upstream in
      let answer = try await gateway.send("/v1/chat/completions", #"{"model":"quick"}"#)
      #expect(answer.status == 504)
      try await upstream.wait(timeout: .seconds(60)) { !$0.abandoned.isEmpty }
    }
  }

  @Test(arguments: [2, 5])
  func aCutStreamIsNeverMadeToLookWhole(_ steps: Int) async throws {
    let events = (0..<10).map { "data: \($0)\n\n" }
    try await TestGateway.run(.respond { _ in .stream(events).cut(after: steps, by: .close) }) { gateway, _ in
      let answer = try await gateway.send("/v1/responses", #"{"model":"gpt-test","stream":true}"#)
      #expect(answer.status == 200)
      #expect(!answer.isComplete)
      let sent = events.prefix(steps).joined()
      #expect(answer.text.hasPrefix(sent + "event: response.failed\ndata: {"))
    }
  }

  /// OpenAI's own library holds the last event to the name of the first.
  @Test func aCutStreamOfResponsesEndsUnderItsOwnName() async throws {
    let script = FakeUpstream.Script.respond { request in
      FakeUpstream.Answer.text("one two three").reply(to: request).cut(after: 6, by: .close)
    }
    try await TestGateway.run(script) { gateway, _ in
      let answer = try await gateway.send("/v1/responses", #"{"model":"gpt-test","stream":true}"#)
      let names = answer.text.split(separator: "\n").compactMap { line -> String? in
        guard line.hasPrefix("data: {"), let data = line.data(using: .utf8)?.dropFirst(6) else { return nil }
        let event = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        return (event?["response"] as? [String: Any])?["id"] as? String
      }
      #expect(names.count == 3, "\(answer.text)")
      #expect(Set(names).count == 1, "\(names)")
      #expect(answer.text.contains("event: response.failed\n"))
    }
  }

  @Test func aClientThatLeavesEndsTheUpstreamRequest() async throws {
    let script = FakeUpstream.Script.respond { _ in
      .stream((0..<100).map { "data: \($0)\n\n" }).paced(by: .milliseconds(100))
    }
    try await TestGateway.run(script) { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      await client.send(TestGateway.request("/v1/responses", #"{"model":"gpt-test","stream":true}"#))
      _ = await client.receive(until: "data: 2")
      client.reset()
      try await upstream.wait(timeout: .seconds(2)) { !$0.abandoned.isEmpty }
    }
  }

  @Test func aClientThatLeavesBeforeTheAnswerEndsItToo() async throws {
    let script = FakeUpstream.Script.respond { _ in
      FakeUpstream.Reply.body("{}", type: "application/json").delayed(by: .seconds(30))
    }
    try await TestGateway.run(script) { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      await client.send(TestGateway.request("/v1/chat/completions", chat))
      try await upstream.wait(timeout: .seconds(2)) { $0.requests.count == 1 }
      client.reset()
      try await upstream.wait(timeout: .seconds(2)) { !$0.abandoned.isEmpty }
    }
  }

  /// A client that does not read must stop the upstream, and not fill this process's memory.
  @Test func aSlowReaderHoldsTheUpstreamBack() async throws {
    let size = 256 << 20
    let script = FakeUpstream.Script.respond { _ in
      FakeUpstream.Reply(status: 200, headers: [], framing: .chunked, steps: [.filler(bytes: size)])
    }
    try await TestGateway.run(script) { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      await client.send(TestGateway.request("/v1/chat/completions", chat))
      _ = await client.receive()
      var before = -1
      while upstream.bodyBytesSent != before {
        before = upstream.bodyBytesSent
        try await Task.sleep(for: .milliseconds(300))
      }
      // What is under way fits into the kernel's socket buffers and one read.
      #expect(before < 64 << 20)
    }
  }

  /// The same when the client has not even taken the answers before.
  @Test func aClientThatIsFullHoldsTheNextUpstreamBackToo() async throws {
    let script = FakeUpstream.Script.respond { request in
      let size = request.text.contains("endless") ? 256 << 20 : 60 << 10
      return FakeUpstream.Reply(status: 200, headers: [], framing: .chunked, steps: [.filler(bytes: size)])
    }
    try await TestGateway.run(script) { gateway, upstream in
      let client = try RawClient(port: gateway.port, receiveBuffer: 4096)
      let small = String(repeating: TestGateway.request("/v1/chat/completions", chat), count: 60)
      await client.send(
        small + TestGateway.request("/v1/chat/completions", #"{"model":"gpt-test","a":"endless"}"#)
      )
      var before = -1
      while upstream.bodyBytesSent != before {
        before = upstream.bodyBytesSent
        try await Task.sleep(for: .milliseconds(300))
      }
      #expect(before < 64 << 20)
    }
  }

  @Test func aClientThatTakesNoAnswersIsNotListenedTo() async throws {
    try await TestGateway.run { gateway, _ in
      let client = try RawClient(port: gateway.port, receiveBuffer: 4096)
      let requests = Array(String(repeating: "GET /health HTTP/1.1\r\nHost: a\r\n\r\n", count: 1000).utf8)
      let sent = await client.sendUntilHeldBack(requests, limit: 64 << 20)
      #expect(sent < 64 << 20)
    }
  }

  @Test func aSlowReaderGetsTheWholeOfItsLastAnswer() async throws {
    var limits = GatewayLimits()
    limits.lingerTimeout = .milliseconds(100)
    let size = 6 << 20
    let script = FakeUpstream.Script.respond { _ in
      .body(String(repeating: "x", count: size), type: "text/plain")
    }
    try await TestGateway.run(script, limits: limits) { gateway, _ in
      let client = try RawClient(port: gateway.port, receiveBuffer: 64 << 10)
      let headers = ["Authorization: Bearer \(TestGateway.key)", "Connection: close"]
      await client.send(TestGateway.request("/v1/chat/completions", chat, headers: headers))
      try await Task.sleep(for: .seconds(1))
      let answer = try #require(HTTPAnswer(await client.receiveAll()))
      #expect(answer.isComplete)
      #expect(answer.body.count == size)
    }
  }

  @Test func aReaderThatStandsStillIsCut() async throws {
    var limits = GatewayLimits()
    limits.idleTimeout = .milliseconds(200)
    let script = FakeUpstream.Script.respond { _ in
      FakeUpstream.Reply(status: 200, headers: [], framing: .chunked, steps: [.filler(bytes: 256 << 20)])
    }
    try await TestGateway.run(script, limits: limits) { gateway, upstream in
      let client = try RawClient(port: gateway.port, receiveBuffer: 64 << 10)
      await client.send(TestGateway.request("/v1/chat/completions", #"{"model":"patient"}"#))
      try await upstream.wait(timeout: .seconds(20)) { !$0.abandoned.isEmpty }
      let answer = try #require(HTTPAnswer(await client.receiveAll()))
      #expect(answer.status == 200)
      #expect(!answer.isComplete)
    }
  }

  @Test(arguments: [false, true])
  func aStaleConnectionThatIsResetIsReplacedToo(_ tls: Bool) async throws {
    let script = FakeUpstream.Script.respond { request in
      request.connection == 0 && request.text.contains("second")
        ? FakeUpstream.Reply(status: 200, headers: [], framing: .raw, steps: [.reset])
        : .body("{}", type: "application/json")
    }
    try await TestGateway.run(script, tls: tls) { gateway, upstream in
      try await gateway.expect(200, "/v1/chat/completions", chat)
      try await gateway.expect(200, "/v1/chat/completions", #"{"model":"gpt-test","a":"second"}"#)
      #expect(upstream.connectionCount == 2)
    }
  }

  @Test(arguments: ["HTTP/1.1 2", "HTTP/1.1 103 Early Hints\r\n\r\n"])
  func whatWasAnsweredInPartIsNotSentAgain(_ part: String) async throws {
    let script = FakeUpstream.Script.respond { request in
      request.connection == 0 && request.text.contains("second")
        ? FakeUpstream.Reply(status: 200, headers: [], framing: .raw, steps: [.bytes(Array(part.utf8)), .close])
        : .body("{}", type: "application/json")
    }
    try await TestGateway.run(script) { gateway, upstream in
      try await gateway.expect(200, "/v1/chat/completions", chat)
      try await gateway.expect(502, "/v1/chat/completions", #"{"model":"gpt-test","a":"second"}"#)
      #expect(upstream.requests.count == 2)
    }
  }

  @Test func stoppingLetsARunningStreamEnd() async throws {
    let events = (0..<8).map { "data: \($0)\n\n" }
    try await TestGateway.run(.respond { _ in .stream(events).paced(by: .milliseconds(100)) }) { gateway, _ in
      let client = try RawClient(port: gateway.port)
      let idle = try RawClient(port: gateway.port)
      await client.send(TestGateway.request("/v1/responses", #"{"model":"gpt-test","stream":true}"#))
      let first = await client.receive(until: "data: 1")
      async let isComplete = gateway.gateway.stop()
      let rest = await client.receiveAll()
      #expect(await isComplete)
      #expect((first + String(decoding: rest, as: UTF8.self)).contains("data: 7\n\n\r\n0\r\n\r\n"))
      #expect(await idle.receiveAll().isEmpty)
      #expect(throws: (any Error).self) { try RawClient(port: gateway.port) }
    }
  }

  @Test func stoppingCutsWhatTakesTooLong() async throws {
    var limits = GatewayLimits()
    limits.drainTimeout = .milliseconds(200)
    let script = FakeUpstream.Script.respond { _ in .stream(["data: 1\n\n", "data: 2\n\n"]).paced(by: .seconds(30)) }
    try await TestGateway.run(script, limits: limits) { gateway, _ in
      let client = try RawClient(port: gateway.port)
      await client.send(TestGateway.request("/v1/responses", #"{"model":"gpt-test","stream":true}"#))
      _ = await client.receive(until: "data: 1")
      #expect(await !gateway.gateway.stop())
    }
  }

  @Test func anHTTP10ClientGetsAnAnswerWithoutChunks() async throws {
    try await TestGateway.run(.respond { _ in .stream(["data: 1\n\n", "data: 2\n\n"]) }) { gateway, _ in
      let client = try RawClient(port: gateway.port)
      let body = #"{"model":"gpt-test"}"#
      await client.send(
        "POST /v1/responses HTTP/1.0\r\nx-api-key: \(TestGateway.key)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
      )
      let text = String(decoding: await client.receiveAll(), as: UTF8.self)
      #expect(text.hasSuffix("\r\n\r\ndata: 1\n\ndata: 2\n\n"))
    }
  }
}
