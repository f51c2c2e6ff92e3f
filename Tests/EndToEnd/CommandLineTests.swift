import Foundation
import Testing

extension EndToEndTests {
  /// What the program says to a mistyped command line, and to a shell that wants to complete one.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct CommandLineTests {
    @Test(arguments: [
      (["modls", "list"], "models"), (["models", "lst"], "list"), (["inti"], "init"), (["hlep"], "help"),
      (["usage", "--sinse", "7d"], "--since"),
    ])
    func `a mistyped name is answered with the one that was meant`(arguments: [String], name: String) async throws {
      try await Machine.with { machine in
        let outcome = try await machine.tool(arguments).run()
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.errors.contains("Did you mean '\(name)'?"), "\(outcome)")
      }
    }

    @Test func `in a shell that env has put on the gateway, every command goes by the file`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--set", "OPENAI_API_KEY=sk-provider-0123456789abcdef0123456789")
        let key = try machine.setting("LITELLM_MASTER_KEY")
        for key in [key, "sk-that-of-yesterday-0123456789"] {
          let shell = ["AGENTPROXY_API_KEY": key, "OPENAI_API_KEY": key]
          let status = try await machine.run("status", "--engine", "embedded", variables: shell)
          #expect(status.status == 1 && status.output.contains("not up"), "\(status)")
          let initialized = try await machine.run("init", "--yes", variables: shell)
          #expect(initialized.output.contains("nothing to do"), "\(initialized)")
          #expect(!initialized.errors.contains("OPENAI_API_KEY"), "\(initialized)")
        }
      }
    }

    @Test func `a result that cannot be written is no success`() async throws {
      try await Machine.with { machine in
        #expect(try await machine.tool(["init", "--yes", "--clients", "none"]).run().status == 0)
        let tool = try Program.agentproxySetup.require()
        for words in ["env", "usage --json", "models list", "status --json"] {
          let command = machine.shell("'\(tool)' \(words) >/dev/full")
          let outcome = try await command.run()
          #expect(outcome.status == 1, "\(outcome)")
          #expect(words.hasPrefix("status") || outcome.errors.contains("No space left on device"), "\(outcome)")
        }
      }
    }

    @Test func `a name that is near to none is left to the parser`() async throws {
      try await Machine.with { machine in
        let outcome = try await machine.run("something-else")
        #expect(outcome.status == 64, "\(outcome)")
        #expect(!outcome.errors.contains("Did you mean"), "\(outcome)")
        #expect(outcome.errors.contains("something-else"), "\(outcome)")
      }
    }

    @Test func `bash completes commands, options and values`() async throws {
      try await Machine.with { machine in
        let tool = try Program.agentproxySetup.require()
        for (line, expected) in [
          ("mod", ["models"]), ("models ", ["add", "list", "test"]), ("usage --by to", ["tool"]),
          ("usage --si", ["--since"]), ("run co", ["codex"]),
          ("doctor --only gatew", ["gateway", "gateway.up"]), ("doctor --only env.fi", ["env.file"]),
        ] {
          let script = """
            eval "$('\(tool)' --generate-completion-script bash)"
            COMP_LINE='agentproxy-setup \(line)'; COMP_POINT=${#COMP_LINE}
            read -r -a COMP_WORDS <<<"$COMP_LINE"; [ "${COMP_LINE: -1}" != ' ' ] || COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _agentproxy-setup agentproxy-setup "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
          let outcome = try await Command(
            "bash",
            ["-c", script],
            environment: machine.environment,
            folder: machine.work
          ).run()
          let words = Set(outcome.output.split(whereSeparator: \.isWhitespace).map(String.init))
          #expect(words.isSuperset(of: expected), "\(line): \(outcome)")
        }
      }
    }

    /// The other shells may not be installed; where they are, they must be able to read their script.
    @Test(arguments: ["zsh", "fish"])
    func `the other shells get a script of their own`(shell: String) async throws {
      try await Machine.with { machine in
        let script = try await machine.run("--generate-completion-script", shell)
        #expect(script.status == 0, "\(script.errors)")
        for name in ["init", "models", "usage", "run", "since"] {
          #expect(script.output.contains(name), "\(name)")
        }
        let file = machine.work.appending(path: "script")
        try Data(script.output.utf8).write(to: file)
        let program = Command(
          "bash",
          ["-c", "command -v \(shell)"],
          environment: machine.environment,
          folder: machine.work
        )
        guard try await program.run().status == 0 else { return }
        let check = Command(shell, ["-n", file.path], environment: machine.environment, folder: machine.work)
        #expect(try await check.run().status == 0)
      }
    }
  }
}
