import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// What `doctor` says of Claude Code's variables and models is what the real one does.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .claude)))
  struct ClaudeChecksTests {
    private static let settings = ".claude/settings.json"

    /// Changes the user's settings.
    private func edit(_ machine: Machine, _ change: (inout [String: Any]) -> Void) throws {
      let text = try machine.homeText(Self.settings)
      var object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      change(&object)
      try JSONSerialization.data(withJSONObject: object).write(to: machine.home.appending(path: Self.settings))
    }

    /// Gives variables of the user's settings values.
    private func set(_ variables: [String: String], _ machine: Machine) throws {
      try edit(machine) { object in
        let old = object["env"] as? [String: Any] ?? [:]
        object["env"] = old.merging(variables) { $1 }
      }
    }

    @Test(arguments: ["0", "false", "off", "2"])
    func `a switch that is no yes leads claude nowhere else`(value: String) async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let variables = ["CLAUDE_CODE_USE_BEDROCK": value]
          #expect(try await machine.complaints(only: ["claude.environment"], variables: variables) == [])
          try await machine.withProxy { _ in
            var command = try machine.client(.claude, ["-p", "say hello"], in: machine.work)
            command.environment.merge(ClientChecksTests.loopbackAlone.merging(variables) { $1 }) { $1 }
            #expect(try await command.run(timeout: .seconds(120)).output == "hello\n")
          }
        }
      }
    }

    @Test func `a switch that is on leads claude elsewhere`() async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let variables = ["CLAUDE_CODE_USE_BEDROCK": " Yes "]
          #expect(
            try await machine.complaints(only: ["claude.environment"], variables: variables) == ["claude.environment"]
          )
          try await machine.withProxy { _ in
            var command = try machine.client(.claude, ["-p", "say hello"], in: machine.work)
            command.environment.merge(ClientChecksTests.loopbackAlone.merging(variables) { $1 }) { $1 }
            // Nobody has given it any credentials for there.
            let outcome = try await command.run(timeout: .seconds(120))
            #expect(outcome.output.contains("AWS credentials"), "\(outcome)")
          }
          #expect(provider.modelRequests.isEmpty)
        }
      }
    }

    @Test(arguments: ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
    func `a proxy in claude's settings gets what is meant for the gateway`(name: String) async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await FakeProxy.run({ _ in .answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n") }) { proxy in
          try await Machine.with { machine in
            try await machine.initialize(for: provider)
            try set([name: "http://127.0.0.1:\(proxy.port)", "NO_PROXY": "other.test"], machine)
            #expect(try await machine.complaints(only: ["claude.environment"]) == ["claude.environment"])
            try await machine.withProxy { _ in
              let command = try machine.client(.claude, ["-p", "say hello"], in: machine.work)
              let lost = try command.start()
              let gateway = "POST http://localhost:\(machine.port)/v1/messages"
              try await machine.wait { proxy.heads.contains { $0.hasPrefix(gateway) } }
              lost.signal(SIGKILL)

              let remedy = try #require(try await machine.remedies(only: ["claude.environment"]).first)
              #expect(remedy == "write \"NO_PROXY\": \"other.test,localhost\" into the env of it")
              try set(["NO_PROXY": "other.test,localhost"], machine)
              #expect(try await machine.complaints(only: ["claude.environment"]) == [])
              #expect(try await command.run(timeout: .seconds(120)).output == "hello\n")
            }
          }
        }
      }
    }

    @Test func `claude asks for its maker's model where none is named`() async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(
            for: provider,
            settings: [
              "OPENAI_MODELS=qwen", "CLAUDE_MODEL=qwen", "CLAUDE_SMALL_MODEL=qwen", "ANTHROPIC_API_KEY=",
              "ANTHROPIC_API_BASE=",
            ]
          )
          try await machine.withProxy { _ in
            var command = try machine.client(.claude, ["-p", "say hello"], in: machine.work)
            command.environment.merge(ClientChecksTests.loopbackAlone) { $1 }
            #expect(try await machine.complaints(only: ["claude.models"]) == [])
            #expect(try await command.run(timeout: .seconds(120)).output == "hello\n")

            try edit(machine) { object in
              object["model"] = nil
              object["env"] = (object["env"] as? [String: Any])?.filter { !$0.key.hasPrefix("ANTHROPIC_DEFAULT_") }
            }
            #expect(try await machine.complaints(only: ["claude.models"]) == ["claude.models"])
            for (name, model) in [
              (nil, "claude-opus-5-5"), ("opus", "claude-opus-5-5"), ("best", "claude-opus-5-5"),
              ("sonnet", "claude-sonnet-5-5"), ("haiku", "claude-haiku-5-5"), ("fable", "claude-fable-5-2"),
              ("default", "default"),
            ] {
              try edit(machine) { $0["model"] = name }
              let outcome = try await command.run(timeout: .seconds(120))
              #expect(outcome.output.contains("there is no model `\(model)`"), "\(name ?? "none"): \(outcome)")
            }
          }
        }
      }
    }
  }
}
