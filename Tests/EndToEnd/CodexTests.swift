import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The real Codex, through the proxy, to a provider that speaks OpenAI Responses.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .codex, .strace)))
  struct CodexTests {
    @Test func `codex prints the provider's text`() async throws {
      try await FakeUpstream.run(.answers([.text("the provider says hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try await machine.withProxy { proxy in
            let (outcome, connections) = try await machine.codex("say hello")
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output == "the provider says hello\n", "\(outcome)")
            #expect(!outcome.errors.contains("Model metadata"), "\(outcome)")
            expectLoopbackOnly(connections, port: proxy.port)
            try await proxy.expectLine(containing: "/v1/responses")
            #expect(!proxy.errors.contains("say hello"))
          }
          let request = try #require(provider.modelRequests.first)
          #expect(provider.modelRequests.count == 1)
          #expect(request.path == "/v1/responses")
          #expect(request.header("authorization") == "Bearer \(Machine.openAIKey)")
          #expect(request.header("x-codex-turn-metadata") == nil)
          let masterKey = try machine.setting("LITELLM_MASTER_KEY")
          #expect(!request.headers.contains { $0.value.contains(masterKey) })
        }
      }
    }

    @Test func `codex completes a tool call`() async throws {
      let script = FakeUpstream.Script.agent(running: "echo made by codex > made.txt", thenSaying: "the file is there")
      try await FakeUpstream.run(script) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try await machine.withProxy { proxy in
            let (outcome, connections) = try await machine.codex("make a file")
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output == "the file is there\n", "\(outcome)")
            expectLoopbackOnly(connections, port: proxy.port)
          }
          let made = try? String(contentsOf: machine.work.appending(path: "made.txt"), encoding: .utf8)
          #expect(made == "made by codex\n")
          #expect(provider.modelRequests.map(\.hasToolResult) == [false, true])
        }
      }
    }

    @Test func `codex says why a model is not served`() async throws {
      try await FakeUpstream.run(.answers([.text("unreachable")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let file = machine.home.appending(path: ".codex/config.toml")
          let configuration = try String(contentsOf: file, encoding: .utf8)
          try Data(("model = \"no-such-model\"\n" + configuration.replacing(/(?m)^model = .*\n/, with: "")).utf8)
            .write(to: file)
          try await machine.withProxy { _ in
            let (outcome, _) = try await machine.codex("say hello")
            #expect(outcome.status == 1, "\(outcome)")
            #expect(outcome.errors.contains("no-such-model"), "\(outcome)")
            #expect(outcome.errors.contains("gpt-5.5"), "\(outcome)")
          }
          #expect(provider.modelRequests.isEmpty)
        }
      }
    }

    /// Only a provider whose key comes from a command makes Codex ask for the models; it complains of any answer that it
    /// cannot read, and of any model that is not in it.
    @Test func `codex reads the gateway's list of models`() async throws {
      try await FakeUpstream.run(.answers([.text("known")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let key = try machine.setting("LITELLM_MASTER_KEY")
          let file = machine.home.appending(path: ".codex/config.toml")
          let configuration = try String(contentsOf: file, encoding: .utf8)
            .replacing(/(?m)^env_key.*\n/, with: "")
            .replacing(/(?m)^model = .*\n/, with: "model = \"gpt-4-turbo\"\n")
            .appending("\n[model_providers.agentproxy.auth]\ncommand = \"/bin/echo\"\nargs = [\"\(key)\"]\n")
          try Data(configuration.utf8).write(to: file)
          try await machine.withProxy { proxy in
            let (outcome, _) = try await machine.codex("say hello")
            #expect(outcome.output == "known\n", "\(outcome)")
            #expect(!outcome.errors.contains("decode"), "\(outcome)")
            #expect(!outcome.errors.contains("Model metadata"), "\(outcome)")
            try await proxy.expectLine(containing: "GET /v1/models 200")
          }
        }
      }
    }
  }
}
