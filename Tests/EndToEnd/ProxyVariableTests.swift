import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// `HTTPS_PROXY` and its like, from the environment and from `.env`.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct ProxyVariableTests {
    @Test func `a proxy that cannot be used stops the start, wherever it is named`() async throws {
      try await FakeUpstream.run(.answers([.text("unreachable")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let url = "socks5://me:hunter2@proxy.test:1080"
          let fromEnvironment = try await machine.run("proxy", "--port", "0", variables: ["HTTPS_PROXY": url])
          try machine.write(".env", machine.text(".env") + "all_proxy=\(url)\n")
          let fromFile = try await machine.run("proxy", "--port", "0")
          for (outcome, name) in [(fromEnvironment, "HTTPS_PROXY"), (fromFile, "all_proxy")] {
            #expect(outcome.status == 65, "\(outcome)")
            #expect(outcome.errors.contains("error: \(name) names a `socks5://` proxy"), "\(outcome)")
            #expect(!outcome.errors.contains("hunter2"), "\(outcome)")
          }
        }
      }
    }

    /// The providers of the tests are on this machine, which needs no proxy.
    @Test func `a proxy is no obstacle to this machine's own services`() async throws {
      try await FakeUpstream.run(.answers([.text("from nearby")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let proxy = try await Proxy.start(
            machine.tool(
              ["proxy"],
              variables: ["HTTP_PROXY": "http://127.0.0.1:1", "https_proxy": "http://127.0.0.1:1"]
            )
          )
          let key = try machine.setting("LITELLM_MASTER_KEY")
          let answer = try Exchange.post("/v1/chat/completions", #"{"model":"gpt-5.5"}"#, key: key, port: proxy.port)
          #expect(answer.status == 200, "\(answer.text)")
          #expect(!proxy.errors.contains("through the proxy"))
          try await proxy.stop()
        }
      }
    }
  }
}
