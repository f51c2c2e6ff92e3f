import FakeUpstream
import Testing

extension EndToEndTests {
  /// How the proxy ends.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct ShutdownTests {
    @Test func `SIGTERM lets an open stream finish and takes no new connection`() async throws {
      let answer = FakeUpstream.Answer.text("one two three four five six seven eight")
        .reply(as: .chat, model: "gpt-5.5", streamed: true)
        .paced(by: .milliseconds(150))
      try await FakeUpstream.run(.respond { _ in answer }) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let key = try machine.setting("LITELLM_MASTER_KEY")
          let proxy = try await Proxy.start(machine.tool(["proxy"]))
          let body = #"{"model":"gpt-5.5","stream":true,"messages":[]}"#
          let socket = try Socket(port: proxy.port)
          defer { socket.close() }
          socket.send(
            "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer \(key)\r\n"
              + "content-length: \(body.utf8.count)\r\n\r\n\(body)"
          )
          let first = try #require(socket.receive(timeout: 10_000))
          #expect(String(decoding: first, as: UTF8.self).hasPrefix("HTTP/1.1 200"))

          proxy.terminate()
          // Once it has noticed, a new connection is refused or closed without an answer.
          try await provider.wait { _ in
            (try? Exchange("GET /health/liveliness HTTP/1.1\r\nconnection: close\r\n\r\n", port: proxy.port).status)
              != 200
          }
          let rest = try Exchange(reading: socket)
          #expect(rest.text.contains(" eight"))
          #expect(rest.text.contains("data: [DONE]"))
          let end = try await proxy.end()
          #expect(end.status == 0, "\(end)")
          #expect(provider.abandoned.isEmpty)
        }
      }
    }
  }
}
