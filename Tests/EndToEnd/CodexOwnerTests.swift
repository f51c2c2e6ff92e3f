import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The real Codex shares its files with `init`, and neither loses anything of the other's or the user's.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .codex, .strace, .tmux)))
  struct CodexOwnerTests {
    private static let configuration = ".codex/config.toml"

    @Test func `codex takes what init made of a configuration full of the user's own`() async throws {
      try await FakeUpstream.run(.answers([.text("the provider says hello")])) { provider in
        try await Machine.with { machine in
          try OwnFiles.write(to: machine.home)
          let outcome = try await machine.initialize(for: provider, variables: machine.searchPathWithCodex())
          #expect(outcome.status == 0, "\(outcome)")
          let text = try machine.homeText(Self.configuration)
          #expect(firstLineMissing(of: OwnFiles.codex, in: text, except: ["model = '"]) == nil)
          #expect(text.contains("\t# a tab before this comment\n"))
          let variables = try machine.homeText(".codex/.env")
          #expect(variables.hasPrefix(OwnFiles.codexEnvironment))

          try await machine.withProxy { proxy in
            let (outcome, connections) = try await machine.codex("say hello", "--strict-config")
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output == "the provider says hello\n", "\(outcome)")
            #expect(!outcome.errors.contains("warning"), "\(outcome)")
            #expect(!outcome.errors.contains("metadata"), "\(outcome)")
            expectLoopbackOnly(connections, port: proxy.port)
          }
          #expect(provider.modelRequests.first?.header("authorization") == "Bearer \(Machine.openAIKey)")
        }
      }
    }

    @Test func `what codex writes into its configuration is kept by the next init`() async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await Machine.with { machine in
          try OwnFiles.write(to: machine.home)
          let path = try machine.searchPathWithCodex()
          try await machine.initialize(for: provider, variables: path)
          for arguments in [
            ["features", "enable", "goals"], ["features", "disable", "goals"],
            ["mcp", "add", "files", "--", "/bin/cat", "-n"],
          ] {
            let outcome = try await machine.client(.codex, arguments, in: machine.work).run()
            #expect(outcome.status == 0, "\(outcome)")
          }
          _ = try await Command("git", ["init", "-q"], environment: machine.environment, folder: machine.work).run()
          try await Terminal.with(machine.client(.codex, in: machine.work), scratch: machine.folder) { terminal in
            try await terminal.wait(for: "Trust this folder?")
            try await terminal.press("Enter")
            try await terminal.wait(for: "Ask Codex to do anything")
          }
          let written = try machine.homeText(Self.configuration)
          #expect(written.contains("goals = false"))
          #expect(written.contains("command = \"/bin/cat\"\nargs = [\"-n\"]"))
          #expect(written.contains("[projects.\"\(machine.work.path)\"]\ntrust_level = \"trusted\""))

          let before = try machine.snapshot()
          let second = try await machine.initialize(for: provider, variables: path)
          #expect((second.output + second.errors).contains("nothing to do"), "\(second)")
          #expect(try machine.snapshot() == before)
        }
      }
    }

    @Test func `codex offers the gateway's models, and the choice is kept`() async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await Machine.with { machine in
          let path = try machine.searchPathWithCodex()
          try await machine.initialize(for: provider, variables: path)
          let command = try machine.client(.codex, ["--strict-config"], in: machine.work)
          try await Terminal.with(command, scratch: machine.folder) { terminal in
            try await terminal.wait(for: "Ask Codex to do anything")
            try await terminal.rest()
            try await terminal.type("/model")
            try await terminal.press("Enter")
            let picker = try await terminal.wait(for: "Select Model and Effort")
            let names = picker.matches(of: /(?m)^[ ›]+\d+\. (\S+)/).map { String($0.1) }
            let served = ["gpt-5.5", "gpt-6-sol", "gpt-4", "gpt-4-turbo", "gpt-3.5-turbo", "claude-opus-5-5"]
            #expect(Array(names.prefix(served.count)) == served)
            try await terminal.press("2")
            try await terminal.wait(for: "Select Reasoning Level for gpt-6-sol")
            try await terminal.press("3")
            try await terminal.wait(for: "Model changed to gpt-6-sol high")
            for screen in terminal.seen {
              for word in ["metadata", "ignored", "deprecated", "Meet GPT", "new model"] {
                #expect(!screen.contains(word), "\(screen)")
              }
            }
          }
          let chosen = try machine.homeText(Self.configuration)
          #expect(chosen.contains("model = \"gpt-6-sol\""))

          let second = try await machine.initialize(for: provider, variables: path)
          #expect((second.output + second.errors).contains("nothing to do"), "\(second)")
          #expect(try machine.homeText(Self.configuration) == chosen)
          try await machine.withProxy { _ in
            let (outcome, _) = try await machine.codex("say hello", "--strict-config")
            #expect(outcome.output == "hello\n", "\(outcome)")
          }
          #expect(provider.modelRequests.first?.model == "gpt-6-sol")
        }
      }
    }

    @Test func `restore gives everybody their own back`() async throws {
      try await FakeUpstream.run(.answers([.text("unused")])) { provider in
        try await Machine.with { machine in
          try OwnFiles.write(to: machine.home)
          let path = try machine.searchPathWithCodex()
          try await machine.initialize(for: provider, variables: path)
          let restored = try await machine.run("restore", "--yes", variables: path)
          #expect(restored.status == 0, "\(restored)")
          for (name, text) in OwnFiles.all { #expect(try machine.homeText(name) == text, "\(name)") }
          #expect(throws: (any Error).self) { try machine.homeText(".codex/agentproxy-models.json") }

          try await machine.initialize(for: provider, variables: path)
          let enabled = try await machine.client(.codex, ["features", "enable", "goals"], in: machine.work).run()
          #expect(enabled.status == 0, "\(enabled)")
          let file = machine.home.appending(path: Self.configuration)
          let byHand = try machine.homeText(Self.configuration)
            .replacing("check_for_update_on_startup = false", with: "check_for_update_on_startup = true # mine")
            .replacing("[tui]   # mine", with: "[tui]   # mine, by hand")
          try Data(byHand.utf8).write(to: file)

          let difference = try await machine.run("diff", variables: path)
          #expect(difference.status == 2, "\(difference)")
          #expect(difference.output.contains("+check_for_update_on_startup = false"), "\(difference)")
          try await machine.initialize(for: provider, variables: path)
          let again = try machine.homeText(Self.configuration)
          #expect(again == byHand.replacing("= true # mine", with: "= false # mine"))

          _ = try await machine.run("restore", "--yes", variables: path)
          // What was changed by hand and put back is theirs again; Codex ends every last line.
          let wanted =
            OwnFiles.codex.replacing("[tui]   # mine", with: "[tui]   # mine, by hand")
            .replacing("shell_snapshot = false\n", with: "shell_snapshot = false\ngoals = true\n")
            .replacing("]\n\n[profiles", with: "]\ncheck_for_update_on_startup = true # mine\n\n[profiles") + "\n"
          let left = try machine.homeText(Self.configuration)
          #expect(left == wanted, "\(left)")
        }
      }
    }
  }
}
