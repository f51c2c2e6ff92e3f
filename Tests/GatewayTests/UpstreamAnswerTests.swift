import FakeUpstream
import Foundation
import Testing

@testable import Gateway

/// Answers as they lie on the wire, well-formed and not.
@Suite struct UpstreamAnswerTests {
  private let body = #"{"model":"gpt-test"}"#

  /// A gateway in front of an upstream that answers with these bytes and then closes.
  private func answer(_ wire: String, version: String = "1.1") async throws -> HTTPAnswer {
    let script = FakeUpstream.Script.respond { _ in
      FakeUpstream.Reply(status: 200, headers: [], framing: .raw, steps: [.bytes(Array(wire.utf8)), .close])
    }
    var result: HTTPAnswer?
    try await TestGateway.run(script) { gateway, _ in
      let client = try RawClient(port: gateway.port)
      let request = TestGateway.request(
        "/v1/responses",
        body,
        headers: [
          "Authorization: Bearer \(TestGateway.key)", "Connection: close",
        ]
      )
      await client.send(request.replacingOccurrences(of: "HTTP/1.1", with: "HTTP/\(version)"))
      result = HTTPAnswer(await client.receiveAll())
    }
    return try #require(result)
  }

  @Test func interimAnswersAreSkipped() async throws {
    let wire = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"
    let found = try await answer(wire + "HTTP/1.1 200 Fine\r\nContent-Length: 2\r\n\r\nok")
    #expect(found.status == 200)
    #expect(found.text == "ok")
    #expect(found.header("link") == nil)
  }

  @Test func aBodyThatEndsWithTheConnectionIsChunked() async throws {
    let found = try await answer("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil the end")
    #expect(found.header("transfer-encoding") == "chunked")
    #expect(found.isComplete)
    #expect(found.text == "until the end")
  }

  @Test func chunksAndTrailersPass() async throws {
    let chunks = "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n"
    let found = try await answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
    #expect(found.isComplete)
    let old = try await answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, version: "1.0")
    #expect(old.text == "abcde")
    #expect(old.header("transfer-encoding") == nil)
  }

  @Test func anAnswerWithoutABodyHasNone() async throws {
    let found = try await answer("HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n")
    #expect(found.status == 204)
    #expect(found.header("x-a") == "b")
    #expect(found.header("content-length") == nil)
    #expect(found.body.isEmpty)
    let empty = try await answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    #expect(empty.header("content-length") == "0")
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n",
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "SSH-2.0-OpenSSH\r\n\r\n", "<html>\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "",
    String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 1000),
    "HTTP/1.1 200 OK\r\nX: " + String(repeating: "y", count: 100_000),
  ])
  func whatIsNoAnswerIsABadGateway(_ wire: String) async throws {
    let found = try await answer(wire)
    #expect(found.status == 502)
    #expect(found.text.contains("127.0.0.1"))
  }

  @Test func malformedChunksCutAnAnswerThatHasBegun() async throws {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    let script = FakeUpstream.Script.respond { _ in
      FakeUpstream.Reply(
        framing: .raw,
        steps: [.bytes(Array("\(head)3\r\nabc\r\n".utf8)), .pause(.seconds(1)), .bytes(Array("zz\r\n".utf8))]
      )
    }
    try await TestGateway.run(script) { gateway, _ in
      let found = try await gateway.send("/v1/responses", body)
      #expect(found.status == 200)
      #expect(!found.isComplete)
      #expect(found.text == "abc")
    }
    #expect(try await answer(head + "3\r\nabc\r\nzz\r\n").status == 502)
  }

  @Test func whatFollowsAnAnswerIsNobodysAnswer() async throws {
    let wire = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
    let script = FakeUpstream.Script.respond { _ in
      FakeUpstream.Reply(status: 200, headers: [], framing: .raw, steps: [.bytes(Array(wire.utf8))])
    }
    try await TestGateway.run(script) { gateway, upstream in
      for _ in 0..<3 {
        let found = try await gateway.send("/v1/responses", body)
        #expect(found.text == "ok")
      }
      #expect(upstream.connectionCount == 3)
    }
  }
}
