import FakeUpstream
import Foundation
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
  }
}
