import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// `proxy --tls-cert FILE --tls-key FILE`.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct SecureListeningTests {
    @Test func `one file without the other is refused`() async throws {
      try await Machine.with { machine in
        for option in ["--tls-cert", "--tls-key"] {
          let outcome = try await machine.run("proxy", option, "file.pem")
          #expect(outcome.status == 64, "\(outcome)")
          #expect(outcome.errors.contains("belong together"), "\(outcome)")
        }
      }
    }

    @Test func `clients come by https`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "none")
        try machine.write("tls.crt", ServerTLS.selfSigned.certificates)
        try machine.write("tls.pem", ServerTLS.selfSigned.key)
        let arguments = ["proxy", "--simulate", "--port", "0", "--tls-cert", "tls.crt", "--tls-key", "tls.pem"]
        let proxy = try machine.tool(arguments).start()
        let line = try await proxy.errorLine(containing: "listening on https://127.0.0.1:")
        #expect(proxy.errors.contains("tls.pem: warning: other users of this machine can read the key"))
        let port = try #require(line.split(separator: ":").last.flatMap { Int($0) })
        // Plain HTTP is told so, by the program itself.
        let plain = try Exchange("GET /health HTTP/1.1\r\n\r\n", port: port)
        #expect(plain.status == 400 && plain.text.contains("https://"))
        proxy.signal(SIGTERM)
        let end = try await proxy.outcome(timeout: .seconds(20))
        #expect(end.status == 0, "\(end)")
      }
    }

    @Test func `a file that is not there is named`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "none")
        let outcome = try await machine.run("proxy", "--simulate", "--tls-cert", "no.crt", "--tls-key", "no.pem")
        #expect(outcome.status == 65, "\(outcome)")
        #expect(outcome.errors.contains("no.crt: error: there is no such file"), "\(outcome)")
      }
    }
  }
}
