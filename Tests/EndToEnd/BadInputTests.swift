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
