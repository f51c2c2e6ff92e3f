import Foundation
import Testing

extension EndToEndTests {
  /// The guard itself: a recorder that sees nothing would let everything pass.
  @Suite struct ConnectionsTests {
    @Test func `foreign addresses are told from loopback`() {
      let connections = Connections(
        trace: """
          11 connect(5, {sa_family=AF_INET, sin_port=htons(4000), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
          11 connect(5, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT
          12 sendto(6, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.1")}, 16) = 1
          12 connect(7, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), \
          inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 0
          12 connect(7, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), \
          inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0
          """
      )
      #expect(connections.addresses == ["127.0.0.1:4000", "192.0.2.1:53", "2001:db8::1:443", "::1:80"])
      #expect(connections.foreign == ["192.0.2.1:53", "2001:db8::1:443"])
    }

    @Test(.enabled(if: Program.areAvailable(.strace)))
    func `a descendant's connection is seen`() async throws {
      let file = FileManager.default.temporaryDirectory.appending(path: "agentproxy-\(UUID().uuidString).trace")
      defer { try? FileManager.default.removeItem(at: file) }
      // Connecting a datagram socket sends nothing; the address is reserved for documentation.
      let outcome = try await Command(
        "bash",
        ["-c", "(exec 3<>/dev/udp/192.0.2.1/9); true"],
        environment: ["PATH": Program.path],
        folder: FileManager.default.temporaryDirectory
      ).watched(writingTo: file).run()
      #expect(outcome.status == 0, "\(outcome)")
      #expect(Connections(trace: try String(contentsOf: file, encoding: .utf8)).foreign == ["192.0.2.1:9"])
    }
  }
}
