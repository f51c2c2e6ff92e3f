import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// A session of several turns, in the middle of which something dies.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .codex, .claude, .strace)))
  struct SurvivalTests {
    enum Agent: String, CaseIterable {
      case codex, claude
    }

    /// The agent runs this in the first turn, which so lasts until the test lets it end.
    private static let command = "until [ -e go ]; do sleep 0.1; done; echo made > made.txt"
    private static let script = FakeUpstream.Script.agent(running: command, thenSaying: "the file is there")

    private func start(_ agent: Agent, _ machine: Machine) async throws -> Outcome {
      switch agent {
      case .codex: try await machine.codex("make a file").outcome
      case .claude: try await machine.claude("make a file").outcome
      }
    }

    /// Runs the agent up to its second turn, does `harm` between the two, and expects that the session comes to its end.
    private func expectSurvival(
      _ agent: Agent,
      _ machine: Machine,
      _ first: FakeUpstream,
      harm: () async throws -> Void
    ) async throws {
      async let ending = start(agent, machine)
      try await first.wait(timeout: .seconds(60)) { $0.modelRequests.count == 1 }
      try await harm()
      try Data().write(to: machine.work.appending(path: "go"))
      let outcome = try await ending
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.output == "the file is there\n", "\(outcome)")
      let made = try? String(contentsOf: machine.work.appending(path: "made.txt"), encoding: .utf8)
      #expect(made == "made\n")
    }

    @Test(arguments: Agent.allCases)
    func `the deployment dies between two turns`(_ agent: Agent) async throws {
      try await FakeUpstream.run(Self.script) { first in
        try await FakeUpstream.run(Self.script) { second in
          try await Machine.with { machine in
            try await machine.initialize(for: first)
            try machine.serve(by: first, or: second)
            try await machine.withProxy { proxy in
              try await expectSurvival(agent, machine, first) { await first.stop() }
              try await proxy.expectLine(containing: "/2 retries=1 ")
            }
            #expect(first.modelRequests.map(\.hasToolResult) == [false])
            #expect(second.modelRequests.map(\.hasToolResult) == [true])
          }
        }
      }
    }

    @Test(arguments: Agent.allCases)
    func `the deployment dies within an answer`(_ agent: Agent) async throws {
      let dying = FakeUpstream.Script.model { request in
        if !request.hasToolResult {
          let name = request.toolNames.contains("Bash") ? "Bash" : "exec_command"
          let key = name == "Bash" ? "command" : "cmd"
          return .toolCall(name: name, arguments: #"{"\#(key)":"\#(Self.command)","description":"Run a command"}"#)
        }
        let reply = FakeUpstream.Answer.text("half of what it wanted to say").reply(to: request)
        return .reply(reply.cut(after: reply.steps.count / 2, by: .reset))
      }
      try await FakeUpstream.run(dying) { first in
        try await FakeUpstream.run(Self.script) { second in
          try await Machine.with { machine in
            try await machine.initialize(for: first)
            try machine.serve(by: first, or: second)
            try await machine.withProxy { _ in
              try await expectSurvival(agent, machine, first) {}
            }
            #expect(first.modelRequests.map(\.hasToolResult) == [false, true])
            #expect(second.modelRequests.map(\.hasToolResult) == [true])
          }
        }
      }
    }

    @Test(arguments: Agent.allCases)
    func `the engine is started anew between two turns`(_ agent: Agent) async throws {
      try await FakeUpstream.run(Self.script) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let before = try await Proxy.start(machine.tool(["proxy"]))
          var after: Proxy?
          try await expectSurvival(agent, machine, provider) {
            // The answer of the first turn must have reached the agent.
            try await before.expectLine(containing: " 200 ")
            let end = try await before.stop()
            #expect(end.status == 0, "\(end)")
            after = try await Proxy.start(machine.tool(["proxy"]))
          }
          let proxy = try #require(after)
          #expect(proxy.port == before.port)
          try await proxy.expectLine(containing: " 200 ")
          try await proxy.stop()
          #expect(provider.modelRequests.map(\.hasToolResult) == [false, true])
        }
      }
    }
  }
}
