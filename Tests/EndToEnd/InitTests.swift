import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// `init`, `post-create` and `env` on a fresh clone.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct InitTests {
    @Test func `init sets up a fresh clone, and a second run has nothing to do`() async throws {
      try await FakeUpstream.run(.answers([.text("unused")])) { provider in
        try await Machine.with { machine in
          let first = try await machine.initialize(for: provider)
          #expect(first.status == 0, "\(first)")
          let key = try machine.setting("LITELLM_MASTER_KEY")
          #expect(key.wholeMatch(of: /sk-[0-9a-f]{64}/) != nil)
          let mode = try FileManager.default.attributesOfItem(atPath: machine.project.appending(path: ".env").path)
          #expect((mode[.posixPermissions] as? Int) == 0o600)
          let before = try machine.snapshot()
          #expect(before.keys.contains("home/.codex/config.toml"))
          #expect(before.keys.contains("home/.claude/settings.json"))

          let second = try await machine.initialize(for: provider)
          #expect(second.status == 0, "\(second)")
          #expect((second.output + second.errors).contains("nothing to do"), "\(second)")
          #expect(try machine.snapshot() == before)
          #expect(provider.requests.isEmpty)
        }
      }
    }

    @Test func `no generated file and no output holds a provider key`() async throws {
      try await FakeUpstream.run(.answers([.text("unused")])) { provider in
        try await Machine.with { machine in
          let before = try machine.snapshot()
          let outcome = try await machine.initialize(for: provider)
          let written = try machine.snapshot().filter { before[$0.key] != $0.value }
          #expect(written.count > 3)
          let plain = try await machine.run("env")
          let all = try await machine.run("env", "--all")
          for key in [Machine.openAIKey, Machine.anthropicKey] {
            #expect(written.filter { $0.value.contains(key) }.keys.sorted() == ["agentproxy-setup/.env"])
            for said in [outcome, plain, all] { #expect(!(said.output + said.errors).contains(key), "\(said.command)") }
          }
        }
      }
    }

    @Test func `init --dry-run writes nothing and exits 2`() async throws {
      try await Machine.with { machine in
        let before = try machine.snapshot()
        let outcome = try await machine.run("init", "--yes", "--dry-run")
        #expect(outcome.status == 2, "\(outcome)")
        #expect(try machine.snapshot() == before)
      }
    }

    @Test func `post-create writes the client files only`() async throws {
      try await FakeUpstream.run(.answers([.text("unused")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try FileManager.default.removeItem(at: machine.home)
          try FileManager.default.createDirectory(at: machine.home, withIntermediateDirectories: true)
          let before = try machine.snapshot()
          let outcome = try await machine.run("post-create")
          #expect(outcome.status == 0, "\(outcome)")
          let added = try machine.snapshot().filter { before[$0.key] != $0.value }.keys
          #expect(added.contains("home/.codex/config.toml"))
          #expect(added.contains("home/.claude/settings.json"))
          #expect(added.allSatisfy { $0.hasPrefix("home/") })
        }
      }
    }

    @Test func `env prints what a shell needs`() async throws {
      try await FakeUpstream.run(.answers([.text("unused")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let outcome = try await machine.run("env", "--format", "bash")
          #expect(outcome.status == 0, "\(outcome)")
          let shell = try await Command(
            "bash",
            ["-c", "\(outcome.output)\necho \"$ANTHROPIC_BASE_URL\""],
            environment: machine.environment,
            folder: machine.work
          ).run()
          #expect(shell.output == "http://localhost:\(machine.port)\n", "\(shell)")
        }
      }
    }
  }
}
