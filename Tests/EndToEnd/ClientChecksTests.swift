import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// What `doctor` says of the clients is what the real ones do.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .codex, .claude)))
  struct ClientChecksTests {
    /// Where Codex goes with a configuration.
    enum Way: Sendable {
      /// To the gateway.
      case gateway
      /// To its maker.
      case maker
      /// Nowhere, and says so with a text.
      case refusal(String)
    }

    /// A configuration of Codex, the check that complains of it, and what Codex does.
    struct Case: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let complaining: String?
      let way: Way
      let change: @Sendable (String) -> String

      init(_ name: String, _ complaining: String?, _ way: Way, _ change: @escaping @Sendable (String) -> String) {
        testDescription = name
        self.complaining = complaining
        self.way = way
        self.change = change
      }
    }

    static let cases = [
      Case("as init writes it", nil, .gateway) { $0 },
      Case("keys outside of any table", nil, .gateway) { "base_url = \"https://llm.invalid\"\n\($0)" },
      Case("a provider of the user's own", nil, .gateway) {
        $0.replacing("\"agentproxy\"", with: "\"mine\"").replacing(
          "[model_providers.agentproxy]",
          with: "[model_providers.mine]"
        )
      },
      Case("the configuration of old instructions", "codex.provider", .maker) {
        $0.replacing(
          "model_provider = \"agentproxy\"",
          with: "model_provider = \"openai\"\nbase_url = \"http://localhost:4000/v1\""
        )
      },
      Case("no provider", "codex.provider", .maker) { $0.replacing("model_provider = \"agentproxy\"\n", with: "") },
      Case("a provider that is not there", "codex.provider", .refusal("nope")) {
        $0.replacing("model_provider = \"agentproxy\"", with: "model_provider = \"nope\"")
      },
      Case("a chat provider that is not in use", "codex.wire-api", .refusal("wire_api")) {
        "\($0)\n[model_providers.old]\nname = \"old\"\nbase_url = \"http://127.0.0.1:9/v1\"\nwire_api = \"chat\"\n"
      },
      Case("a provider called openai", "codex.reserved", .refusal("reserved")) {
        "\($0)\n[model_providers.openai]\nname = \"x\"\nbase_url = \"http://127.0.0.1:9/v1\"\n"
      },
      Case("an old profile", "codex.refused", .refusal("profile")) { "profile = \"work\"\n\($0)" },
      Case("an old policy", "codex.refused", .refusal("untrusted")) { "approval_policy = \"untrusted\"\n\($0)" },
      Case("a command for the key beside its variable", "codex.refused", .refusal("cannot be combined with env_key")) {
        "\($0)\n[model_providers.agentproxy.auth]\ncommand = \"/bin/echo\"\n"
      },
      Case("a command for the key that is none", "codex.refused", .refusal("missing field `command`")) {
        "\($0)\n[model_providers.old]\nname = \"old\"\n\n[model_providers.old.auth]\nargs = []\n"
      },
      Case("a provider that is not in use without a name", "codex.refused", .refusal("name must not be empty")) {
        "\($0)\n[model_providers.old]\nname = \" \"\nbase_url = \"http://127.0.0.1:9/v1\"\n"
      },
      Case("a table of Amazon's without a name", nil, .gateway) {
        "\($0)\n[model_providers.amazon-bedrock.aws]\nprofile = \"x\"\n"
      },
      Case("a collector without an address", "codex.refused", .refusal("unit variant")) {
        $0.replacing("\nexporter = \"none\"", with: "\nexporter = \"otlp-http\"")
      },
      Case("a list of models that is gone", "codex.models", .refusal("No such file")) {
        "model_catalog_json = \"/nowhere/models.json\"\n\($0)"
      },
    ]

    /// Leads whatever a client asks for outside of this machine nowhere.
    static let loopbackAlone = ["HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": "localhost,127.0.0.1"]

    @Test(arguments: cases) func `codex goes where doctor says`(_ tried: Case) async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await FakeProxy.run({ _ in .answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n") }) { proxy in
          try await Machine.with { machine in
            try await machine.initialize(for: provider)
            let file = machine.home.appending(path: ".codex/config.toml")
            try Data(tried.change(try machine.homeText(".codex/config.toml")).utf8).write(to: file)
            let complaints = try await machine.complaints(only: ["codex.provider", "codex.models"])
            #expect(complaints == [tried.complaining].compactMap(\.self))
            try await machine.withProxy { _ in
              var command = try machine.client(
                .codex,
                ["exec", "--skip-git-repo-check", "say hello"],
                in: machine.work
              )
              let way = "http://127.0.0.1:\(proxy.port)"
              command.environment.merge([
                "HTTPS_PROXY": way, "ALL_PROXY": way, "NO_PROXY": "localhost,127.0.0.1", "CODEX_API_KEY": "sk-none",
              ]) { $1 }
              switch tried.way {
              case .gateway:
                let outcome = try await command.run(timeout: .seconds(120))
                #expect(outcome.output == "hello\n", "\(outcome)")
              case .maker:
                let running = try command.start()
                try await machine.wait { proxy.heads.contains { $0.hasPrefix("CONNECT api.openai.com:443 ") } }
                running.signal(SIGKILL)
              case .refusal(let text):
                let outcome = try await command.run(timeout: .seconds(120))
                #expect(outcome.status == 1 && outcome.errors.contains(text), "\(outcome)")
              }
            }
            if case .gateway = tried.way {} else { #expect(provider.modelRequests.isEmpty) }
          }
        }
      }
    }

    @Test func `a login with a provider's token is seen until codex takes it back`() async throws {
      try await FakeUpstream.run(.answers([])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let login = try machine.client(.codex, ["login", "--with-api-key"], in: machine.work)
          var piped = login
          piped.program = "/bin/sh"
          piped.arguments = ["-c", "printf %s \"$0\" | \"$1\" login --with-api-key", Machine.openAIKey, login.program]
          #expect(try await piped.run().status == 0)
          #expect(try await machine.complaints(only: ["codex.login"]) == ["codex.login"])
          #expect(try await machine.client(.codex, ["logout"], in: machine.work).run().status == 0)
          #expect(try await machine.complaints(only: ["codex.login"]) == [])
        }
      }
    }

    @Test func `a server of codex that was started before init does not know its key`() async throws {
      try await FakeUpstream.run(.answers([])) { provider in
        try await Machine.with { machine in
          try FileManager.default.createDirectory(
            at: machine.home.appending(path: ".codex"),
            withIntermediateDirectories: true
          )
          var server = try machine.client(.codex, in: machine.work)
          // It ends with its input.
          server.arguments = ["-c", "sleep 600 | exec -a codex \"$0\" app-server", server.program]
          server.program = "/bin/bash"
          let running = try server.start()
          try await machine.wait { try await machine.processes(calledWith: "app-server") == 1 }
          try await machine.initialize(for: provider)
          #expect(try await machine.complaints(only: ["codex.daemon"]) == ["codex.daemon"])
          let remedy = try #require(try await machine.remedies(only: ["codex.daemon"]).first)
          #expect(remedy.hasPrefix("kill "))
          _ = try await Command("/bin/sh", ["-c", remedy], environment: machine.environment, folder: machine.work).run()
          try await machine.wait { try await machine.processes(calledWith: "app-server") == 0 }
          #expect(try await machine.complaints(only: ["codex.daemon"]) == [])
          // Until here: its end takes the one who feeds it along.
          withExtendedLifetime(running) {}
        }
      }
    }

    @Test func `a proxy of codex's own gets what is meant for the gateway until doctor's remedy`() async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await FakeProxy.run({ _ in .answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n") }) { proxy in
          try await Machine.with { machine in
            try await machine.initialize(for: provider)
            let way = "http://127.0.0.1:\(proxy.port)"
            let variables = try machine.homeText(".codex/.env") + "HTTP_PROXY=\(way)\n"
            try Data(variables.utf8).write(to: machine.home.appending(path: ".codex/.env"))
            #expect(try await machine.complaints(only: ["codex.environment"]) == ["codex.environment"])
            try await machine.withProxy { _ in
              var command = try machine.client(
                .codex,
                ["exec", "--skip-git-repo-check", "say hello"],
                in: machine.work
              )
              command.environment["HTTPS_PROXY"] = way
              let gateway = "POST http://localhost:\(machine.port)/v1/responses "
              let lost = try command.start()
              try await machine.wait { proxy.heads.contains { $0.hasPrefix(gateway) } }
              lost.signal(SIGKILL)

              let remedy = try #require(try await machine.remedies(only: ["codex.environment"]).first)
              _ = try await Command("/bin/sh", ["-c", remedy], environment: machine.environment, folder: machine.work)
                .run()
              #expect(try await machine.complaints(only: ["codex.environment"]) == [])
              let outcome = try await command.run(timeout: .seconds(120))
              #expect(outcome.output == "hello\n", "\(outcome)")
            }
          }
        }
      }
    }

    @Test func `a list of models for another codex is made anew by init`() async throws {
      try await FakeUpstream.run(.answers([])) { provider in
        try await Machine.with { machine in
          let path = try machine.searchPathWithCodex()
          try await machine.initialize(for: provider, variables: path)
          #expect(try await machine.complaints(only: ["codex.drift"], variables: path) == [])
          let other = machine.folder.appending(path: "other")
          try FileManager.default.moveItem(at: machine.folder.appending(path: "programs"), to: other)
          let later = ["PATH": "\(other.path):\(Program.path)"]
          #expect(try await machine.complaints(only: ["codex.models"], variables: later) == ["codex.models"])
          _ = try await machine.run("init", "--yes", variables: later)
          #expect(try await machine.complaints(only: ["codex.drift"], variables: later) == [])
        }
      }
    }

    @Test(arguments: ["settings.json", "settings.local.json"])
    func `a folder's settings lead claude where doctor says`(file: String) async throws {
      try await FakeUpstream.run(.answers([.text("elsewhere")])) { elsewhere in
        try await FakeUpstream.run(.answers([.text("the gateway")])) { provider in
          try await Machine.with { machine in
            try await machine.initialize(for: provider)
            try await machine.withProxy { _ in
              var command = try machine.client(.claude, ["-p", "say hello"], in: machine.project)
              command.environment.merge(Self.loopbackAlone) { $1 }
              #expect(try await machine.complaints(only: ["claude.token"]) == [])
              #expect(try await command.run(timeout: .seconds(120)).output == "the gateway\n")

              let folder = machine.project.appending(path: ".claude")
              try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
              try Data(#"{"env": {"ANTHROPIC_BASE_URL": "\#(elsewhere.origin)"}}"#.utf8)
                .write(to: folder.appending(path: file))
              #expect(try await machine.complaints(only: ["claude.token"]) == ["claude.precedence"])
              #expect(try await command.run(timeout: .seconds(120)).output == "elsewhere\n")
            }
          }
        }
      }
    }

    @Test func `a second key in the shell goes along with claude's requests`() async throws {
      try await FakeUpstream.run(.answers([.text("hello")])) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          // The requests themselves are looked at, not what the gateway makes of them.
          let file = machine.home.appending(path: ".claude/settings.json")
          let text = try machine.homeText(".claude/settings.json")
            .replacing("http://localhost:\(machine.port)", with: provider.origin)
          try Data(text.utf8).write(to: file)
          var command = try machine.client(.claude, ["-p", "say hello"], in: machine.work)
          command.environment.merge(Self.loopbackAlone.merging(["ANTHROPIC_API_KEY": "sk-ant-second"]) { $1 }) { $1 }
          _ = try await command.run(timeout: .seconds(120))
          let request = try #require(provider.modelRequests.first)
          #expect(request.header("x-api-key") == "sk-ant-second")
          #expect(request.header("authorization")?.hasPrefix("Bearer sk-") == true)
          let variables = ["ANTHROPIC_API_KEY": "sk-ant-second"]
          #expect(
            try await machine.complaints(only: ["claude.environment"], variables: variables) == ["claude.environment"]
          )
        }
      }
    }
  }
}
