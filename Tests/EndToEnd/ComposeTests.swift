import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// What is said to the programs that run containers. They are scripts here, which write down what they are called
  /// with; `script/test-stack` starts the real stack.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct ComposeTests {
    /// A search path with programs of these names, and no others: nobody else's containers are to be touched.
    private func programs(
      _ names: [String],
      _ machine: Machine,
      daemon: String = "exit 0",
      others: String = "",
      gateway: String = "agentproxy-litellm-1",
      database: String = "",
      last: String = ""
    ) throws -> [String: String] {
      let folder = machine.folder.appending(path: "programs")
      try? FileManager.default.removeItem(at: folder)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      // The programs are run by way of it.
      let shell = folder.appending(path: "sh").path
      try FileManager.default.createSymbolicLink(atPath: shell, withDestinationPath: "/bin/sh")
      for name in names {
        let script = """
          #!/bin/sh
          echo "\(name) $*" >>"\(machine.folder.path)/calls"
          echo "$COMPOSE_FILE" >"\(machine.folder.path)/files"
          case "$*" in
            info) \(daemon) ;;
            ps*) if [ -e "\(machine.folder.path)/remade" ]; then printf newer; else printf first; fi
              printf '\\t\(gateway)\\trunning\\tUp 2 hours (healthy)\\n\(others)' ;;
            *psql*) printf '\(database)' ;;
            *usage*--json) printf '\(last)' ;;
            *usage*) echo "a table from $3" ;;
            *logs*) echo "litellm-1  | started in $(pwd)" ;;
            *pull) : >"\(machine.folder.path)/fetched" ;;
            *up*) if [ -e "\(machine.folder.path)/fetched" ]; then : >"\(machine.folder.path)/remade"; fi ;;
            *version | *down | *stop* | *restart*) ;;
            *) exit 1 ;;
          esac
          """
        let file = folder.appending(path: name)
        try Data(script.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
      }
      // No socket, so that it is the program that is asked for the daemon.
      return ["PATH": folder.path, "DOCKER_HOST": "tcp://127.0.0.1:1"]
    }

    /// What the programs were called with since the last time, without the questions.
    private func calls(_ machine: Machine) throws -> [String] {
      let file = machine.folder.appending(path: "calls")
      defer { try? FileManager.default.removeItem(at: file) }
      let text = try String(contentsOf: file, encoding: .utf8)
      return text.split(separator: "\n").map(String.init).filter {
        !$0.hasSuffix("version") && !$0.hasSuffix("info") && !$0.contains(" ps ")
      }
    }

    /// Answers as LiteLLM does, at the clone's port.
    private func withLiteLLM(_ machine: Machine, _ body: (FakeUpstream) async throws -> Void) async throws {
      let server = try await FakeUpstream.start(
        .respond { request in
          .body(request.path == "/health/readiness" ? #"{"status":"healthy","db":"connected"}"# : #"{"data":[]}"#)
        },
        port: machine.port
      )
      do {
        try await body(server)
      } catch {
        await server.stop()
        throw error
      }
      await server.stop()
    }

    private func initialize(_ machine: Machine, _ settings: [String] = []) async throws {
      let options = (["AGENTPROXY_PORT=\(machine.port)"] + settings).flatMap { ["--set", $0] }
      let outcome = try await machine.tool(["init", "--yes", "--clients", "none"] + options).run()
      #expect(outcome.status == 0, "\(outcome)")
    }

    @Test func `containers are taken where they work, and the choice is said`() async throws {
      try await Machine.with { machine in
        try await initialize(machine)
        let variables = try programs(["docker"], machine)
        try await withLiteLLM(machine) { _ in
          let up = try await machine.run("up", variables: variables)
          #expect(up.status == 0, "\(up)")
          #expect(up.errors.contains("engine: compose, as `docker compose` works here"), "\(up)")
          #expect(up.output.contains("up at http://localhost:\(machine.port)"), "\(up)")
          #expect(
            try calls(machine) == [
              "docker compose --project-name agentproxy up --detach",
              "docker compose --project-name agentproxy restart litellm",
            ]
          )
          // LiteLLM reads its configuration at its start alone: nothing has changed since.
          #expect(try await machine.run("up", variables: variables).output.hasPrefix("already up"))
          #expect(try calls(machine) == ["docker compose --project-name agentproxy up --detach"])

          let status = try await machine.run("status", variables: variables)
          #expect(status.status == 0, "\(status)")
          #expect(status.output.contains("litellm  Up 2 hours (healthy)"), "\(status)")

          let logs = try await machine.run("logs", "-n", "5", variables: variables)
          #expect(logs.output == "litellm-1  | started in \(machine.project.path)\n", "\(logs)")
          #expect(try calls(machine) == ["docker compose --project-name agentproxy logs --no-color --tail 5"])

          let update = try await machine.run("update", variables: variables)
          #expect(update.output.hasPrefix("started anew, with what is newer"), "\(update)")
          #expect(
            try calls(machine) == [
              "docker compose --project-name agentproxy pull", "docker compose --project-name agentproxy up --detach",
            ]
          )
          #expect(try await machine.run("restart", variables: variables).output.hasPrefix("started anew"))
          #expect(
            try calls(machine).last
              == "docker compose --project-name agentproxy restart litellm"
          )
          #expect(try await machine.run("down", variables: variables).output == "down\n")
          #expect(try calls(machine) == ["docker compose --project-name agentproxy down"])
        }
      }
    }

    @Test func `what Compose has made anew is not started a second time`() async throws {
      try await Machine.with { machine in
        try await initialize(machine, ["AGENTPROXY_ENGINE=compose"])
        let variables = try programs(["docker"], machine)
        try await withLiteLLM(machine) { _ in
          _ = try await machine.run("up", variables: variables)
          let configuration = machine.project.appending(path: "litellm_config.yaml")
          let text = try String(contentsOf: configuration, encoding: .utf8)
          try Data((text + "\n# another\n").utf8).write(to: configuration)
          // What Docker has that it had not at the last start.
          try Data().write(to: machine.folder.appending(path: "fetched"))
          _ = try calls(machine)
          let up = try await machine.run("up", variables: variables)
          #expect(up.output.hasPrefix("started anew, as its settings or images have changed"), "\(up)")
          #expect(try calls(machine) == ["docker compose --project-name agentproxy up --detach"])
          #expect(try await machine.run("up", variables: variables).output.hasPrefix("already up"))
          try Data((text + "\n# a third\n").utf8).write(to: configuration)
          let renewed = try await machine.run("up", variables: variables)
          #expect(renewed.output.hasPrefix("started anew, litellm_config.yaml has changed"), "\(renewed)")
          #expect(try calls(machine).last == "docker compose --project-name agentproxy restart litellm")
        }
      }
    }

    @Test(arguments: [["docker-compose"], ["podman", "podman-compose"], ["podman-compose", "podman-extra"]])
    func `the others are taken where Docker's plugin is not`(names: [String]) async throws {
      try await Machine.with { machine in
        try await initialize(machine, ["AGENTPROXY_ENGINE=compose", "COMPOSE_PROJECT_NAME=mine"])
        let variables = try programs(names, machine)
        let down = try await machine.run("down", variables: variables)
        #expect(down.status == 0, "\(down)")
        let words = names[0] == "podman" ? "podman compose" : names[0]
        #expect(try calls(machine) == ["\(words) --project-name mine down"])
      }
    }

    @Test func `replicas stay as many as they are`() async throws {
      try await Machine.with { machine in
        try await initialize(machine, ["AGENTPROXY_ENGINE=compose", "COMPOSE_PROFILES=tls"])
        let more = #"2\tagentproxy-litellm-2\trunning\tUp 1 hour\n3\tagentproxy-litellm-3\texited\tExited (1)\n"#
        let variables = try programs(["docker"], machine, others: more)
        try await withLiteLLM(machine) { _ in
          let up = try await machine.run("up", variables: variables)
          #expect(up.status == 0, "\(up)")
          #expect(try calls(machine).first == "docker compose --project-name agentproxy up --detach --scale litellm=2")
        }
      }
    }

    @Test func `none, and one without a daemon, are told apart`() async throws {
      try await Machine.with { machine in
        try await initialize(machine, ["AGENTPROXY_ENGINE=compose"])
        let none = try await machine.run("up", variables: try programs([], machine))
        #expect(none.status == 69, "\(none)")
        #expect(none.errors.contains("neither Docker Compose nor Podman is installed"), "\(none)")
        let silent = try programs(["docker"], machine, daemon: "echo 'Cannot connect to the daemon' >&2; exit 1")
        let unreachable = try await machine.run("up", variables: silent)
        #expect(unreachable.status == 69, "\(unreachable)")
        #expect(unreachable.errors.contains("no containers can be had: Cannot connect to the daemon"), "\(unreachable)")
      }
    }

    @Test func `Compose reads what .env names, and nothing that lies about`() async throws {
      try await Machine.with { machine in
        try await initialize(machine, ["AGENTPROXY_ENGINE=compose"])
        let variables = try programs(["docker"], machine)
        let override = machine.project.appending(path: "docker-compose.override.yml")
        try Data("services: {}\n".utf8).write(to: override)
        try await withLiteLLM(machine) { _ in
          let files = machine.folder.appending(path: "files")
          let up = try await machine.run("up", variables: variables)
          #expect(up.errors.contains("docker-compose.override.yml is not read"), "\(up)")
          #expect(try String(contentsOf: files, encoding: .utf8) == "docker-compose.yml\n")
          let both = "docker-compose.yml:docker-compose.override.yml"
          try await initialize(machine, ["AGENTPROXY_ENGINE=compose", "COMPOSE_FILE=\(both)"])
          let again = try await machine.run("up", variables: variables)
          #expect(!again.errors.contains("is not read"), "\(again)")
          #expect(try String(contentsOf: files, encoding: .utf8) == "\(both)\n")
        }
      }
    }

    @Test func `a devcontainer that runs keeps its network`() async throws {
      try await Machine.with { machine in
        try await initialize(machine, ["AGENTPROXY_ENGINE=compose"])
        let variables = try programs(["docker"], machine, others: #"w\tagentproxy-workspace-1\trunning\tUp 1 hour\n"#)
        let down = try await machine.run("down", variables: variables)
        #expect(down.output == "down\n", "\(down)")
        #expect(down.errors.contains("the devcontainer runs on"), "\(down)")
        #expect(try calls(machine) == ["docker stop agentproxy-litellm-1"])
        // With the gateway down, it alone is no reason to start that.
        let alone = try programs(["docker"], machine, others: "", gateway: "agentproxy-workspace-1")
        let update = try await machine.run("update", variables: alone)
        #expect(update.output.hasPrefix("not up"), "\(update)")
        #expect(try calls(machine) == ["docker compose --project-name agentproxy pull"])
      }
    }

    @Test func `usage asks LiteLLM`() async throws {
      try await Machine.with { machine in
        try await initialize(machine, ["AGENTPROXY_ENGINE=compose"])
        let down = try await machine.run("usage")
        #expect(down.status == 69, "\(down)")
        #expect(down.errors.contains("LiteLLM is not up"), "\(down)")
        try await withLiteLLM(machine) { server in
          let empty = try await machine.run("usage", "--json")
          #expect(empty.status == 0, "\(empty)")
          #expect(empty.output.contains("\"groups\" : ["), "\(empty)")
          let request = try #require(server.requests.last)
          #expect(request.path == "/spend/logs/v2")
          #expect(try request.header("authorization") == "Bearer \(machine.setting("LITELLM_MASTER_KEY"))")
          // Without a word on the engine it is the one that answers.
          _ = try await machine.run("init", "--yes", "--clients", "none", "--set", "AGENTPROXY_ENGINE=auto")
          #expect(try await machine.run("usage").status == 0)
          #expect(server.requests.last?.path == "/spend/logs/v2")
        }
      }
    }

    @Test func `usage asks the database itself where it runs here`() async throws {
      try await Machine.with { machine in
        try await initialize(machine, ["AGENTPROXY_ENGINE=compose"])
        let row =
          #"{"request_id": "a", "startTime": "2026-11-25T10:00:00.000000Z", "model_group": "gpt-5.5", "#
          + #""prompt_tokens": 12, "request_duration_ms": 2000, "status": "success", "metadata": {}}\n"#
        let postgres = #"p\tagentproxy-postgres-1\trunning\tUp 1 hour\n"#
        let variables = try programs(["docker"], machine, others: postgres, database: row)
        // LiteLLM need not be up for it.
        let usage = try await machine.run("usage", "--since", "all", "--csv", variables: variables)
        #expect(usage.output.contains("gpt-5.5,1,0,12,"), "\(usage)")
        let call = try #require(try calls(machine).first)
        #expect(call.contains("exec -T postgres psql --username litellm --dbname litellm"), "\(call)")
      }
    }

    @Test func `with profile embedded it is the container that is asked for usage`() async throws {
      try await Machine.with { machine in
        try await initialize(machine, ["COMPOSE_PROFILES=embedded"])
        let variables = try programs(["docker"], machine)
        let usage = try await machine.run("usage", "--by", "day", "--since", "2d", "--csv", variables: variables)
        #expect(usage.status == 0, "\(usage)")
        #expect(usage.output == "a table from agentproxy\n", "\(usage)")
        let call = try #require(try calls(machine).first)
        #expect(
          call.contains(" exec -T litellm agentproxy-setup usage --request-log /data/requests.sqlite --by day --since ")
        )
        #expect(call.hasSuffix(" --csv"))
        // The answers of a gateway in a container do not make it this machine's own.
        let gateway = try await FakeUpstream.start(
          .respond { request in
            request.path == "/metrics"
              ? .body(
                "# TYPE agentproxy_deployment_resting gauge\n"
                  + "agentproxy_deployment_resting{model=\"gpt-5.5\",deployment=\"a\"} 1\n",
                type: "text/plain"
              )
              : .body(#"{"engine":"embedded","data":[]}"#)
          },
          port: machine.port
        )
        let request =
          #"{"createdAt": "2026-11-25 10:00:00.000", "tool": "codex", "model": "gpt-4", "status": 502, "#
          + #""isFromProvider": true, "latencyMilliseconds": 1500, "error": "connect: refused"}"#
        let logged = try programs(["docker"], machine, last: #"{"schemaVersion": 1, "requests": [\#(request)]}"#)
        let status = try await machine.run("status", variables: logged)
        await gateway.stop()
        #expect(status.output.contains("engine    compose, as `docker compose` works here"), "\(status)")
        #expect(status.output.contains(/gpt-5.5 .* rests after failures/), "\(status)")
        #expect(status.output.contains(/gpt-4 .* 502, .* ago/), "\(status)")
        #expect(status.output.contains(/ago +codex +gpt-4 +502 +1\.50s .* connect: refused/), "\(status)")
        #expect(
          try calls(machine).contains {
            $0.hasSuffix("agentproxy-setup usage --request-log /data/requests.sqlite --last 100 --json")
          }
        )
      }
    }

    @Test func `status shows the last requests that LiteLLM has logged, and how its models were by them`() async throws
    {
      try await Machine.with { machine in
        try await initialize(machine, ["AGENTPROXY_ENGINE=compose"])
        let variables = try programs(["docker"], machine)
        let row = """
          {"data": [{"request_id": "a", "prompt_tokens": 1200, "completion_tokens": 34, "request_duration_ms": 2000,
            "startTime": "2026-11-25T10:00:00Z", "model": "openai/x", "model_group": "gpt-5.5", "status": "success",
            "metadata": {"user_agent": "codex_cli_rs/0.163.0"}, "model_id": "d1"},
            {"request_id": "b", "request_duration_ms": 20, "startTime": "2026-11-25T09:00:00Z", "model": "claude-x",
            "model_group": "claude-opus-5-5", "model_id": "d2", "status": "failure",
            "metadata": {"error_information": {"error_code": "429", "error_class": "RateLimitError"}}}]}
          """
        let server = try await FakeUpstream.start(
          .respond { request in
            switch request.path {
            case "/spend/logs/v2": .body(row)
            case "/v1/models": .body(#"{"data": []}"#)
            default: .body("{}", status: 404)
            }
          },
          port: machine.port
        )
        let status = try await machine.run("status", variables: variables)
        let asked = server.requests.last
        await server.stop()
        #expect(status.status == 0, "\(status)")
        #expect(status.output.contains(/ago +codex +gpt-5.5 +200 +2\.00s +1\.20k +34/), "\(status)")
        #expect(status.output.contains(/gpt-5.5 .* ok/), "\(status)")
        #expect(status.output.contains(/claude-opus-5-5 .* 429, .* ago/), "\(status)")
        #expect(status.output.contains(/gpt-4 .* –/), "\(status)")
        #expect(asked?.query?.hasSuffix("sort_order=desc&page=1&page_size=100") == true)
      }
    }

    @Test func `the last requests are read from the database where LiteLLM does not tell them`() async throws {
      try await Machine.with { machine in
        try await initialize(machine, ["AGENTPROXY_ENGINE=compose"])
        let row =
          #"{"request_id": "a", "startTime": "2026-11-25T10:00:00.000000Z", "model_group": "gpt-5.5", "#
          + #""model_id": "d1", "request_duration_ms": 2000, "status": "success", "metadata": {}}\n"#
        let postgres = #"p\tagentproxy-postgres-1\trunning\tUp 1 hour\n"#
        let variables = try programs(["docker"], machine, others: postgres, database: row)
        try await withLiteLLM(machine) { _ in
          // It tells that there are none.
          let status = try await machine.run("status", variables: variables)
          #expect(status.output.contains(/gpt-5.5 +openai +\S+ +–/), "\(status)")
          #expect(try !calls(machine).contains { $0.contains("psql") })
        }
        let server = try await FakeUpstream.start(
          .respond { .body(#"{"data":[]}"#, status: $0.path == "/v1/models" ? 200 : 400) },
          port: machine.port
        )
        let status = try await machine.run("status", variables: variables)
        await server.stop()
        #expect(status.output.contains(/gpt-5.5 +openai +\S+ +ok/), "\(status)")
        #expect(status.output.contains(/ago .* gpt-5.5 +200 +2\.00s/), "\(status)")
        let last = try await machine.run("usage", "--last", "3", "--csv", variables: variables)
        #expect(last.output.contains("2026-11-25 10:00:00.000,,gpt-5.5,200,2000.000,,,\r\n"), "\(last)")
        #expect(try calls(machine).contains { $0.hasSuffix("DESC LIMIT 3") })
      }
    }
  }
}
