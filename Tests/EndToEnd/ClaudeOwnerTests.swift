import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The real Claude Code shares its files with `init`, and neither loses anything of the other's or the user's.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .claude, .strace, .tmux)))
  struct ClaudeOwnerTests {
    private static let settings = ".claude/settings.json"

    /// On a host the user says once for each folder that it is to be trusted. Nothing else may be asked.
    private func answerTrustDialog(_ terminal: Terminal) async throws {
      try await terminal.wait(for: "Yes, I trust this folder")
      try await terminal.rest()
      try await terminal.press("Down")
      try await terminal.press("Enter")
      try await terminal.wait(for: "? for shortcuts")
    }

    @Test func `claude starts straight to its prompt with files full of the user's own`() async throws {
      try await FakeUpstream.run(.answers([.text("the provider says hello")])) { provider in
        try await Machine.with { machine in
          try OwnFiles.write(to: machine.home)
          let outcome = try await machine.initialize(for: provider)
          #expect(outcome.status == 0, "\(outcome)")
          let text = try machine.homeText(Self.settings)
          let changed = ["\t\t\"deny\": []}", "\t\"env\":"]
          #expect(firstLineMissing(of: OwnFiles.claudeSettings, in: text, except: changed) == nil)
          #expect(text.contains(#""EDITOR": "vi",\#t"HTTP_TIMEOUT":"30""#))
          #expect(try machine.homeText(".claude.json").hasPrefix(String(OwnFiles.claudeState.dropLast())))

          try await machine.withProxy { proxy in
            let trace = machine.folder.appending(path: "terminal.trace")
            let command = try machine.client(.claude, in: machine.work).watched(writingTo: trace)
            try await Terminal.with(command, scratch: machine.folder) { terminal in
              try await answerTrustDialog(terminal)
              try await terminal.type("say hello")
              try await terminal.press("Enter")
              try await terminal.wait(for: "the provider says hello")
              for screen in terminal.seen {
                for word in ["theme", "login", "log in", "Security notes", "API key", "Auto mode", "onboarding"] {
                  #expect(!screen.localizedCaseInsensitiveContains(word), "\(screen)")
                }
              }
            }
            let connections = Connections(trace: String(decoding: try Data(contentsOf: trace), as: UTF8.self))
            expectLoopbackOnly(connections, port: proxy.port)
          }
          #expect(provider.modelRequests.first?.header("x-api-key") == Machine.anthropicKey)
        }
      }
    }

    @Test func `what claude writes into its files is kept by the next init`() async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await Machine.with { machine in
          try OwnFiles.write(to: machine.home)
          try await machine.initialize(for: provider)
          try await machine.withProxy { _ in
            try await Terminal.with(machine.client(.claude, in: machine.work), scratch: machine.folder) { terminal in
              try await answerTrustDialog(terminal)
              try await terminal.type("/model")
              try await terminal.press("Enter")
              try await terminal.wait(for: "Select model")
              try await terminal.press("Down")
              try await terminal.press("Enter")
              try await terminal.wait(for: "Set model to")
              try await terminal.type("/exit")
              try await terminal.pressLast("Enter")
            }
          }
          let settings = try machine.homeText(Self.settings)
          #expect(settings.contains("\"zzz_mine\": {"))
          #expect(settings.contains("\"model\": \""))
          #expect(try machine.homeText(".claude.json").contains("\"hasTrustDialogAccepted\": true"))

          let before = try machine.snapshot()
          let second = try await machine.initialize(for: provider)
          #expect((second.output + second.errors).contains("nothing to do"), "\(second)")
          #expect(try machine.snapshot() == before)
        }
      }
    }
  }
}
