import FakeUpstream
import Testing

extension EndToEndTests {
  /// Requests the proxy refuses itself: a clear answer, and nothing reaches the provider.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct BadRequestTests {
    @Test func `requests that cannot be served are refused with the reason`() async throws {
      try await FakeUpstream.run(.answers([.text("unreachable")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let key = try machine.setting("LITELLM_MASTER_KEY")
          try await machine.withProxy { proxy in
            let chat = "/v1/chat/completions"
            let body = #"{"model":"gpt-5.5","messages":[]}"#

            let noKey = try Exchange.post(chat, body, key: nil, port: proxy.port)
            #expect(noKey.status == 401, "\(noKey)")
            #expect(noKey.text.contains("LITELLM_MASTER_KEY"), "\(noKey)")
            #expect(noKey.text.lowercased().contains("x-should-retry: false"), "\(noKey)")

            let wrongKey = try Exchange.post(chat, body, key: "sk-wrong-key-0123456789", port: proxy.port)
            #expect(wrongKey.status == 401, "\(wrongKey)")
            #expect(!wrongKey.text.contains("sk-wrong-key-0123456789"), "\(wrongKey)")

            let notJSON = try Exchange.post(chat, "model=gpt-5.5", key: key, port: proxy.port)
            #expect(notJSON.status == 400, "\(notJSON)")
            #expect(notJSON.text.contains("JSON"), "\(notJSON)")

            for path in [chat, "/v1/responses", "/v1/messages"] {
              let unknown = try Exchange.post(path, #"{"model":"no-such-model"}"#, key: key, port: proxy.port)
              #expect([400, 404].contains(unknown.status), "\(unknown)")
              #expect(unknown.text.contains("no-such-model"), "\(unknown)")
              #expect(unknown.text.contains("gpt-5.5"), "\(unknown)")
              #expect(unknown.text.contains("claude-opus-5-5"), "\(unknown)")
            }

            let nowhere = try Exchange.post("/v1/nonsense", body, key: key, port: proxy.port)
            #expect(nowhere.status == 404, "\(nowhere)")
          }
          #expect(provider.requests.isEmpty)
        }
      }
    }

    @Test func `a format that cannot be translated is refused`() async throws {
      try await FakeUpstream.run(.answers([.text("unreachable")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let key = try machine.setting("LITELLM_MASTER_KEY")
          try await machine.withProxy { proxy in
            let body = #"{"model":"claude-opus-5-5","input":"words"}"#
            let answer = try Exchange.post("/v1/embeddings", body, key: key, port: proxy.port)
            #expect(answer.status == 501, "\(answer)")
            #expect(answer.text.contains("cannot be translated"), "\(answer)")
          }
          #expect(provider.requests.isEmpty)
        }
      }
    }

    @Test func `sizes and times are limited`() async throws {
      try await FakeUpstream.run(.answers([.text("unreachable")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let key = try machine.setting("LITELLM_MASTER_KEY")
          try await machine.withProxy { proxy in
            let tooLarge = try Exchange(
              "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer \(key)\r\n"
                + "connection: close\r\ncontent-length: 33554433\r\n\r\n",
              port: proxy.port
            )
            #expect(tooLarge.status == 413, "\(tooLarge)")

            let chunk = "100000\r\n\(String(repeating: " ", count: 1 << 20))\r\n"
            let unannounced = try Exchange(
              "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer \(key)\r\n"
                + "transfer-encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 33) + "0\r\n\r\n",
              port: proxy.port
            )
            #expect(unannounced.status == 413, "\(unannounced)")

            for bomb in [
              (0..<20_000).map { "x-\($0): bomb\r\n" }.joined(),
              "x-bomb: \(String(repeating: "x", count: 200_000))\r\n",
            ] {
              let refused = try Exchange(
                "GET /v1/models HTTP/1.1\r\nhost: localhost\r\n\(bomb)\r\n",
                port: proxy.port
              )
              #expect(refused.status == 431, "\(refused)")
            }

            // Whatever happened to them, the next request is served.
            let alive = try Exchange(
              "GET /health/liveliness HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
              port: proxy.port
            )
            #expect(alive.status == 200, "\(alive)")
          }
          #expect(provider.requests.isEmpty)
        }
      }
    }
  }
}
