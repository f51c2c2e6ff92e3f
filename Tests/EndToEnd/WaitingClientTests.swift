import FakeUpstream
import Foundation
import Gateway
import NIOCore
import Testing

extension EndToEndTests {
  /// What the engine sends while a provider is silent, as the real clients take it.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .codex, .claude, .strace)))
  struct WaitingClientTests {
    /// Codex with little patience: four seconds without an event, and no second try.
    private func makeCodexImpatient(_ machine: Machine) throws {
      let file = machine.home.appending(path: ".codex/config.toml")
      let configuration = try String(contentsOf: file, encoding: .utf8)
        .replacing(/(?m)^stream_max_retries.*$/, with: "stream_max_retries = 0")
        .replacing(/(?m)^stream_idle_timeout_ms.*$/, with: "stream_idle_timeout_ms = 4000")
      try Data(configuration.utf8).write(to: file)
    }

    /// A model that thinks for longer than that in the middle of its answer.
    private static let pensive = FakeUpstream.Script.model { request in
      var reply = FakeUpstream.Answer.text("after some thought").reply(to: request)
      reply.steps.insert(.pause(.seconds(10)), at: reply.steps.count / 2)
      return .reply(reply)
    }

    @Test func `codex stays with a silent stream as long as there are pings`() async throws {
      try await FakeUpstream.run(Self.pensive) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try makeCodexImpatient(machine)
          try await machine.withEngine {
            $0.pingInterval = .milliseconds(500)
          } body: {
            let (outcome, _) = try await machine.codex("think")
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output == "after some thought\n", "\(outcome)")
            #expect(provider.modelRequests.count == 1)
          }
        }
      }
    }

    @Test func `codex gives up on a silent stream without them`() async throws {
      try await FakeUpstream.run(Self.pensive) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try makeCodexImpatient(machine)
          try await machine.withEngine {
            $0.pingInterval = .seconds(60)
          } body: {
            let (outcome, _) = try await machine.codex("think")
            #expect(outcome.status != 0, "\(outcome)")
          }
        }
      }
    }

    @Test func `claude takes a stream that the engine began, and its pings`() async throws {
      let script = FakeUpstream.Script.model { request in
        var reply = FakeUpstream.Answer.text("after some thought").reply(to: request).delayed(by: .seconds(3))
        reply.steps.insert(.pause(.seconds(3)), at: reply.steps.count / 2)
        return .reply(reply)
      }
      try await FakeUpstream.run(script) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try await machine.withEngine {
            $0.openingDelay = .milliseconds(300)
            $0.pingInterval = .milliseconds(300)
          } body: {
            let (outcome, _) = try await machine.claude("think")
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output == "after some thought\n", "\(outcome)")
            #expect(provider.modelRequests.map(\.wantsStream) == [true])
          }
        }
      }
    }

    @Test func `claude asks again when a stream that the engine began ends with an overload`() async throws {
      let script = FakeUpstream.Script.answers([
        .reply(.error(503, "busy", as: .messages).delayed(by: .seconds(2))), .text("the second time"),
      ])
      try await FakeUpstream.run(script) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          let file = "litellm_config.yaml"
          try machine.write(file, try machine.text(file).replacing("num_retries: 2", with: "num_retries: 0"))
          try await machine.withEngine {
            $0.openingDelay = .milliseconds(300)
          } body: {
            let (outcome, _) = try await machine.claude("say hello")
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output == "the second time\n", "\(outcome)")
            #expect(provider.modelRequests.map(\.wantsStream) == [true, true])
          }
        }
      }
    }

    @Test func `claude says why when a stream that the engine began ends with a refusal`() async throws {
      let script = FakeUpstream.Script.respond { _ in
        .error(403, "no more than this", as: .messages).delayed(by: .seconds(2))
      }
      try await FakeUpstream.run(script) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try await machine.withEngine {
            $0.openingDelay = .milliseconds(300)
          } body: {
            let (outcome, _) = try await machine.claude("say hello")
            #expect(outcome.status == 1, "\(outcome)")
            #expect((outcome.output + outcome.errors).contains("no more than this"), "\(outcome)")
            #expect(provider.modelRequests.map(\.wantsStream) == [true, false])
          }
        }
      }
    }
  }
}
