import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The real Claude Code, through the proxy, to a provider that speaks Anthropic Messages.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .claude, .strace)))
  struct ClaudeTests {
    @Test func `claude prints the provider's text`() async throws {
      try await FakeUpstream.run(.answers([.text("the provider says hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try await machine.withProxy { proxy in
            let (outcome, connections) = try await machine.claude("say hello")
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output == "the provider says hello\n", "\(outcome)")
            expectLoopbackOnly(connections, port: proxy.port)
            try await proxy.expectLine(containing: "/v1/messages")
            #expect(!proxy.errors.contains("say hello"))
          }
          let request = try #require(provider.modelRequests.first)
          #expect(request.path == "/v1/messages")
          #expect(request.header("x-api-key") == Machine.anthropicKey)
          let masterKey = try machine.setting("LITELLM_MASTER_KEY")
          #expect(!request.headers.contains { $0.value.contains(masterKey) })
        }
      }
    }

    @Test func `claude completes a tool call`() async throws {
      let script = FakeUpstream.Script.agent(
        running: "echo made by claude > made.txt",
        thenSaying: "the file is there"
      )
      try await FakeUpstream.run(script) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try await machine.withProxy { proxy in
            let (outcome, connections) = try await machine.claude("make a file")
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output == "the file is there\n", "\(outcome)")
            expectLoopbackOnly(connections, port: proxy.port)
          }
          let made = try? String(contentsOf: machine.work.appending(path: "made.txt"), encoding: .utf8)
          #expect(made == "made by claude\n")
          #expect(provider.modelRequests.map(\.hasToolResult) == [false, true])
        }
      }
    }
  }
}
