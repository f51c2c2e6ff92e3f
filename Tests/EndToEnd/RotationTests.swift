import FakeUpstream
import Foundation
import Glibc
import Testing

extension EndToEndTests {
  /// `rotate-key` while a gateway runs.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup)))
  struct RotationTests {
    @Test func `the running gateway goes by the new key at once`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let old = try machine.setting("LITELLM_MASTER_KEY")
        let outcome = try await machine.run("rotate-key", "--yes")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.errors.contains("accepts the new key, and refuses the old one"), "\(outcome)")
        let new = try machine.setting("LITELLM_MASTER_KEY")
        #expect(new != old)
        #expect(try machine.answer() == 200)
        #expect(try machine.answer(key: old) == 401)
        for key in [old, new] { #expect(!(outcome.output + outcome.errors).contains(key), "\(outcome)") }
      }
    }

    @Test func `two at once wait for each other`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        async let one = machine.run("rotate-key", "--yes")
        async let other = machine.run("rotate-key", "--yes")
        for outcome in try await [one, other] {
          #expect(outcome.status == 0, "\(outcome)")
          #expect(outcome.errors.contains("accepts the new key, and refuses the old one"), "\(outcome)")
        }
        #expect(try machine.answer() == 200)
      }
    }

    @Test func `of a gateway that does not answer that is said`() async throws {
      try await Machine.withBackground { machine in
        #expect(try await machine.run("up", "--simulate").status == 0)
        let gateway = try machine.record().gateway.number
        kill(gateway, SIGSTOP)
        let outcome = try await machine.run("rotate-key", "--yes")
        kill(gateway, SIGCONT)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.errors.contains("warning: the gateway at http://localhost:\(machine.port) does not answer"))
      }
    }

    /// A key that is exported counts before `.env`, so that the gateway never hears of the new one.
    @Test func `everything is put back when the gateway does not take it over`() async throws {
      try await Machine.withBackground { machine in
        _ = try await machine.run("init", "--yes", "--clients", "codex,claude")
        let old = try machine.setting("LITELLM_MASTER_KEY")
        #expect(try await machine.run("up", "--simulate", variables: ["LITELLM_MASTER_KEY": old]).status == 0)
        let before = try machine.snapshot().filter(Self.isKept)
        let outcome = try await machine.run("rotate-key", "--yes")
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.errors.contains("error: the gateway"), "\(outcome)")
        #expect(outcome.errors.contains("note: every file is as it was before"), "\(outcome)")
        let after = try machine.snapshot().filter(Self.isKept)
        #expect(after == before)
        #expect(try machine.answer(key: old) == 200)
      }
    }

    @Test func `everything is put back when a file cannot be written`() async throws {
      try await Machine.with { machine in
        _ = try await machine.run("init", "--yes", "--clients", "codex,claude")
        // A file with a second name is refused when it is about to be written.
        let settings = machine.home.appending(path: ".claude/settings.json")
        try FileManager.default.linkItem(at: settings, to: machine.home.appending(path: "second-name"))
        let before = try machine.snapshot().filter(Self.isKept)
        let outcome = try await machine.run("rotate-key", "--yes")
        #expect(outcome.status == 1, "\(outcome)")
        #expect(outcome.errors.contains("note: every file is as it was before"), "\(outcome)")
        #expect(try machine.snapshot().filter(Self.isKept) == before)
        // Of `init` it is said how far it came.
        let initialized = try await machine.run("init", "--yes", "--set", "LITELLM_MASTER_KEY=")
        #expect(initialized.status == 1, "\(initialized)")
        #expect(initialized.errors.contains("written before that: .env"), "\(initialized)")
      }
    }

    /// The files that somebody would miss: not the copies of them, and not what a gateway writes.
    private static func isKept(_ file: (key: String, value: String)) -> Bool {
      !file.key.contains("/.agentproxy/engine") && !file.key.contains("/.agentproxy/requests")
        && !file.key.contains("/backups/") && !file.key.hasSuffix(".lock") && !file.key.hasSuffix("/lock")
    }

    @Test func `without a gateway, and with one of somebody else, that is said`() async throws {
      try await Machine.withBackground { machine in
        let none = try await machine.run("rotate-key", "--yes")
        #expect(none.status == 0, "\(none)")
        #expect(none.errors.contains("no gateway runs"), "\(none)")
        let other = "sk-another-0123456789abcdef0123456789abcdef"
        #expect(try await machine.run("up", "--simulate", variables: ["LITELLM_MASTER_KEY": other]).status == 0)
        let outcome = try await machine.run("rotate-key", "--yes")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.errors.contains("refuses the old key"), "\(outcome)")
      }
    }
  }
}
