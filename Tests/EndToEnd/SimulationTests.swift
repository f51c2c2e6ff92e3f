import Foundation
import Testing

extension EndToEndTests {
  /// The whole chain with no provider and no provider key.
  struct SimulationTests {
    @Test(.enabled(if: Program.areAvailable(.agentproxySetup, .codex, .claude, .strace)))
    func `both clients are answered without a provider key`() async throws {
      try await Machine.with { machine in
        let set = try await machine.run("init", "--yes", "--set", "AGENTPROXY_PORT=\(machine.port)")
        #expect(set.status == 0, "\(set)")
        try await machine.withProxy("--simulate") { proxy in
          #expect(proxy.port == machine.port)
          let codex = try await machine.codex("say hello")
          #expect(codex.outcome.status == 0, "\(codex.outcome)")
          #expect(!codex.outcome.output.isEmpty, "\(codex.outcome)")
          expectLoopbackOnly(codex.connections, port: proxy.port)
          let claude = try await machine.claude("say hello")
          #expect(claude.outcome.status == 0, "\(claude.outcome)")
          #expect(!claude.outcome.output.isEmpty, "\(claude.outcome)")
          expectLoopbackOnly(claude.connections, port: proxy.port)
        }
      }
    }
  }
}
