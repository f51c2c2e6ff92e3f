import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The real clients on models whose providers speak another wire format.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .codex, .claude, .strace)))
  struct TranslationTests {
    /// A client's model, what else is set, and where its provider is asked.
    struct Way: Sendable, CustomTestStringConvertible {
      let model: String
      var settings: [String] = []
      let path: String

      var testDescription: String { "\(model) by \(path)" }
    }

    static let chatOnly = ["OPENAI_WIRE_API=chat"]
    static let codexWays = [
      Way(model: "claude-sonnet-5-5", path: "/v1/messages"),
      Way(model: "gpt-5.5", settings: chatOnly, path: "/v1/chat/completions"),
    ]
    static let claudeWays = [
      Way(model: "gpt-5.5", path: "/v1/responses"),
      Way(model: "gpt-5.5", settings: chatOnly, path: "/v1/chat/completions"),
    ]

    private func run(
      _ way: Way,
      _ client: String,
      _ script: FakeUpstream.Script,
      _ body: (Machine, Proxy) async throws -> Void
    ) async throws -> [FakeUpstream.Request] {
      var requests: [FakeUpstream.Request] = []
      try await FakeUpstream.run(script) { provider in
        try await Machine.with { machine in
          let settings = way.settings + ["\(client)_MODEL=\(way.model)"]
          try await machine.initialize(for: provider, settings: settings)
          try await machine.withProxy { try await body(machine, $0) }
        }
        requests = provider.modelRequests
      }
      return requests
    }

    @Test(arguments: codexWays)
    func `codex works on a model of another format`(_ way: Way) async throws {
      let script = FakeUpstream.Script.agent(running: "echo made by codex > made.txt", thenSaying: "the file is there")
      let requests = try await run(way, "CODEX", script) { machine, proxy in
        let (outcome, connections) = try await machine.codex("make a file")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output == "the file is there\n", "\(outcome)")
        expectLoopbackOnly(connections, port: proxy.port)
        let made = try? String(contentsOf: machine.work.appending(path: "made.txt"), encoding: .utf8)
        #expect(made == "made by codex\n")
      }
      #expect(requests.map(\.path) == [way.path, way.path])
      #expect(requests.map(\.hasToolResult) == [false, true])
    }

    @Test(arguments: claudeWays)
    func `claude works on a model of another format`(_ way: Way) async throws {
      let script = FakeUpstream.Script.agent(running: "echo made by claude > made.txt", thenSaying: "the file is there")
      let requests = try await run(way, "CLAUDE", script) { machine, proxy in
        let (outcome, connections) = try await machine.claude("make a file")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output == "the file is there\n", "\(outcome)")
        expectLoopbackOnly(connections, port: proxy.port)
        let made = try? String(contentsOf: machine.work.appending(path: "made.txt"), encoding: .utf8)
        #expect(made == "made by claude\n")
      }
      #expect(requests.map(\.path) == [way.path, way.path])
      #expect(requests.map(\.hasToolResult) == [false, true])
    }
  }
}
