import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The real clients and the troubles of a provider, whatever it speaks.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .codex, .claude)))
  struct TroubleTests {
    private static func trouble(_ format: FakeUpstream.Format, _ status: Int, _ message: String, retryAfter: Int? = nil)
      -> FakeUpstream.Answer
    {
      .reply(.error(status, message, as: format, headers: retryAfter.map { [("retry-after", "\($0)")] } ?? []))
    }

    /// More failures than the gateway bears by itself: the client has to ask again as well.
    @Test(arguments: Pair.all)
    func `a client outlives a provider's bad moments`(_ pair: Pair) async throws {
      let troubles = [
        Self.trouble(pair.upstream, 429, "slow down", retryAfter: 1), Self.trouble(pair.upstream, 500, "oh no"),
        Self.trouble(pair.upstream, 503, "too busy"),
      ]
      try await Session.with(pair, script: .answers(troubles + [.text("better now")])) { session in
        let outcome = try await session.run("say hello")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output == "better now\n", "\(outcome)")
        #expect(session.asked.count == troubles.count + 1)
        #expect(session.asked.allSatisfy { $0.says("say hello") })
      }
    }

    /// A refusal is told at once: neither client may try for minutes.
    @Test(arguments: Pair.all)
    func `a client tells why a provider refuses`(_ pair: Pair) async throws {
      let words = "the provider's own words 'für'"
      let model = { @Sendable (request: FakeUpstream.Request) in
        Self.trouble(pair.upstream, Received(request).says("without a key") ? 401 : 400, words)
      }
      try await Session.with(pair, model) { session in
        for prompt in ["ask badly", "ask without a key"] {
          let outcome = try await session.run(prompt)
          #expect(outcome.status == 1, "\(outcome)")
          #expect((outcome.output + outcome.errors).contains(words), "\(outcome)")
        }
        // Codex asks again after a 401 as often as its configuration says.
        #expect(session.asked.count <= (pair.client == .codex ? 5 : 2))
      }
    }
  }
}
