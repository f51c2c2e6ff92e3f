import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The other engine: the real LiteLLM takes the configuration we write.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .liteLLM)))
  struct LiteLLMTests {
    @Test func `the real LiteLLM serves the generated configuration in every wire format`() async throws {
      try await FakeUpstream.run(.answers([.text("the provider says hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let key = try machine.setting("LITELLM_MASTER_KEY")
          let liteLLM = try await machine.startLiteLLM()
          defer { liteLLM.signal(15) }
          for (path, body) in [
            ("/v1/chat/completions", #"{"model":"gpt-5.5","stream":true,"messages":[\#(Self.message)]}"#),
            ("/v1/responses", #"{"model":"gpt-5.5","stream":true,"input":"hello"}"#),
            (
              "/v1/messages",
              #"{"model":"claude-opus-5-5","stream":true,"max_tokens":99,"messages":[\#(Self.message)]}"#
            ),
          ] {
            let exchange = try Exchange.post(path, body, key: key, port: machine.port)
            #expect(exchange.status == 200, "\(path): \(exchange)")
            #expect(exchange.text.contains("text/event-stream"), "\(path): \(exchange)")
            #expect(exchange.text.contains("hello"), "\(path): \(exchange)")
          }
          #expect(provider.modelRequests.map(\.path) == ["/v1/chat/completions", "/v1/responses", "/v1/messages"])
        }
      }
    }

    private static let message = #"{"role":"user","content":"hello"}"#
  }
}
