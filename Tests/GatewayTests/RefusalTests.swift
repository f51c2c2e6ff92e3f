import FakeUpstream
import Foundation
import NIOCore
import Testing

@testable import Gateway

@Suite struct RefusalTests {
  private func message(_ answer: HTTPAnswer) throws -> String {
    try #require((try answer.json()["error"] as? [String: Any])?["message"] as? String)
  }

  @Test(arguments: [
    ([], 401), (["Authorization: Bearer wrong"], 401), (["Authorization: Bearer "], 401), (["x-api-key: wrong"], 401),
    (["Authorization: Basic \(TestGateway.key)"], 401), (["Authorization: Bearer \(TestGateway.key)x"], 401),
    (["Authorization: Bearer \(TestGateway.key)"], 200), (["authorization: bearer \(TestGateway.key)"], 200),
    (["x-api-key: \(TestGateway.key)"], 200),
    (["Authorization: Bearer wrong", "x-api-key: \(TestGateway.key)"], 200),
    (["Authorization: Bearer \(TestGateway.providerKey)"], 401),
  ])
  func onlyTheMasterKeyIsTaken(_ headers: [String], _ status: Int) async throws {
    try await TestGateway.run { gateway, upstream in
      let answer = try await gateway.send("/v1/chat/completions", #"{"model":"gpt-test"}"#, headers: headers)
      #expect(answer.status == status)
      #expect(upstream.requests.count == (status == 200 ? 1 : 0))
      #expect(!answer.text.contains(TestGateway.key))
      if status == 401 { #expect(answer.header("x-should-retry") == "false") }
    }
  }

  @Test func errorsHaveTheShapeOfTheFormatAsked() async throws {
    try await TestGateway.run { gateway, _ in
      let openAI = try await gateway.send("/v1/responses", #"{"model":"nope"}"#)
      #expect(openAI.status == 400)
      #expect(try message(openAI).contains("gpt-test"))
      #expect(openAI.header("retry-after") == "0")
      let anthropic = try await gateway.send("/v1/messages", #"{"model":"nope"}"#)
      #expect(try anthropic.json()["type"] as? String == "error")
      #expect(try message(anthropic).contains("claude-test"))
      #expect(anthropic.header("x-should-retry") == "false")
      #expect(anthropic.header("retry-after") == nil)
      // A hidden alias works, and is named nowhere.
      #expect(!anthropic.text.contains("secret-name"))
    }
  }

  @Test(arguments: [
    ("/v1/embeddings", "claude-test"), ("/v1/completions", "claude-test"),
  ])
  func whatCannotBeTranslatedIsNotImplemented(_ path: String, _ model: String) async throws {
    try await TestGateway.run { gateway, upstream in
      let answer = try await gateway.send(path, #"{"model":"\#(model)"}"#)
      #expect(answer.status == 501)
      #expect(try message(answer).contains("`\(model)`"))
      #expect(upstream.requests.isEmpty)
    }
  }

  @Test(arguments: ["", "not json", #"{"model":"gpt-test""#, "[1]", #"{"messages":[]}"#])
  func aBodyThatCannotBeUsedIsABadRequest(_ body: String) async throws {
    try await TestGateway.run { gateway, upstream in
      let answer = try await gateway.send("/v1/chat/completions", body)
      #expect(answer.status == 400)
      #expect(try message(answer).contains("body"))
      #expect(upstream.requests.isEmpty)
    }
  }

  @Test func aBodyAboveTheLimitIsRefusedAndTheAnswerArrives() async throws {
    try await TestGateway.run(extra: "  max_request_size_mb: 1") { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      await client.send(
        "POST /v1/messages HTTP/1.1\r\nx-api-key: \(TestGateway.key)\r\nContent-Length: 3000000\r\n\r\n"
      )
      await client.send([UInt8](repeating: 0x20, count: 1 << 20))
      let declared = try #require(HTTPAnswer(await client.receiveAll()))
      #expect(declared.status == 413)
      #expect(declared.text.contains("1 MB"))

      // Without a length it is noticed when it happens.
      let chunked = try RawClient(port: gateway.port)
      await chunked.send(
        "POST /v1/messages HTTP/1.1\r\nx-api-key: \(TestGateway.key)\r\nTransfer-Encoding: chunked\r\n\r\n"
      )
      await chunked.send("110000\r\n" + String(repeating: " ", count: 0x110000) + "\r\n")
      #expect(HTTPAnswer(await chunked.receiveAll())?.status == 413)
      #expect(upstream.requests.isEmpty)
    }
  }

  @Test func aHeaderBombIsRefused() async throws {
    try await TestGateway.run { gateway, _ in
      let many = (0..<500).map { "X-\($0): y" }
      try await gateway.expect(431, "/v1/models", headers: many)
      let long = ["X-Long: " + String(repeating: "y", count: 200_000)]
      try await gateway.expect(431, "/v1/models", headers: long)
    }
  }

  @Test func whatIsNotHTTPEndsTheConnection() async throws {
    try await TestGateway.run { gateway, _ in
      for noise in ["\u{16}\u{3}\u{1}\0hello", "GET / HTTP/9.9\r\n\r\n", "nonsense\r\n\r\n"] {
        let client = try RawClient(port: gateway.port)
        await client.send(noise)
        let answer = HTTPAnswer(await client.receiveAll())
        #expect(answer == nil || answer?.status == 400)
      }
    }
  }

  @Test func conflictingLengthsAreRefused() async throws {
    try await TestGateway.run { gateway, upstream in
      for framing in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked", "Content-Length: 5\r\nContent-Length: 6",
        "Transfer-Encoding: chunked, identity", "Content-Length: -1", "Content-Length: 5x",
      ] {
        let client = try RawClient(port: gateway.port)
        await client.send("POST /v1/messages HTTP/1.1\r\nx-api-key: \(TestGateway.key)\r\n\(framing)\r\n\r\n0\r\n\r\n")
        let answer = try #require(HTTPAnswer(await client.receiveAll()))
        #expect(answer.status == 400, "\(framing)")
      }
      #expect(upstream.requests.isEmpty)
    }
  }

  @Test func aSlowBodyAndASlowHeadRunOutOfTime() async throws {
    var bodyLimits = GatewayLimits()
    bodyLimits.bodyTimeout = .milliseconds(300)
    try await TestGateway.run(limits: bodyLimits) { gateway, _ in
      let body = try RawClient(port: gateway.port)
      await body.send("POST /v1/messages HTTP/1.1\r\nx-api-key: \(TestGateway.key)\r\nContent-Length: 10\r\n\r\n{")
      let answer = try #require(HTTPAnswer(await body.receiveAll()))
      #expect(answer.status == 408)
      #expect(try message(answer).contains("in time"))
    }
    var headLimits = GatewayLimits()
    headLimits.headTimeout = .milliseconds(300)
    try await TestGateway.run(limits: headLimits) { gateway, _ in
      let head = try RawClient(port: gateway.port)
      await head.send("POST /v1/messages HTTP/1.1\r\nx-slow:")
      #expect(await head.receiveAll().isEmpty)
    }
  }

  @Test func webSocketsAreAnsweredWith426() async throws {
    try await TestGateway.run { gateway, _ in
      let headers = [
        "Authorization: Bearer \(TestGateway.key)", "Connection: Upgrade", "Upgrade: websocket",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: xTXACSmJtSXd29YDkFsxJw==",
      ]
      let client = try RawClient(port: gateway.port)
      await client.send(TestGateway.request("/v1/responses", headers: headers))
      #expect(HTTPAnswer(await client.receiveAll())?.status == 426)
    }
  }

  @Test func anotherUpgradeIsNotTaken() async throws {
    try await TestGateway.run { gateway, _ in
      let headers = ["x-api-key: \(TestGateway.key)", "Connection: Upgrade, HTTP2-Settings, close", "Upgrade: h2c"]
      let client = try RawClient(port: gateway.port)
      await client.send(TestGateway.request("/v1/responses", #"{"model":"gpt-test"}"#, headers: headers))
      let answer = try #require(HTTPAnswer(await client.receiveAll()))
      #expect(answer.status == 200)
    }
  }

  @Test func aWrongMethodIsToldTheRightOne() async throws {
    try await TestGateway.run { gateway, _ in
      let answer = try await gateway.send("/v1/messages", method: "PUT")
      #expect(answer.header("allow") == "POST")
    }
  }

  @Test(arguments: [
    ("GET", "/v1/nothing", 404), ("DELETE", "/v1/messages", 405), ("GET", "/v1/messages", 405),
    ("POST", "/v1/models", 405),
    ("GET", "/v1/models/none", 404),
  ])
  func otherPathsAndMethods(_ method: String, _ path: String, _ status: Int) async throws {
    try await TestGateway.run { gateway, _ in
      try await gateway.expect(status, path, method: method)
    }
  }
}
