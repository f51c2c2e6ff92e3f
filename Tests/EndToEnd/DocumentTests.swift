import Foundation
import Testing

extension EndToEndTests {
  /// What the documents tell the reader to type works.
  struct DocumentTests {
    @Test func `commands are found in shell blocks only`() {
      let commands = ShownCommand.commands(
        in: """
          Run `nothing`.
          ```sh
          # a comment
          script/run   # builds and starts
          ```
          ```
          agentproxy-setup not-this
          ```
          ```console
          $ agentproxy-setup env
          output
          ```
          """,
        document: "x.md"
      )
      #expect(commands.map(\.line) == ["script/run", "agentproxy-setup env"])
      #expect(commands.map(\.place) == ["x.md:4", "x.md:10"])
    }

    /// Each document begins with a clone that is set up: one may show how to take that back.
    @Test(.enabled(if: Program.areAvailable(.agentproxySetup)))
    func `every command shown in the documents works`() async throws {
      let commands = try ShownCommand.all()
      #expect(commands.contains { $0.line == "script/run" })
      for (_, shown) in Dictionary(grouping: commands, by: \.document).sorted(by: { $0.key < $1.key }) {
        try await Machine.with { machine in
          _ = try await machine.run(
            "init",
            "--yes",
            "--set",
            "AGENTPROXY_PORT=\(machine.port)",
            "--set",
            "OPENAI_API_KEY=\(Machine.openAIKey)",
            "--set",
            "OPENAI_API_BASE=http://127.0.0.1:9/v1",
            // The reader's own choice: what runs containers on this machine is none of the tests' business.
            "--set",
            "AGENTPROXY_ENGINE=embedded"
          )
          for command in shown { try await run(command, on: machine) }
          // A document may leave the gateway running.
          #expect(try await machine.run("down").status == 0)
        }
      }
    }

    private func run(_ shown: ShownCommand, on machine: Machine) async throws {
      let tool = try Program.agentproxySetup.require()
      let folder = URL(filePath: tool).deletingLastPathComponent().path
      let variables = machine.environment.merging(["PATH": "\(folder):\(Program.path)"]) { $1 }
      let shell = Command("bash", ["-c", shown.filledIn], environment: variables, folder: machine.project)
      switch shown.program {
      case "agentproxy-setup" where shown.line.hasPrefix("agentproxy-setup proxy"):
        try await Proxy.start(shell).stop()
      case "agentproxy-setup", "eval":
        let outcome = try await shell.run()
        #expect(outcome.status == 0 || outcome.status == 2, "\(shown.place): \(outcome)")
      case let script where script.hasPrefix("script/"):
        let help = try await Command(
          "bash",
          ["-c", "\(script) --help"],
          environment: variables,
          folder: machine.project
        ).run()
        #expect(help.status == 0, "\(shown.place): \(help)")
        #expect(help.output.hasPrefix("usage: \(script)"), "\(shown.place): \(help)")
      default:
        // The reader's own tools: git, cd, the clients.
        break
      }
    }
  }
}
