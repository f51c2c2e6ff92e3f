import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// `doctor` on setups that are well and on some that are not.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct DoctorTests {
    /// A provider that has the models which the tools start with.
    private static let provider = FakeUpstream.Script.respond { request in
      guard request.path.hasSuffix("/models") else {
        guard let tool = request.toolNames.first else { return FakeUpstream.Answer.text("ok").reply(to: request) }
        return FakeUpstream.Answer.toolCall(name: tool, arguments: #"{"word":"ok"}"#).reply(to: request)
      }
      let names = ["gpt-5.5", "claude-sonnet-5-5", "claude-haiku-5-5"].map { #"{"id":"\#($0)"}"# }
      return .body(#"{"object":"list","data":[\#(names.joined(separator: ","))]}"#)
    }

    @Test func `a setup that is well passes every check`() async throws {
      try await FakeUpstream.run(Self.provider) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try await machine.withProxy("--simulate") { _ in
            let outcome = try await machine.run("doctor", "--strict")
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output.contains("embedded, simulated"), "\(outcome)")
            #expect(outcome.output.contains("[ok] responses"), "\(outcome)")
            #expect(outcome.output.allSatisfy { $0.isASCII }, "\(outcome)")
            #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(outcome)")
            #expect(provider.modelRequests.isEmpty)
          }
          try await machine.withProxy { _ in
            let outcome = try await machine.run("doctor", "--live", "--json", variables: ["TERM": "xterm"])
            #expect(outcome.status == 0, "\(outcome)")
            let report = try JSONDecoder().decode(ShownReport.self, from: Data(outcome.output.utf8))
            #expect(report.status == "ok" || report.status == "note", "\(outcome)")
            #expect(report.checks.filter { $0.section == "wire" }.map(\.status) == ["ok", "ok", "ok"], "\(outcome)")
            #expect(provider.modelRequests.count == 6)
          }
        }
      }
    }

    @Test func `a setup that is not well is told what mends it`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "none", "--set", "AGENTPROXY_PORT=\(machine.port)")
        let env = try machine.text(".env").replacing("OPENAI_API_KEY=\n", with: "OPENAI_API_KEY=your-key-here\n")
          .replacing("AGENTPROXY_ROUTING=simple-shuffle", with: "AGENTPROXY_ROUTING=least-busy")
        try machine.write(".env", env + "ANTHROPIC_API_BASE=api.acme.test/v1\nOPENAI_API_KEY=\(Machine.openAIKey)x\n")
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o644],
          ofItemAtPath: machine.project.appending(path: ".env").path
        )
        let outcome = try await machine.run("doctor", "--clients", "none", variables: ["TERM": "xterm"])
        #expect(outcome.status == 1, "\(outcome)")
        for part in [
          "✗ base scheme", "! readable", "! duplicates", "→ chmod 600 .env", "✗ running",
          "→ agentproxy-setup up", "engine.running failed", "agentproxy-setup doctor --fix mends",
        ] {
          #expect(outcome.output.contains(part), "\(part): \(outcome)")
        }
        #expect(!outcome.output.contains(Machine.openAIKey), "\(outcome)")
        #expect(!outcome.output.contains(machine.home.path), "\(outcome)")

        let summary = try await machine.run("doctor", "--summary", "--no-network", "--clients", "none")
        #expect(!summary.output.contains("[ok]"), "\(summary)")
        let few = try await machine.run("doctor", "--only", "env.readable")
        #expect(few.status == 0, "\(few)")
        #expect(try await machine.run("doctor", "--only", "env.readable", "--strict").status == 1)
        let kinds = try await machine.run("doctor", "--only", "leaks,host.system", "--json")
        #expect(kinds.output.contains(#""id" : "leaks.history""#), "\(kinds)")
        #expect(kinds.output.contains(#""id" : "host.system""#), "\(kinds)")
        #expect(!kinds.output.contains(#""id" : "host.git""#), "\(kinds)")
        let unknown = try await machine.run("doctor", "--only", "env.readible")
        #expect(unknown.status == 64, "\(unknown)")
        #expect(unknown.errors.contains("Did you mean 'env.readable'?"), "\(unknown)")
      }
    }

    @Test func `what can be mended is mended`() async throws {
      try await FakeUpstream.run(Self.provider) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider, clients: "none")
          try machine.write(
            ".env",
            try machine.text(".env").replacing(
              "AGENTPROXY_ROUTING=simple-shuffle",
              with: "AGENTPROXY_ROUTING=least-busy"
            )
          )
          try FileManager.default.setAttributes(
            [.posixPermissions: 0o644],
            ofItemAtPath: machine.project.appending(path: ".env").path
          )
          let refused = try await machine.run("doctor", "--fix", "--no-network", "--clients", "none")
          #expect(refused.status == 64, "\(refused)")
          #expect(refused.errors.contains("add --yes"), "\(refused)")
          let fixed = try await machine.run("doctor", "--fix", "--yes", "--no-network", "--clients", "none")
          #expect(fixed.status == 0, "\(fixed)")
          #expect(fixed.output.contains("rendered") || fixed.output.contains("litellm_config.yaml"), "\(fixed)")
          #expect(fixed.errors.contains("chmod 600 .env"), "\(fixed)")
          let again = try await machine.run("doctor", "--no-network", "--strict", "--clients", "none")
          #expect(again.status == 0, "\(again)")
          let nothing = try await machine.run("doctor", "--fix", "--json", "--no-network", "--clients", "none")
          #expect(nothing.status == 0, "\(nothing)")
          #expect(nothing.output.hasPrefix("{"), "\(nothing)")
        }
      }
    }

    @Test func `what cannot be mended is told beside what is`() async throws {
      try await FakeUpstream.run(Self.provider) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider, clients: "claude")
          let env = machine.project.appending(path: ".env")
          try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: env.path)
          try machine.write(
            ".env",
            try machine.text(".env").replacing(
              "AGENTPROXY_ROUTING=simple-shuffle",
              with: "AGENTPROXY_ROUTING=least-busy"
            )
          )
          try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: env.path)
          try Data("{x".utf8).write(to: machine.home.appending(path: ".claude.json"))
          let fixed = try await machine.run("doctor", "--fix", "--yes", "--no-network", "--clients", "claude")
          #expect(fixed.status == 1, "\(fixed)")
          for part in [".claude.json:1:", "\nmended: chmod 600 .env\n", "\nnot mended: agentproxy-setup init\n"] {
            #expect(fixed.errors.contains(part), "\(part): \(fixed)")
          }
          // The report, before and after.
          #expect(fixed.output.components(separatedBy: "\nHost\n").count == 3, "\(fixed)")
          let mode = try FileManager.default.attributesOfItem(atPath: env.path)[.posixPermissions] as? Int
          #expect(mode == 0o600)
        }
      }
    }

    /// Where it cannot be taken away again, no progress is shown.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
    func `progress is for a screen alone`() async throws {
      try await Machine.with { machine in
        let tool = try Program.agentproxySetup.require()
        func typescript(_ command: String, terminal: String) async throws -> String {
          let line = "script --quiet --return --command \"\(command)\" /dev/null </dev/null"
          let variables = machine.environment.merging(["TERM": terminal]) { $1 }
          return try await Command("bash", ["-c", line], environment: variables, folder: machine.project).run().output
        }
        let call = "'\(tool)' doctor --only host,env.file --no-network"
        #expect(try await typescript(call, terminal: "xterm").contains(/[0-9] of [0-9]/))
        #expect(try await !typescript(call, terminal: "dumb").contains(/[0-9] of [0-9]/))
        let piped = try await typescript("\(call) | cat", terminal: "xterm")
        #expect(!piped.contains(/[0-9] of [0-9]/) && piped.contains("Host"), "\(piped)")
      }
    }

    @Test func `a report can be shown to everybody`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run(
          "init",
          "--yes",
          "--set",
          "OPENAI_API_KEY=\(Machine.openAIKey)",
          "--set",
          "OPENAI_API_BASE=https://llm.acme.invalid/v1"
        )
        let outcome = try await machine.run("doctor", "--report", "report.txt", variables: ["HOSTNAME": "secret-host"])
        #expect(outcome.status == 1, "\(outcome)")
        let text = try machine.text("report.txt")
        let key = try machine.setting("LITELLM_MASTER_KEY")
        for part in [
          Machine.openAIKey, key, "acme", "tester", machine.home.path, machine.project.path, "secret-host",
          ProcessInfo.processInfo.hostName,
        ] where part.count > 3 && part != "localhost" {
          #expect(!text.contains(part), "\(part): \(text)")
        }
        #expect(text.contains("OPENAI-HOST"), "\(text)")
        #expect(text.contains("providers.reachable"), "\(text)")
      }
    }

    @Test func `a report replaces nothing but a report`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "none")
        let env = try machine.text(".env")
        func write(_ name: String) async throws -> Outcome {
          try await machine.run("doctor", "--only", "host.system", "--report", name)
        }
        let refused = try await write(".env")
        #expect(refused.status == 64, "\(refused)")
        #expect(refused.errors.contains(".env is no earlier report"), "\(refused)")
        #expect(try machine.text(".env") == env)
        let nowhere = try await write("no/such/report.txt")
        #expect(nowhere.status == 64, "\(nowhere)")
        #expect(nowhere.errors.contains("there is no folder no/such"), "\(nowhere)")
        #expect(!FileManager.default.fileExists(atPath: machine.project.appending(path: "no").path))
        for _ in 0..<2 { #expect(try await write("report.txt").status == 0) }
        #expect(try machine.text("report.txt").hasPrefix("agentproxy-setup "))
      }
    }

    @Test(.enabled(if: Program.areAvailable(.liteLLM)))
    func `the real LiteLLM passes every check`() async throws {
      try await FakeUpstream.run(Self.provider) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider, clients: "none")
          let liteLLM = try await machine.startLiteLLM()
          defer { liteLLM.signal(15) }
          let options = ["--live", "--only", "gateway,engine", "--only", "wire", "--clients", "none"]
          let outcome = try await machine.tool(["doctor"] + options, variables: ["TERM": "xterm"]).run()
          #expect(outcome.status == 0, "\(outcome)")
          #expect(outcome.output.contains("LiteLLM 1.106.2"), "\(outcome)")
          #expect(outcome.output.contains("wrong key          refused"), "\(outcome)")
          #expect(outcome.output.contains("claude-sonnet-5-5: text and a tool call"), "\(outcome)")
          // Two requests for each wire format, and none because of a question for its health.
          #expect(provider.modelRequests.count == 6)
        }
      }
    }

    @Test func `dead addresses are not waited for`() async throws {
      // Connections to it are neither taken nor refused: its queue is full.
      let full = try Socket.listening()
      defer { full.close() }
      try await Machine.with { machine in
        _ = try await machine.run(
          "init",
          "--yes",
          "--set",
          "AGENTPROXY_PORT=\(machine.port)",
          "--set",
          "OPENAI_API_KEY=\(Machine.openAIKey)",
          "--set",
          "OPENAI_API_BASE=http://127.0.0.1:\(try full.localPort())/v1",
          "--set",
          "ANTHROPIC_API_KEY=\(Machine.anthropicKey)",
          "--set",
          "ANTHROPIC_API_BASE=https://llm.invalid"
        )
        let start = ContinuousClock.now
        let outcome = try await machine.run(
          "doctor",
          variables: ["AGENTPROXY_BASE_URL": "http://127.0.0.1:\(try full.localPort())"]
        )
        #expect(outcome.status == 1, "\(outcome)")
        #expect(ContinuousClock.now - start < .seconds(20))
        let text = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(
          text.contains("OPENAI at 127.0.0.1:\(try full.localPort()) cannot be reached: no answer in time"),
          "\(text)"
        )
      }
    }

    @Test(.enabled(if: Program.areAvailable(.tmux)))
    func `the report fits into a terminal`() async throws {
      try await FakeUpstream.run(Self.provider) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let tool = try Program.agentproxySetup.require()
          for (mark, settings) in [("✓ git", ""), ("[ok] git", "--ascii"), ("[ok] git", "--no-color")] {
            let dumb = settings == "--no-color" ? "TERM=dumb " : ""
            let command = machine.shell(
              "\(dumb)'\(tool)' doctor --only host --only env \(settings); echo the-end; sleep 60"
            )
            try await Terminal.with(command, scratch: machine.folder) { terminal in
              let screen = try await terminal.wait(for: "the-end")
              #expect(screen.contains(mark), "\(screen)")
              #expect(!screen.contains("[32m"), "\(screen)")
              #expect(screen.contains("\nHost\n") || screen.hasPrefix("Host"), "\(screen)")
            }
          }
        }
      }
    }
  }
}

/// The parts of the report that the tests look at.
private struct ShownReport: Decodable {
  struct Check: Decodable {
    let id: String
    let section: String
    let status: String
  }
  let status: String
  let checks: [Check]
}
