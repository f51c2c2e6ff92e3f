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
