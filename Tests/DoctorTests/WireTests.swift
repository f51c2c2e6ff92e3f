import Doctor
import FakeUpstream
import Testing

/// The wire formats from end to end.
struct WireTests {
  private static let formats: [(id: String, format: FakeUpstream.Format)] = [
    ("wire.responses", .responses), ("wire.messages", .messages), ("wire.chat-completions", .chat),
  ]

  private func results(_ chain: Chain, live: Bool = true) async -> [CheckResult] {
    await examine(chain.setup.context(), only: ["wire"], network: true, live: live)
  }

  @Test func nothingIsSpentUnlessAskedFor() async throws {
    try await Chain.run { chain in
      let results = await results(chain, live: false)
      expectOnly([], in: results)
      #expect(results.map(\.status) == [.skipped, .skipped, .skipped])
      #expect(chain.provider.requests.isEmpty)
    }
  }

  @Test func everyFormatWithTextAndAToolCall() async throws {
    try await Chain.run { chain in
      let results = await results(chain)
      expectOnly([], in: results)
      #expect(results["wire.responses"]?.outcome == .passed("gpt-5.5: text and a tool call"))
      #expect(results["wire.messages"]?.outcome == .passed("claude-sonnet-5-5: text and a tool call"))
      #expect(chain.provider.modelRequests.count == 6)
      #expect(chain.provider.modelRequests.allSatisfy { $0.wantsStream })
    }
  }

  @Test func aSimulatedGatewayCostsNothing() async throws {
    try await Chain.run(simulates: true) { chain in
      let results = await results(chain, live: false)
      expectOnly([], in: results)
      #expect(results["wire.messages"]?.outcome == .passed("claude-sonnet-5-5, simulated: text"))
      #expect(chain.provider.requests.isEmpty)
    }
  }

  @Test(arguments: formats)
  func aModelThatCallsNoTool(id: String, format: FakeUpstream.Format) async throws {
    try await Chain.run { request in
      request.format == format ? FakeUpstream.Answer.text("ok").reply(to: request) : Chain.goodProvider(request)
    } _: { chain in
      let results = await results(chain)
      expectOnly([id], in: results)
      #expect(results[id]?.status == .warning)
    }
  }

  @Test(arguments: formats)
  func aToolCallThatIsBroken(id: String, format: FakeUpstream.Format) async throws {
    try await Chain.run { request in
      guard request.format == format, let tool = request.toolNames.first else { return Chain.goodProvider(request) }
      return FakeUpstream.Answer.toolCall(name: tool, arguments: #"["no object"]"#).reply(to: request)
    } _: { chain in
      expectOnly([id], in: await results(chain))
    }
  }

  @Test func aKeyThatTheProviderRefuses() async throws {
    try await Chain.run { _ in
      .error(401, "no such key", as: .chat)
    } _: { chain in
      let results = await results(chain)
      expectOnly(Self.formats.map(\.id), in: results)
      let finding = try #require(results["wire.messages"]?.outcome.finding)
      #expect(finding.message == "claude-sonnet-5-5: bad key (status 401): \"no such key\"", "\(finding)")
    }
  }
}
