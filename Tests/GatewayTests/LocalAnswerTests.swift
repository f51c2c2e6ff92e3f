import FakeUpstream
import Foundation
import Testing

@testable import Gateway

@Suite struct LocalAnswerTests {
  @Test(arguments: ["/", "/health", "/health/liveliness", "/health/liveness", "/health/readiness"])
  func healthNeedsNoKey(_ path: String) async throws {
    try await TestGateway.run { gateway, upstream in
      try await gateway.expect(200, path, headers: [])
      let head = try await gateway.send(path, method: "HEAD", headers: [])
      #expect(head.status == 200)
      #expect(head.body.isEmpty)
      #expect(upstream.requests.isEmpty)
    }
  }

  @Test(arguments: ["/v1/models", "/models", "/v1/models?client_version=0.163.0"])
  func theModelListNeedsAKeyAndHasNoWildcards(_ path: String) async throws {
    try await TestGateway.run { gateway, _ in
      try await gateway.expect(401, path, headers: [])
      let body = try await gateway.send(path).json()
      let names = (body["data"] as? [[String: Any]])?.compactMap { $0["id"] as? String }
      #expect(
        names == [
          "gpt-test", "same-name", "claude-test", "chat-only", "mock", "quick", "patient", "unreachable", "nickname",
        ]
      )
      #expect(body["models"] is [[String: Any]])
    }
  }

  @Test func aMockAnswersInEveryFormat() async throws {
    try await TestGateway.run { gateway, upstream in
      for path in ["/v1/chat/completions", "/v1/responses", "/v1/messages", "/v1/completions"] {
        let plain = try await gateway.send(path, #"{"model":"mock"}"#)
        #expect(plain.text.contains("a mock answer"))
        let streamed = try await gateway.send(path, #"{"model":"mock","stream":true}"#)
        #expect(streamed.header("content-type")?.hasPrefix("text/event-stream") == true)
        #expect(streamed.text.contains("data: "))
      }
      try await gateway.expect(501, "/v1/embeddings", #"{"model":"mock"}"#)
      #expect(upstream.requests.isEmpty)
    }
  }

  @Test func expectContinueIsAnswered() async throws {
    try await TestGateway.run { gateway, _ in
      let client = try RawClient(port: gateway.port)
      let body = #"{"model":"mock"}"#
      let head =
        "POST /v1/messages HTTP/1.1\r\nx-api-key: \(TestGateway.key)\r\nExpect: 100-continue\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n"
      await client.send(head)
      #expect(await client.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100 "))
      await client.send(body)
      #expect(await client.receive(until: "a mock answer").contains("HTTP/1.1 200 OK"))

      let refused = try RawClient(port: gateway.port)
      await refused.send(head.replacingOccurrences(of: TestGateway.key, with: "wrong"))
      #expect(HTTPAnswer(await refused.receiveAll())?.status == 401)
    }
  }
}
