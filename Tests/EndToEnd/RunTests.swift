import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// `run`: the real tools in a home without any configuration.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct RunTests {
    @Test(.enabled(if: Program.areAvailable(.codex, .strace)))
    func `run codex answers through the gateway without a file of its own`() async throws {
      try await answers(.codex, ["exec", "--skip-git-repo-check", "say hello"], at: "/v1/responses")
    }

    @Test(.enabled(if: Program.areAvailable(.claude, .strace)))
    func `run claude answers through the gateway without a file of its own`() async throws {
      try await answers(.claude, ["-p", "say hello"], at: "/v1/messages")
    }

    /// What the user's own files say of another place does not count.
    @Test(.enabled(if: Program.areAvailable(.claude, .codex, .strace)))
    func `run goes to the gateway although the tools are configured for elsewhere`() async throws {
      try await FakeUpstream.run(.answers([.text("the provider says hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider, clients: "none")
          try machine.writeHome(
            ".claude/settings.json",
            """
            {"apiKeyHelper": "echo sk-foreign", "env": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:9",
             "ANTHROPIC_AUTH_TOKEN": "sk-foreign", "ANTHROPIC_API_KEY": "sk-foreign", "CLAUDE_CODE_USE_BEDROCK": "1"}}
            """
          )
          try machine.writeHome(".codex/.env", "AGENTPROXY_API_KEY=sk-foreign\n")
          try machine.writeHome(
            ".codex/config.toml",
            "model_provider = \"f\"\n[model_providers.f]\nname = \"f\"\nbase_url = \"http://127.0.0.1:9/v1\"\n"
          )
          let variables = [
            "CLAUDE_CODE_USE_VERTEX": "1", "OPENAI_API_BASE": "https://vendor.test", "CODEX_API_KEY": "k",
          ]
          try await machine.withProxy { _ in
            for (program, arguments) in [
              (Program.claude, ["-p", "say hello"]), (.codex, ["exec", "--skip-git-repo-check", "say hello"]),
            ] {
              let (outcome, connections) = try await machine.watched(program, arguments, through: variables)
              #expect(outcome.output == "the provider says hello\n", "\(outcome)")
              #expect(connections.foreign.isEmpty)
              #expect(!connections.addresses.contains("127.0.0.1:9"))
              #expect(
                outcome.errors.contains("kept from the tool: CLAUDE_CODE_USE_VERTEX, CODEX_API_KEY, OPENAI_API_BASE\n"),
                "\(outcome)"
              )
            }
          }
        }
      }
    }

    @Test func `run becomes the tool`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "none")
        let key = try machine.setting("LITELLM_MASTER_KEY")
        let script = #"echo "$OPENAI_API_KEY $OPENAI_BASE_URL $1"; exit 7"#
        let outcome = try await machine.run("run", "sh", "-c", script, "--", "--help")
        #expect(outcome.status == 7, "\(outcome)")
        let port = try? machine.setting("AGENTPROXY_PORT")
        #expect(outcome.output == "\(key) http://localhost:\(port ?? "4000")/v1 --help\n", "\(outcome)")
        let model = try await machine.run("run", "--model", "gpt-5,5", "-q", "sh", "-c", "echo $ANTHROPIC_MODEL")
        #expect(model.output == "gpt-5,5\n", "\(model)")
        #expect(model.errors.contains("did you mean gpt-5.5?"), "\(model)")
        #expect(try await machine.run("run", "--help").output.contains("agentproxy-setup run claude -p"))
        let blocked = try await machine.run("run", "grep", "SigBlk", "/proc/self/status")
        #expect(blocked.output == "SigBlk:\t0000000000000000\n", "\(blocked)")

        let running = try machine.tool(["run", "sh", "-c", "echo $PPID >&2; exec sleep 60"]).start()
        _ = try await running.errorLine(containing: "\(ProcessInfo.processInfo.processIdentifier)")
        running.signal(SIGTERM)
        #expect(try await running.outcome(timeout: .seconds(20)).status == SIGTERM)
      }
    }

    @Test func `run says how to install what is missing`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "none")
        let outcome = try await machine.run("run", "codex", variables: ["PATH": "/nonexistent"])
        #expect(outcome.status == 69, "\(outcome)")
        #expect(outcome.errors.contains("npm install --global @openai/codex"), "\(outcome)")
        #expect(try await machine.run("run").status == 64)
      }
    }

    private func answers(_ program: Program, _ arguments: [String], at path: String) async throws {
      try await FakeUpstream.run(.answers([.text("the provider says hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider, clients: "none")
          let before = try machine.snapshot()
          #expect(!before.keys.contains { $0.hasPrefix("home/.codex") || $0.hasPrefix("home/.claude") })
          try await machine.withProxy { proxy in
            let (outcome, connections) = try await machine.watched(program, arguments, through: [:])
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output == "the provider says hello\n", "\(outcome)")
            expectLoopbackOnly(connections, port: proxy.port)
          }
          #expect(provider.modelRequests.map(\.path) == [path])
          let key = try machine.setting("LITELLM_MASTER_KEY")
          for (file, text) in try machine.snapshot() where file.hasPrefix("home/") {
            for secret in [Machine.openAIKey, Machine.anthropicKey, key] {
              #expect(!text.contains(secret), "\(file)")
            }
          }
          #expect(!FileManager.default.fileExists(atPath: machine.home.appending(path: ".codex/config.toml").path))
          #expect(!FileManager.default.fileExists(atPath: machine.home.appending(path: ".claude/settings.json").path))
        }
      }
    }
  }
}

extension Machine {
  /// Starts a real tool by `run`, watched, in the clone.
  fileprivate func watched(
    _ program: Program,
    _ arguments: [String],
    through variables: [String: String]
  ) async throws -> (outcome: Outcome, connections: Connections) {
    let programs = folder.appending(path: "programs")
    let name = program == .codex ? "codex" : "claude"
    try? FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
    try? FileManager.default.createSymbolicLink(
      atPath: programs.appending(path: name).path,
      withDestinationPath: try program.require()
    )
    let trace = folder.appending(path: "\(name)-\(UUID().uuidString).trace")
    let outcome = try await tool(
      ["run", name] + arguments,
      variables: variables.merging(["PATH": "\(programs.path):\(Program.path)"]) { $1 }
    )
    .watched(writingTo: trace).run(timeout: .seconds(120))
    return (outcome, Connections(trace: String(decoding: try Data(contentsOf: trace), as: UTF8.self)))
  }

  fileprivate func writeHome(_ path: String, _ text: String) throws {
    let file = home.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}
