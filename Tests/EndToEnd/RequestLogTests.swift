import Foundation
import GRDB
import Glibc
import Testing

extension EndToEndTests {
  /// The log of requests, in the file where users look for it.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct RequestLogTests {
    private static let question = "SELECT * FROM request_logs ORDER BY created_at DESC LIMIT 10"

    private func ask(_ proxy: Proxy, key: String) throws {
      let body = #"{"model":"gpt-5.5","messages":[{"role":"user","content":"a private word"}]}"#
      let head = "POST /v1/chat/completions HTTP/1.1\r\nconnection: close\r\nauthorization: Bearer \(key)\r\n"
      let text =
        "\(head)user-agent: claude-cli/2.1.330 (external, cli)\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)"
      #expect(try Exchange(text, port: proxy.port).status == 200)
    }

    private func database(_ machine: Machine) throws -> DatabaseQueue {
      try DatabaseQueue(path: machine.project.appending(path: ".agentproxy/requests.sqlite").path)
    }

    @Test func `a row per request is there when the proxy has stopped, and others may not read it`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "none")
        let key = try machine.setting("LITELLM_MASTER_KEY")
        let proxy = try await Proxy.start(machine.tool(["proxy", "--simulate", "--port", "0"]))
        for _ in 0..<20 { try ask(proxy, key: key) }
        #expect(try await proxy.stop().status == 0)
        let rows = try database(machine).read { try Row.fetchAll($0, sql: Self.question) }
        #expect(rows.count == 10)
        #expect(rows.first?["tool"] == "claude-code")
        #expect(rows.first?["upstream"] == "mock")
        let count = try await database(machine).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM request_logs") }
        #expect(count == 20)
        let file = machine.project.appending(path: ".agentproxy/requests.sqlite")
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let bytes = try Data(contentsOf: file)
        for secret in [key, "a private word", "simulated answer"] {
          #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(secret)")
        }
      }
    }

    @Test func `a proxy that is killed loses the last moment at most, and never the file`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "none")
        let key = try machine.setting("LITELLM_MASTER_KEY")
        var answered = 0
        for _ in 0..<3 {
          let proxy = try await Proxy.start(machine.tool(["proxy", "--simulate", "--port", "0"]))
          let end = ContinuousClock.now + .milliseconds(2500)
          var times: [ContinuousClock.Instant] = []
          while ContinuousClock.now < end {
            try ask(proxy, key: key)
            times.append(.now)
          }
          proxy.signal(SIGKILL)
          let killed = ContinuousClock.now
          _ = try await proxy.end()
          // It is 200 ms on a machine that has nothing else to do.
          answered += times.count { killed - $0 > .seconds(2) }
          let counted = try await database(machine).read { database in
            #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
            return try Int.fetchOne(database, sql: "SELECT count(*) FROM request_logs") ?? 0
          }
          #expect(counted >= answered)
          answered = counted
        }
        #expect(answered > 10)
      }
    }

    @Test func `a place that cannot be written is named, and ends nothing unless it was asked for`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "none")
        let blocked = machine.project.appending(path: ".agentproxy/requests.sqlite")
        try FileManager.default.createDirectory(at: blocked, withIntermediateDirectories: true)
        let proxy = try await Proxy.start(machine.tool(["proxy", "--simulate", "--port", "0"]))
        #expect(proxy.errors.contains("requests.sqlite: warning: the log of requests cannot be kept"))
        try ask(proxy, key: machine.setting("LITELLM_MASTER_KEY"))
        #expect(try await proxy.stop().status == 0)
        let outcome = try await machine.run("proxy", "--simulate", "--port", "0", "--request-log", blocked.path)
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("name another file, or use --no-request-log"))
      }
    }
  }
}
