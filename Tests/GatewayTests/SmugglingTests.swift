import FakeUpstream
import Foundation
import Testing

@testable import Gateway

/// Requests that two readers could understand in two ways. What hides behind one must never be taken for a request.
@Suite struct SmugglingTests {
  /// What a reader sees as the next request that has taken the other framing.
  private static let hidden = "GET /health HTTP/1.1\r\nHost: hidden\r\n\r\n"

  @Test(arguments: [
    "Content-Length: 6\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 6",
    "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 5\r\nContent-Length: 5", "Content-Length: 5, 5",
    "Content-Length: +5", "Content-Length: -5", "Content-Length: 0x5", "Content-Length: 5 5", "Content-Length: 5;",
    "Content-Length:", "Content-Length: 18446744073709551621", "Content-Length : 5", "Content-Length\t: 5",
    "Transfer-Encoding : chunked", "Transfer-Encoding: xchunked", "Transfer-Encoding: chunked, identity",
    "Transfer-Encoding: identity", "Transfer-Encoding: identity, chunked", "Transfer-Encoding: chunked, chunked",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
    "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: chunked;q=1", "Transfer-Encoding: \u{B}chunked",
    "Transfer-Encoding: chunked\0", "Transfer-Encoding:", "TRANSFER-ENCODING: gzip",
    // Continued lines.
    "Transfer-Encoding:\r\n chunked", "Transfer-Encoding: chunked\r\n , identity", "X: y\r\n\tContent-Length: 5",
    " Transfer-Encoding: chunked", "\tContent-Length: 5",
    // Line ends that are none.
    "X: y\nTransfer-Encoding: chunked", "X: y\rTransfer-Encoding: chunked", "X: y\r\n\nTransfer-Encoding: chunked",
    "X: y\r\r\nContent-Length: 5", "\nContent-Length: 5", "X: y\n\r\nContent-Length: 5", "X\nContent-Length: 5",
    // Names that are none.
    "Content-Length\0: 5", "Content Length: 5", ": 5", "Transfer-Encoding", "(Transfer-Encoding): chunked",
  ])
  func whatIsNotClearIsRefusedOnce(_ fields: String) async throws {
    try await TestGateway.run { gateway, upstream in
      for body in ["0\r\n\r\n" + Self.hidden, Self.hidden, #"{"model":"gpt-test"}"# + Self.hidden] {
        let client = try RawClient(port: gateway.port)
        await client.send(
          "POST /v1/chat/completions HTTP/1.1\r\nx-api-key: \(TestGateway.key)\r\n\(fields)\r\n\r\n" + body
        )
        let text = String(decoding: await client.receiveAll(), as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 400 "))
        #expect(text.matches(of: #/HTTP/1\.1 \d/#).count == 1, "only one answer")
      }
      #expect(upstream.requests.isEmpty)
    }
  }

  @Test(arguments: [
    "5 \r\nhello\r\n0\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n", "+5\r\nhello\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n",
    "5\r\nhello0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "5;\nx\r\nhello\r\n0\r\n\r\n", "\r\n5\r\nhello\r\n0\r\n\r\n",
    "FFFFFFFFFFFFFFFFF\r\nhello", "-1\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\nX: y\n\r\n",
    "5\r\rhello\r\n0\r\n\r\n",
  ])
  func chunksThatAreNotClearAreRefusedOnce(_ chunks: String) async throws {
    try await TestGateway.run { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      await client.send(
        "POST /v1/chat/completions HTTP/1.1\r\nx-api-key: \(TestGateway.key)\r\nTransfer-Encoding: chunked\r\n\r\n"
          + chunks + Self.hidden
      )
      let text = String(decoding: await client.receiveAll(), as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 400 "))
      #expect(text.matches(of: #/HTTP/1\.1 \d/#).count == 1)
      #expect(upstream.requests.isEmpty)
    }
  }

  @Test func chunksInHTTP10AreRefused() async throws {
    try await TestGateway.run { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      let body = "14\r\n{\"model\":\"gpt-test\"}\r\n0\r\n\r\n"
      await client.send(
        "POST /v1/chat/completions HTTP/1.0\r\nx-api-key: \(TestGateway.key)\r\nTransfer-Encoding: chunked\r\n\r\n"
          + body
      )
      #expect(HTTPAnswer(await client.receiveAll())?.status == 400)
      #expect(upstream.requests.isEmpty)
    }
  }

  /// A client cannot have the framing taken away on the way to the provider.
  @Test func theFramingIsNotAFieldOfOneConnection() async throws {
    try await TestGateway.run { gateway, upstream in
      let headers = [
        "x-api-key: \(TestGateway.key)", "Connection: close, Content-Length, transfer-encoding, Host, authorization",
      ]
      let client = try RawClient(port: gateway.port)
      await client.send(TestGateway.request("/v1/chat/completions", #"{"model":"gpt-test"}"#, headers: headers))
      #expect(HTTPAnswer(await client.receiveAll())?.status == 200)
      let request = try #require(upstream.requests.first)
      #expect(request.header("content-length") == "24")
      #expect(request.header("host") == "127.0.0.1:\(upstream.port)")
      #expect(request.header("authorization") == "Bearer \(TestGateway.providerKey)")
    }
  }
}
