import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// Files the program cannot use: it names file, line and remedy, exits 65, and writes nothing.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct BadInputTests {
    @Test func `a broken .env stops init before it writes`() async throws {
      try await Machine.with { machine in
        try machine.write(".env", "LITELLM_MASTER_KEY=sk-abc\nOPENAI_API_KEY=\"unterminated\n")
        let before = try machine.snapshot()
        let outcome = try await machine.run("init", "--yes")
        #expect(outcome.status == 65, "\(outcome)")
        #expect(outcome.errors.contains(".env:2"), "\(outcome)")
        #expect(try machine.snapshot() == before)
      }
    }

    /// As where a folder of secrets is not mounted.
    @Test func `a link that leads to no .env is called that`() async throws {
      try await Machine.with { machine in
        let link = machine.project.appending(path: ".env").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/nowhere/env")
        let commands = [["init", "--yes"], ["up"], ["restart"], ["rotate-key"], ["doctor", "--only", "env"]]
        for command in commands {
          let outcome = try await machine.tool(command + (command == ["up"] ? ["--engine", "embedded"] : [])).run()
          #expect(outcome.status == 1, "\(outcome)")
          let text = outcome.output + outcome.errors
          #expect(text.contains("a symbolic link to a file that does not exist"), "\(outcome)")
          #expect(!text.contains("create"), "\(outcome)")
        }
      }
    }

    @Test func `a home folder without a fixed place stops init before it writes`() async throws {
      try await Machine.with { machine in
        let before = try machine.snapshot()
        let outcome = try await machine.run("init", "--yes", variables: ["HOME": "home/me"])
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.errors.contains("HOME is home/me"), "\(outcome)")
        #expect(try machine.snapshot() == before)
      }
    }

    @Test func `a folder whose name is no UTF-8 is named as the cause`() async throws {
      try await Machine.with { machine in
        let program = try machine.tool(["init", "--dry-run"])
        let shell = Command(
          "sh",
          [
            "-c", #"mkdir "$(printf 'a\377')" && cd a* && touch .env.example && exec "$@""#, "sh", program.program,
          ] + program.arguments,
          environment: machine.environment,
          folder: machine.work
        )
        let outcome = try await shell.run()
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.errors.contains("not UTF-8"), "\(outcome)")
      }
    }

    @Test func `a broken value stops init before it writes`() async throws {
      try await Machine.with { machine in
        let before = try machine.snapshot()
        let outcome = try await machine.run("init", "--yes", "--set", "AGENTPROXY_PORT=seventy")
        #expect(outcome.status == 65, "\(outcome)")
        #expect(outcome.errors.contains("AGENTPROXY_PORT"), "\(outcome)")
        #expect(try machine.snapshot() == before)
      }
    }

    @Test(arguments: [
      BadConfiguration(
        name: "broken YAML",
        text: "model_list:\n  - model_name: [\n",
        line: 3,
        says: "litellm_config.yaml"
      ),
      BadConfiguration(
        name: "model without key",
        text: """
          model_list:
            - model_name: gpt-5.5
              litellm_params:
                model: openai/gpt-5.5
          general_settings:
            master_key: os.environ/LITELLM_MASTER_KEY
          """,
        line: 2,
        says: "api_key"
      ),
      BadConfiguration(
        name: "shell variable",
        text: """
          model_list:
            - model_name: gpt-5.5
              litellm_params:
                model: openai/gpt-5.5
                api_key: ${OPENAI_API_KEY}
          general_settings:
            master_key: os.environ/LITELLM_MASTER_KEY
          """,
        line: 5,
        says: "os.environ/NAME"
      ),
    ])
    func `a configuration that cannot work is refused`(_ bad: BadConfiguration) async throws {
      try await FakeUpstream.run(.answers([.text("unreachable")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try machine.write("litellm_config.yaml", bad.text)
          let before = try machine.snapshot()
          let outcome = try await machine.run("proxy", "--port", "0")
          #expect(outcome.status == 65, "\(outcome)")
          #expect(outcome.errors.contains("litellm_config.yaml:\(bad.line):"), "\(outcome)")
          #expect(outcome.errors.contains(bad.says), "\(outcome)")
          #expect(try machine.snapshot() == before)
        }
      }
    }

    @Test func `a port in use names the process that uses it`() async throws {
      try await FakeUpstream.run(.answers([.text("unreachable")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try await machine.withProxy { proxy in
            let second = try await machine.run("proxy")
            #expect(second.status == 69, "\(second)")
            #expect(second.errors.contains("\(machine.port)"), "\(second)")
            #expect(second.errors.contains("by agentproxy-setup (process "), "\(second)")
          }
        }
      }
    }
  }

  /// A `litellm_config.yaml` and what must be said about it.
  struct BadConfiguration: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let line: Int
    let says: String

    var testDescription: String { name }
  }
}
