import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The real clients shorten a conversation that has become too long, whatever their provider speaks.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .codex, .claude)))
  struct CompactionTests {
    private static let summary = "SUMMARY: the command has run"

    /// How each client begins to ask for a summary.
    private static func asksForSummary(_ request: Received) -> Bool {
      request.says("You are performing a CONTEXT CHECKPOINT COMPACTION")
        || request.says("CRITICAL: Respond with TEXT ONLY")
    }

    /// The provider's words for a conversation that is too long, as the one of that format has them.
    private static func tooLong(_ format: FakeUpstream.Format) -> FakeUpstream.Answer {
      let error =
        switch format {
        case .messages:
          #"{"type":"error","error":{"type":"invalid_request_error","#
            + #""message":"prompt is too long: 210000 tokens > 200000 maximum"}}"#
        case .chat:
          #"{"error":{"message":"This model's maximum context length is 128000 tokens. However, your messages "#
            + #"resulted in 131072 tokens. Please reduce the length of the messages.","#
            + #""type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"#
        case .responses:
          #"{"error":{"message":"Your input exceeds the context window of this model. Please adjust your input and "#
            + #"try again.","type":"invalid_request_error","param":"input","code":"context_length_exceeded"}}"#
        }
      return .reply(.body(error, status: 400))
    }

    /// A conversation becomes too long by the provider's count of its tokens, which the client must get to see.
    @Test(arguments: Pair.all)
    func `a client compacts by the tokens that the provider counts`(_ pair: Pair) async throws {
      let model = { @Sendable (request: FakeUpstream.Request) -> FakeUpstream.Answer in
        let received = Received(request)
        if Self.asksForSummary(received) { return .text("<summary>\(Self.summary)</summary>") }
        if received.says(Self.summary) { return .text("done after all") }
        if !received.results.isEmpty { return .text("not compacted") }
        var turn = FakeUpstream.Turn(.text("I run it."), pair.shell("echo fine"))
        turn.usage.input = 985_000
        return .turn(turn)
      }
      try await Session.with(pair, model) { session in
        let options = pair.client == .codex ? ["-c", "model_auto_compact_token_limit=50000"] : []
        let outcome = try await session.run("run the command", options)
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output == "done after all\n", "\(outcome)")
        try check(session)
      }
    }

    @Test(arguments: Pair.claude)
    func `claude compacts when the provider says that the context is full`(_ pair: Pair) async throws {
      let model = { @Sendable (request: FakeUpstream.Request) -> FakeUpstream.Answer in
        let received = Received(request)
        if Self.asksForSummary(received) { return .text("<summary>\(Self.summary)</summary>") }
        if received.says(Self.summary) { return .text("done after all") }
        if !received.results.isEmpty { return Self.tooLong(pair.upstream) }
        return .turn(.init(.text("I run it."), pair.shell("echo fine")))
      }
      try await Session.with(pair, model) { session in
        let outcome = try await session.run("run the command")
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output == "done after all\n", "\(outcome)")
        try check(session)
      }
    }

    /// Codex does not know the status 400 for it, only the error in a stream: the provider's own Responses are not changed.
    @Test(arguments: Pair.codex)
    func `codex says that the context is full`(_ pair: Pair) async throws {
      try await Session.with(pair, script: .answers([Self.tooLong(pair.upstream)])) { session in
        let outcome = try await session.run("say hello")
        #expect(outcome.status == 1, "\(outcome)")
        let words = pair.upstream == .responses ? "context_length_exceeded" : "ran out of room"
        #expect(outcome.errors.contains(words), "\(outcome)")
        #expect(session.asked.count == 1)
      }
    }

    /// The summary is asked for once, of the whole conversation, and stands for it from then on.
    private func check(_ session: Session) throws {
      let asking = session.asked.indices.filter { Self.asksForSummary(session.asked[$0]) }
      let index = try #require(asking.first)
      #expect(asking.count == 1)
      let request = session.asked[index]
      #expect(request.path == session.pair.upstream.path)
      #expect(request.calls.count == 1)
      #expect(request.results == request.calls)
      let after = try #require(session.asked.last)
      #expect(after.says(Self.summary))
      #expect(after.calls.isEmpty)
    }
  }
}
