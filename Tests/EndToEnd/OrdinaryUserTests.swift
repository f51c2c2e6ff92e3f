import FakeUpstream
import Foundation
import Glibc
import Testing

extension EndToEndTests {
  /// Who has no rights over the network: tests are often run by root, and do not see what others are refused.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct OrdinaryUserTests {
    @Test func `the gateway serves without root's rights over the network`() async throws {
      try await FakeUpstream.run(.answers([.text("the provider says hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          var command = try machine.tool(["proxy"])
          if geteuid() == 0 {
            command.arguments = ["--bounding-set", "-net_admin", command.program] + command.arguments
            command.program = "setpriv"
          }
          let proxy = try await Proxy.start(command)
          let exchange = try Exchange.post(
            "/v1/chat/completions",
            #"{"model":"gpt-5.5","messages":[{"role":"user","content":"hello"}]}"#,
            key: try machine.setting("LITELLM_MASTER_KEY"),
            port: proxy.port
          )
          try await proxy.stop()
          #expect(exchange.status == 200, "\(exchange)")
          #expect(exchange.text.contains("the provider says hello"), "\(exchange)")
        }
      }
    }
  }
}
