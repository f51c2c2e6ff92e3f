import FakeUpstream
import Foundation
import Glibc
import Testing

extension EndToEndTests {
  /// The embedded gateway in the background: `up`, `status`, `logs`, `restart`, `update` and `down`.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct LifecycleTests {
    @Test func `up starts it, status and logs show it, down ends it`() async throws {
      try await Machine.withBackground { machine in
        let absent = try await machine.run("status")
        #expect(absent.status == 1, "\(absent)")
        #expect(absent.output.contains("gateway   not up: agentproxy-setup up starts it"), "\(absent)")
        #expect(try await machine.run("logs").status == 69)
        #expect(try await machine.run("down").output.contains("nothing to end"))

        let up = try await machine.run("up", "--simulate")
        #expect(up.status == 0, "\(up)")
        #expect(up.output == "up at http://localhost:\(machine.port)\n", "\(up)")
        #expect(up.errors.contains("engine: embedded, as AGENTPROXY_ENGINE says"), "\(up)")
        #expect(try machine.answer() == 200)

        let again = try await machine.run("up", "--simulate")
        #expect(again.status == 0, "\(again)")
        #expect(again.output == "already up at http://localhost:\(machine.port)\n", "\(again)")

        let status = try await machine.run("status")
        #expect(status.status == 0, "\(status)")
        #expect(status.output.contains("simulated"), "\(status)")
        #expect(status.output.contains("key       sk-…"), "\(status)")
        #expect(try !status.output.contains(machine.setting("LITELLM_MASTER_KEY")), "\(status)")
        // Requests are written down a moment after their answers.
        try await machine.wait { !$0.requests.isEmpty }
        let report = try await machine.status()
        #expect(report.state == "up")
        #expect(report.keeper == "supervisor")
        #expect(report.models.contains { $0.name == "gpt-5.5" && $0.health == "ok" })
        #expect(report.requests.first?.model == "gpt-5.5")
        #expect(report.requests.first?.status == 200)

        let logs = try await machine.run("logs", "-n", "1000")
        #expect(logs.output.contains("listening on http://127.0.0.1:\(machine.port)"), "\(logs)")
        #expect(logs.output.contains(" 200 "), "\(logs)")
        #expect(try await machine.run("logs", "-n", "1").output.split(separator: "\n").count == 1)

        let down = try await machine.run("down")
        #expect(down.status == 0, "\(down)")
        #expect(down.output == "down\n", "\(down)")
        #expect(throws: (any Error).self) { try machine.answer() }
        #expect(!machine.isRunning(report.process))
        #expect(try await machine.run("status").status == 1)
      }
    }

    @Test func `status tells whose last request failed`() async throws {
      let script = FakeUpstream.Script.respond { request in
        request.text.contains(#""gpt-4""#)
          ? .body(#"{"error":{"message":"no such token"}}"#, status: 401) : .body(#"{"model":"x","output":[]}"#)
      }
      try await FakeUpstream.run(script) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider, clients: "none")
          try await machine.withProxy { proxy in
            let key = try machine.setting("LITELLM_MASTER_KEY")
            for model in ["gpt-5.5", "gpt-4"] {
              _ = try Exchange.post("/v1/responses", #"{"model":"\#(model)"}"#, key: key, port: proxy.port)
            }
            _ = try await machine.usage(until: 2)
            let status = try await machine.run("status")
            #expect(status.output.contains(/gpt-5.5 .* ok/), "\(status)")
            #expect(status.output.contains(/gpt-4 .* 401, .* ago/), "\(status)")
            #expect(status.output.contains(/gpt-4-turbo .* ok/), "\(status)")
          }
        }
      }
    }

    @Test func `a gateway that is killed is started again`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let first = try #require(try await machine.status().process)
        kill(first, SIGKILL)
        try await machine.wait { $0.state == "up" && $0.process != first && $0.restarts == 1 }
        #expect(try machine.answer() == 200)
        let logs = try await machine.run("logs")
        #expect(logs.output.contains("was killed by signal 9, it is started again"), "\(logs)")
      }
    }

    @Test func `a gateway whose supervisor is killed serves on, and up mends that`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let first = try #require(try await machine.status().process)
        kill(try machine.record().supervisor.number, SIGKILL)
        try await machine.wait { $0.keeper == "nobody" }
        #expect(try machine.answer() == 200)
        let status = try await machine.run("status")
        #expect(status.output.contains("without its supervisor"), "\(status)")

        let up = try await machine.run("up", "--simulate")
        #expect(up.status == 0, "\(up)")
        #expect(up.output.contains("started anew, its supervisor was gone"), "\(up)")
        #expect(!machine.isRunning(first))
        #expect(try await machine.status().keeper == "supervisor")

        kill(try machine.record().supervisor.number, SIGKILL)
        try await machine.wait { $0.keeper == "nobody" }
        #expect(try await machine.run("down").output == "down\n")
        #expect(throws: (any Error).self) { try machine.answer() }
      }
    }

    @Test func `a supervisor that takes no notice is not waited for`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let gateway = try machine.record().gateway.number
        kill(try machine.record().supervisor.number, SIGSTOP)
        let start = ContinuousClock.now
        let down = try await machine.run("down")
        // Well before the 40 seconds that a gateway has with its running requests.
        #expect(ContinuousClock.now - start < .seconds(25))
        #expect(down.output == "down\n", "\(down)")
        #expect(down.errors.contains("supervisor does not end, it is killed"), "\(down)")
        #expect(!machine.isRunning(gateway))
        #expect(try machine.text(".agentproxy/engine.log").contains("SIGTERM: finishing the running requests"))
      }
    }

    @Test func `a record that cannot be written ends it at once`() async throws {
      try await Machine.withBackground { machine in
        let record = machine.project.appending(path: ".agentproxy/engine.json")
        try FileManager.default.createDirectory(at: record, withIntermediateDirectories: true)
        let start = ContinuousClock.now
        let up = try await machine.run("up", "--simulate")
        // Well before the 30 seconds that a gateway has to come up.
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(up.status == 69, "\(up)")
        #expect(up.errors.contains("engine.json: error: it cannot be written"), "\(up)")
        #expect(up.errors.contains("hint: take away the folder of that name"), "\(up)")
        #expect(throws: (any Error).self) { try machine.answer() }
        try FileManager.default.removeItem(at: record)
        #expect(try await machine.run("up", "--simulate").status == 0)
      }
    }

    @Test func `a record that is taken away is written again`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let first = try machine.record()
        let folder = machine.project.appending(path: ".agentproxy")
        // What the supervisor writes while a folder is being emptied would be in the way.
        func takeAway() throws {
          let away = machine.folder.appending(path: "away")
          try FileManager.default.moveItem(at: folder, to: away)
          try FileManager.default.removeItem(at: away)
        }
        try FileManager.default.removeItem(at: folder.appending(path: "engine.json"))
        #expect(try await machine.run("up", "--simulate").output.hasPrefix("already up"))

        try takeAway()
        // With another port it could start beside it, if it did not notice.
        let other = ["AGENTPROXY_PORT": "\(freePort())"]
        try await machine.wait { $0.keeper == "supervisor" }
        #expect(try machine.record().supervisor.number == first.supervisor.number)
        let beside = try await machine.tool(["supervise", "--simulate"], variables: other).run()
        #expect(beside.errors.contains("another process already watches over this clone's gateway"), "\(beside)")

        let up = try await machine.run("up", "--simulate")
        #expect(up.output.hasPrefix("started anew, its folder had been taken away"), "\(up)")
        #expect(!machine.isRunning(first.supervisor.number))
        #expect(!machine.isRunning(first.gateway.number))

        // Without waiting.
        try takeAway()
        #expect(try await machine.run("down").output == "down\n")
        #expect(throws: (any Error).self) { try machine.answer() }
      }
    }

    @Test func `a clone that is removed takes its gateway with it`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let record = try machine.record()
        let away = machine.folder.appending(path: "away")
        try FileManager.default.moveItem(at: machine.project, to: away)
        try FileManager.default.removeItem(at: away.appending(path: ".agentproxy"))
        let deadline = ContinuousClock.now + .seconds(30)
        while machine.isRunning(record.supervisor.number), ContinuousClock.now < deadline {
          try await Task.sleep(for: .milliseconds(50))
        }
        #expect(!machine.isRunning(record.supervisor.number))
        #expect(!machine.isRunning(record.gateway.number))
        #expect(!FileManager.default.fileExists(atPath: machine.project.path))
        try FileManager.default.moveItem(at: away, to: machine.project)
      }
    }

    @Test func `a clone that is moved gets a gateway of its own place`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let first = try machine.record()
        let moved = machine.folder.appending(path: "moved")
        func run(_ arguments: String...) async throws -> Outcome {
          let program = try machine.tool(arguments)
          return try await Command(
            program.program,
            program.arguments,
            environment: program.environment,
            folder: moved
          ).run()
        }
        try FileManager.default.copyItem(at: machine.project, to: moved)
        // A copy is not the clone.
        #expect(try await run("down").output.contains("nothing to end"))
        #expect(try machine.answer() == 200)
        try FileManager.default.removeItem(at: moved)

        try FileManager.default.moveItem(at: machine.project, to: moved)
        let status = try await run("status")
        let reason = "it was started when the clone was in \(machine.project.path)"
        #expect(status.status == 0, "\(status)")
        #expect(status.output.contains("\(reason): agentproxy-setup up starts it anew"), "\(status)")
        let up = try await run("up", "--simulate")
        #expect(up.output.hasPrefix("started anew, \(reason); up at "), "\(up)")
        #expect(up.errors.split(separator: "\n").count == 1, "\(up)")
        #expect(!machine.isRunning(first.supervisor.number))
        #expect(!machine.isRunning(first.gateway.number))
        #expect(try await run("up", "--simulate").output.hasPrefix("already up"))
        #expect(try await run("down").output == "down\n")
        #expect(!FileManager.default.fileExists(atPath: machine.project.path))
        try FileManager.default.moveItem(at: moved, to: machine.project)
      }
    }

    @Test func `an address that has changed does not hide the gateway that runs`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let environment = try machine.text(".env")
        let port = freePort()
        try machine.write(".env", environment.replacing("_PORT=\(machine.port)", with: "_PORT=\(port)"))
        let status = try await machine.run("status")
        #expect(status.status == 0, "\(status)")
        let reason = "AGENTPROXY_BIND or AGENTPROXY_PORT has changed: agentproxy-setup up starts it anew"
        #expect(status.output.contains(reason), "\(status)")
        #expect(status.output.contains("address   http://localhost:\(machine.port)\n"), "\(status)")
        let old = try machine.setting("LITELLM_MASTER_KEY")
        let rotation = try await machine.run("rotate-key", "--yes")
        #expect(rotation.errors.contains("the gateway accepts the new key, and refuses the old one"), "\(rotation)")
        #expect(try machine.answer(key: old) == 401)

        try FileManager.default.removeItem(at: machine.project.appending(path: ".env"))
        let bare = try await machine.run("status")
        #expect(bare.status == 1, "\(bare)")
        #expect(bare.output.contains("there is no LITELLM_MASTER_KEY to ask it with"), "\(bare)")
        #expect(bare.output.contains("address   http://localhost:\(machine.port)\n"), "\(bare)")
        #expect(try await machine.run("down").output == "down\n")
      }
    }

    @Test func `a number that now belongs to another process is never signalled`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let record = try machine.text(".agentproxy/engine.json")
        let numbers = try machine.record()
        #expect(try await machine.run("down").status == 0)

        let stranger = try Command("sleep", ["100"], environment: machine.environment, folder: machine.work).start()
        let stale = [numbers.supervisor.number, numbers.gateway.number].reduce(record) { text, number in
          text.replacing(": \(number)", with: ": \(stranger.processID)")
        }
        #expect(stale != record)
        try machine.write(".agentproxy/engine.json", stale)
        #expect(try await machine.status(of: 1).state == "down")
        #expect(try await machine.run("down").output.contains("nothing to end"))
        try machine.write(".agentproxy/engine.json", stale)
        #expect(try await machine.run("up", "--simulate").output.hasPrefix("up at "))
        #expect(try await machine.run("restart").output.hasPrefix("started anew"))
        #expect(try await machine.run("down").output == "down\n")
        #expect(stranger.isRunning)
        stranger.signal(SIGTERM)
        _ = try await stranger.outcome(timeout: .seconds(20))
      }
    }

    @Test func `a port that is taken is told with its owner`() async throws {
      try await Machine.withBackground { machine in
        try await machine.withProxy("--simulate") { _ in
          let up = try await machine.run("up", "--simulate")
          #expect(up.status == 69, "\(up)")
          #expect(up.errors.contains("port \(machine.port) is in use by agentproxy-setup (process "), "\(up)")
          let status = try await machine.run("status")
          #expect(status.status == 0, "\(status)")
          #expect(status.output.contains("up, started by hand"), "\(status)")
        }
        let socket = try Socket.listening()
        defer { socket.close() }
        let port = try socket.localPort()
        let variables = ["AGENTPROXY_PORT": "\(port)"]
        #expect(try await machine.tool(["up", "--simulate"], variables: variables).run().status == 69)
        let status = try await machine.tool(["status"], variables: variables).run()
        #expect(status.output.contains("not up, its port is taken by "), "\(status)")
      }
    }

    @Test func `a program that answers every path is no gateway`() async throws {
      try await FakeUpstream.run(.respond { _ in .body("<!doctype html><title>app</title>") }) { stranger in
        try await Machine.withBackground { machine in
          let before = try machine.text(".env")
          try machine.write(".env", before.replacing("_PORT=\(machine.port)", with: "_PORT=\(stranger.port)"))
          let status = try await machine.run("status")
          #expect(status.status == 1, "\(status)")
          #expect(status.output.contains("not up, its port is taken by "), "\(status)")
          let rotation = try await machine.run("rotate-key", "--yes")
          #expect(rotation.status == 0, "\(rotation)")
          #expect(rotation.errors.contains("no gateway runs at"), "\(rotation)")
          let new = try machine.setting("LITELLM_MASTER_KEY")
          #expect(!stranger.requests.contains { "\($0)".contains(new) })
        }
      }
    }

    @Test func `a port that is written while it is started anew is the one it is waited for at`() async throws {
      let script = FakeUpstream.Script.respond { _ in .body(#"{"model":"x","output":[]}"#).delayed(by: .seconds(8)) }
      try await FakeUpstream.run(script) { provider in
        try await Machine.withBackground(for: provider) { machine in
          #expect(try await machine.run("up").status == 0)
          let key = try machine.setting("LITELLM_MASTER_KEY")
          let request = Task.detached { [port = machine.port] in
            try Exchange.post("/v1/responses", #"{"model":"gpt-5.5"}"#, key: key, port: port).status
          }
          try await provider.wait { !$0.requests.isEmpty }
          // It ends when the request has ended; so long there is time to write the file.
          async let restart = machine.run("restart")
          let deadline = ContinuousClock.now + .seconds(20)
          while try !machine.text(".agentproxy/engine.log").contains("SIGTERM"), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
          }
          let port = freePort()
          let before = try machine.text(".env")
          try machine.write(".env", before.replacing("_PORT=\(machine.port)", with: "_PORT=\(port)"))
          let outcome = try await restart
          #expect(outcome.status == 0, "\(outcome)")
          #expect(outcome.output == "started anew, as was asked; up at http://localhost:\(port)\n", "\(outcome)")
          #expect(try await request.value == 200)
        }
      }
    }

    @Test func `two that start it at once start one`() async throws {
      try await Machine.withBackground { machine in
        async let one = machine.run("up", "--simulate")
        async let other = machine.run("up", "--simulate")
        let outcomes = try await [one, other]
        #expect(outcomes.map(\.status) == [0, 0], "\(outcomes)")
        let texts = outcomes.map { String($0.output.prefix { $0 != " " }) }.sorted()
        #expect(texts == ["already", "up"], "\(outcomes)")
        #expect(try machine.answer() == 200)
      }
    }

    @Test func `restart and what has changed make a new process`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let first = try #require(try await machine.status().process)
        let restart = try await machine.run("restart")
        #expect(restart.status == 0, "\(restart)")
        let second = try #require(try await machine.status().process)
        #expect(second != first)
        #expect(try await machine.status().simulated)

        let update = try await machine.run("update")
        #expect(update.status == 0, "\(update)")
        #expect(update.errors.contains("the embedded gateway is this program"), "\(update)")
        #expect(try await machine.status().process != second)

        let port = freePort()
        _ = try await machine.run("init", "--yes", "--clients", "none", "--set", "AGENTPROXY_PORT=\(port)")
        let up = try await machine.run("up", "--simulate")
        #expect(up.output.contains("AGENTPROXY_BIND or AGENTPROXY_PORT has changed"), "\(up)")
        #expect(up.output.hasSuffix("up at http://localhost:\(port)\n"), "\(up)")
        #expect(throws: (any Error).self) { try machine.answer() }
      }
    }

    @Test func `one that cannot start is told, and is not tried again`() async throws {
      try await Machine.withBackground { machine in
        let none = try await machine.run("up")
        #expect(none.status == 65, "\(none)")
        #expect(none.errors.contains("agentproxy-setup up --simulate"), "\(none)")

        // The file passes, and what the gateway needs besides is not to be had.
        let log = machine.project.appending(path: ".agentproxy/requests.sqlite")
        try FileManager.default.createDirectory(at: log, withIntermediateDirectories: true)
        let up = try await machine.run("up", "--simulate")
        #expect(up.status == 0, "\(up)")
        #expect(try await machine.run("logs").output.contains("requests.sqlite: warning"))
      }
    }

    @Test func `without .env it says so, and nothing else`() async throws {
      try await Machine.withBackground { machine in
        try FileManager.default.removeItem(at: machine.project.appending(path: ".env"))
        for arguments in [["up"], ["up", "--simulate"], ["up", "--engine", "embedded"], ["restart"]] {
          let outcome = try await machine.tool(arguments).run()
          #expect(outcome.status == 65, "\(outcome)")
          #expect(outcome.errors == "error: there is no .env\n  hint: agentproxy-setup init writes it\n", "\(outcome)")
        }
        let key = ["LITELLM_MASTER_KEY": "sk-0123456789abcdef0123456789abcdef", "AGENTPROXY_PORT": "\(machine.port)"]
        let up = try await machine.tool(["up", "--simulate"], variables: key).run()
        #expect(up.status == 0, "\(up)")
      }
    }

    @Test func `restore tells that the gateway is still up`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let note = "note: the gateway is still up, and serves with what the files said before"
        #expect(try await !machine.run("restore", "--dry-run").errors.contains(note))
        let restore = try await machine.run("restore", "--yes")
        #expect(restore.status == 0, "\(restore)")
        #expect(restore.errors.contains("\(note)\n  hint: agentproxy-setup down ends it\n"), "\(restore)")
        let again = try await machine.run("restore", "--yes")
        #expect(!again.errors.contains(note), "\(again)")
      }
    }

    @Test func `running requests come to their end before it ends`() async throws {
      let answer = FakeUpstream.Answer.text("one two three four five six seven eight")
        .reply(as: .chat, model: "gpt-5.5", streamed: true)
        .paced(by: .milliseconds(150))
      try await FakeUpstream.run(.respond { _ in answer }) { provider in
        try await Machine.withBackground(for: provider) { machine in
          #expect(try await machine.run("up").status == 0)
          let key = try machine.setting("LITELLM_MASTER_KEY")
          let body = #"{"model":"gpt-5.5","stream":true,"messages":[]}"#
          let socket = try Socket(port: machine.port)
          defer { socket.close() }
          socket.send(
            "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer \(key)\r\n"
              + "content-length: \(body.utf8.count)\r\n\r\n\(body)"
          )
          _ = try #require(socket.receive(timeout: 10_000))
          async let down = machine.run("down")
          let rest = try Exchange(reading: socket)
          #expect(rest.text.contains("data: [DONE]"))
          #expect(try await down.output == "down\n")
        }
      }
    }

    @Test func `the unit for systemd starts the supervisor`() async throws {
      try await Machine.withBackground { machine in
        let outcome = try await machine.run("up", "--simulate", "--systemd")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output.contains("systemctl --user enable --now agentproxy.service"), "\(outcome)")
        let unit = try machine.homeText(".config/systemd/user/agentproxy.service")
        let start = try #require(unit.split(separator: "\n").first { $0.hasPrefix("ExecStart=") })
        let supervisor = try Command(
          "bash",
          ["-c", "exec \(start.dropFirst("ExecStart=".count))"],
          environment: machine.environment,
          folder: machine.work
        ).start()
        try await machine.wait { $0.state == "up" }
        #expect(try machine.record().supervisor.number == supervisor.processID)
        #expect(try await machine.run("down").output == "down\n")
        #expect(try await supervisor.outcome(timeout: .seconds(20)).status == 0)

        try Data("[Unit]\n".utf8).write(to: machine.home.appending(path: ".config/systemd/user/agentproxy.service"))
        #expect(try await machine.run("up", "--simulate", "--systemd").status == 1)
      }
    }
  }
}
