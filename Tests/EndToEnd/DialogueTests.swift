import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// `init` on a terminal of 80 columns that knows no colour.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .tmux)))
  struct DialogueTests {
    private static let token = "sk-provider-0123456789abcdef"

    private func withDialogue(
      _ machine: Machine,
      _ arguments: [String] = [],
      clients: String? = "claude",
      _ body: (Terminal) async throws -> Void
    ) async throws {
      let tool = try Program.agentproxySetup.require()
      let selection = clients.map { ["--clients", $0] } ?? []
      let options = ["--set", "AGENTPROXY_PORT=\(machine.port)"] + selection + arguments
      let words = options.map { "'\($0)'" }.joined(separator: " ")
      let command = machine.shell("TERM=dumb '\(tool)' init \(words); echo \"status $?\"; sleep 60")
      try await Terminal.with(command, scratch: machine.folder, columns: 80) { terminal in
        try await body(terminal)
        for screen in terminal.seen { #expect(!screen.contains(Self.token), "\(screen)") }
      }
    }

    @Test func `each token is tried as it is typed`() async throws {
      let script = FakeUpstream.Script.respond { request in
        let key = request.header("authorization") ?? request.header("x-api-key") ?? ""
        guard key.hasSuffix(Self.token) else {
          return .body(#"{"error":{"message":"Incorrect API key provided"}}"#, status: 401)
        }
        return FakeUpstream.Answer.text("ok").reply(to: request)
      }
      try await FakeUpstream.run(script) { provider in
        try await Machine.with { machine in
          try await withDialogue(machine) { terminal in
            let first = try await terminal.wait(for: "OpenAI-compatible provider")
            #expect(first.contains("go into .env, which only you can read"), "\(first)")
            try await terminal.type("sk-wrong-0123456789abcdef")
            try await terminal.press("Enter")
            try await terminal.type("\(provider.origin)/v1")
            try await terminal.press("Enter")
            let refused = try await terminal.wait(for: "Keep it all the same? [y/N]")
            #expect(refused.contains("bad key"), "\(refused)")
            #expect(refused.contains("copy the token again"), "\(refused)")
            try await terminal.press("Enter")
            try await terminal.type(Self.token)
            try await terminal.press("Enter")
            try await terminal.type("\(provider.origin)/v1")
            try await terminal.press("Enter")
            try await terminal.wait(for: "ok, it answers")
            try await terminal.wait(for: "Anthropic-compatible provider")
            try await terminal.press("Enter")
            let plan = try await terminal.wait(for: "Write these files? [Y/n]")
            #expect(plan.contains("create"), "\(plan)")
            try await terminal.press("Enter")
            let end = try await terminal.wait(for: "status 0")
            #expect(end.contains("next: agentproxy-setup up\n      claude\n"), "\(end)")
            #expect(end.contains("undo: agentproxy-setup restore"), "\(end)")
          }
          #expect(try machine.setting("OPENAI_API_KEY") == Self.token)
          #expect(try machine.setting("OPENAI_API_BASE") == "\(provider.origin)/v1")
          #expect(provider.requests.allSatisfy { $0.path == "/v1/responses" })
        }
      }
    }

    @Test func `what init would refuse is asked for again, and never tried`() async throws {
      try await FakeUpstream.run(.answers([.text("ok")])) { provider in
        try await Machine.with { machine in
          try await withDialogue(machine) { terminal in
            try await terminal.wait(for: "OpenAI-compatible provider")
            try await terminal.type("Bearer \(Self.token)")
            try await terminal.press("Enter")
            try await terminal.wait(for: "without Bearer before it")
            try await terminal.type(Self.token)
            try await terminal.press("Enter")
            try await terminal.type("127.0.0.1:9/v1")
            try await terminal.press("Enter")
            let refused = try await terminal.wait(for: "OPENAI_API_BASE does not begin with https://")
            #expect(refused.contains("write it like https://host/v1"), "\(refused)")
            #expect(!refused.contains("trying it"), "\(refused)")
            try await terminal.type("\(provider.origin)/v1")
            try await terminal.press("Enter")
            try await terminal.wait(for: "ok, it answers")
            try await terminal.wait(for: "Anthropic-compatible provider")
            try await terminal.press("Enter")
            try await terminal.wait(for: "Write these files? [Y/n]")
            try await terminal.press("Enter")
            try await terminal.wait(for: "status 0")
            for screen in terminal.seen {
              #expect(!screen.contains("Keep it all the same?") && !screen.contains("the provider:"), "\(screen)")
            }
          }
          #expect(try machine.setting("OPENAI_API_KEY") == Self.token)
          #expect(try machine.setting("OPENAI_API_BASE") == "\(provider.origin)/v1")
        }
      }
    }

    @Test func `which tools to configure is asked once`() async throws {
      try await Machine.with { machine in
        try await withDialogue(machine, clients: nil) { terminal in
          let first = try await terminal.wait(for: "Tools to configure")
          #expect(first.contains("[codex,claude]"), "\(first)")
          try await terminal.type("clade")
          try await terminal.press("Enter")
          try await terminal.wait(for: "there is no tool clade")
          try await terminal.type("claude")
          try await terminal.press("Enter")
          try await terminal.wait(for: "OpenAI-compatible provider")
          try await terminal.press("Enter")
          try await terminal.press("Enter")
          let plan = try await terminal.wait(for: "Write these files? [Y/n]")
          #expect(plan.contains("~/.claude/settings.json") && !plan.contains("~/.codex"), "\(plan)")
          try await terminal.press("Enter")
          try await terminal.wait(for: "status 0")
        }
        try await withDialogue(machine, clients: nil) { terminal in
          try await terminal.wait(for: "OpenAI-compatible provider")
          try await terminal.press("Enter")
          try await terminal.press("Enter")
          let end = try await terminal.wait(for: "status 0")
          #expect(end.contains("nothing to do"), "\(end)")
          for screen in terminal.seen { #expect(!screen.contains("Tools to configure"), "\(screen)") }
        }
      }
    }

    @Test func `no line is longer than the terminal is wide`() async throws {
      try await Machine.with { machine in
        // For the plan, its warnings, and what is to be typed next.
        let unserved = ["--set", "CLAUDE_MODEL=a-model-that-nobody-serves"]
        try await withDialogue(machine, unserved, clients: "codex,claude,copilot") { terminal in
          try await terminal.wait(for: "OpenAI-compatible provider")
          try await terminal.press("Enter")
          try await terminal.press("Enter")
          try await terminal.wait(for: "Write these files? [Y/n]")
          try await terminal.press("Enter")
          let end = try await terminal.wait(for: "status 0")
          #expect(end.contains("POSTGRES_PASSWORD,") && end.contains("warning: no provider"), "\(end)")
          #expect(try await terminal.wrappedLines() == [])
        }
      }
    }

    @Test func `one that fails may be kept, and --no-check tries none`() async throws {
      try await Machine.with { machine in
        try await withDialogue(machine) { terminal in
          try await terminal.wait(for: "OpenAI-compatible provider")
          try await terminal.press("Enter")
          try await terminal.wait(for: "Anthropic-compatible provider")
          try await terminal.type(Self.token)
          try await terminal.press("Enter")
          try await terminal.type("http://127.0.0.1:9")
          try await terminal.press("Enter")
          let failed = try await terminal.wait(for: "Keep it all the same? [y/N]")
          #expect(failed.contains("wrong base URL"), "\(failed)")
          try await terminal.type("y")
          try await terminal.press("Enter")
          try await terminal.wait(for: "Write these files? [Y/n]")
          try await terminal.type("n")
          try await terminal.press("Enter")
          try await terminal.wait(for: "status 1")
        }
        try await withDialogue(machine, ["--no-check"]) { terminal in
          try await terminal.wait(for: "OpenAI-compatible provider")
          try await terminal.type(Self.token)
          try await terminal.press("Enter")
          try await terminal.type("http://127.0.0.1:9/v1")
          try await terminal.press("Enter")
          try await terminal.wait(for: "Anthropic-compatible provider")
          try await terminal.press("Enter")
          let plan = try await terminal.wait(for: "Write these files? [Y/n]")
          #expect(!plan.contains("trying it"), "\(plan)")
          try await terminal.press("Enter")
          try await terminal.wait(for: "status 0")
        }
        #expect(try machine.setting("OPENAI_API_KEY") == Self.token)
      }
    }

    @Test func `in the background it waits to be brought to the front`() async throws {
      try await Machine.with { machine in
        let tool = try Program.agentproxySetup.require()
        let command = machine.shell("exec bash --norc -i")
        try await Terminal.with(command, scratch: machine.folder, columns: 80) { terminal in
          try await terminal.type("'\(tool)' init &")
          try await terminal.press("Enter")
          try await terminal.wait(for: "Tools to configure")
          try await terminal.type("jobs")
          try await terminal.press("Enter")
          try await terminal.wait(for: "Stopped")
          try await terminal.type("fg")
          try await terminal.press("Enter")
          // Nothing new is shown when it goes on.
          try await Task.sleep(for: .seconds(2))
          try await terminal.press("C-c")
          try await terminal.type("echo status $?")
          try await terminal.press("Enter")
          try await terminal.wait(for: "status 130")
        }
      }
    }
  }
}
