import FakeUpstream
import Foundation
import Gateway
import Testing

extension EndToEndTests {
  /// How many connections the system allows.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct OpenFilesTests {
    private static let health = "GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n"

    /// Runs `body` with a proxy that a shell has started under a limit of open files.
    private func withProxy(_ limit: String, _ body: (Proxy) async throws -> Void) async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "none")
        var command = try machine.tool(["proxy", "--simulate", "--port", "0"])
        command.arguments = ["-c", #"ulimit \#(limit); exec "$0" "$@""#, command.program] + command.arguments
        command.program = "sh"
        let proxy = try await Proxy.start(command)
        try await body(proxy)
        try await proxy.stop()
      }
    }

    @Test func `the limit is raised as far as the system allows`() async throws {
      try await withProxy("-Sn 64") { proxy in
        let limits = try String(contentsOfFile: "/proc/\(proxy.processID)/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") })
        let words = line.split(separator: " ").compactMap { Int($0) }
        #expect(words.count == 2 && words[0] == words[1] && words[0] > 64, "\(line)")
      }
    }

    @Test func `where no more connections are allowed, those there are served, and others when there is room`()
      async throws
    {
      try await withProxy("-n 40") { proxy in
        let first = try Socket(port: proxy.port)
        defer { first.close() }
        func ask() throws -> Bool {
          first.send(Self.health)
          return first.receive(timeout: 20_000)?.starts(with: Array("HTTP/1.1 200".utf8)) == true
        }
        #expect(try ask())
        let others = try (0..<80).map { _ in try Socket(port: proxy.port) }
        #expect(try ask())
        others.forEach { $0.close() }
        let late = try Exchange("GET /health HTTP/1.1\r\nconnection: close\r\n\r\n", port: proxy.port)
        #expect(late.status == 200)
        #expect(try ask())
      }
    }

    /// The memory of a process, in bytes.
    private func residentSize(_ process: Int32) throws -> Int {
      let fields = try String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8).split(separator: " ")
      return try #require(fields.count > 1 ? Int(fields[1]) : nil) * Int(getpagesize())
    }

    private static let count = 3000

    @Test(.enabled(if: FileDescriptorLimit.raise() > count + 500))
    func `thousands of connections cost little and stay usable`() async throws {
      try await withProxy("-Sn hard") { proxy in
        func ask(_ socket: Socket) {
          socket.send(Self.health)
          #expect(socket.receive(timeout: 20_000)?.starts(with: Array("HTTP/1.1 200".utf8)) == true)
        }
        let active = try Socket(port: proxy.port)
        defer { active.close() }
        for _ in 0..<100 { ask(active) }
        let before = try residentSize(proxy.processID)
        let idle = try (0..<Self.count).map { _ in try Socket(port: proxy.port) }
        defer { idle.forEach { $0.close() } }
        idle.forEach(ask)
        let held = try residentSize(proxy.processID)
        for _ in 0..<1000 { ask(active) }
        let after = try residentSize(proxy.processID)
        idle.shuffled().prefix(100).forEach(ask)
        // It is some 6 KB each; without a bound of its own it would be the buffers of each.
        #expect(held - before < Self.count * (20 << 10), "\(before) \(held)")
        #expect(after - held < 10 << 20, "\(held) \(after)")
      }
    }
  }
}
