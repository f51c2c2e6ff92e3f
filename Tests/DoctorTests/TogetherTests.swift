import Doctor
import Testing

/// Settings that are fine each by itself, and wrong together.
struct TogetherTests {
  /// The last are what the advice says; none where the gateway has to be started in another way.
  @Test(arguments: [
    (
      "together.shared-token", ["OPENAI_API_BASE=https://a.acme.test/v1", "ANTHROPIC_API_KEY=\(Setup.openAIKey)"],
      Status.warning, ["ANTHROPIC_API_KEY=\(Setup.anthropicKey)"]
    ),
    ("together.vendor", ["ANTHROPIC_API_BASE="], .note, ["ANTHROPIC_API_BASE=http://127.0.0.1:9"]),
    ("together.cache", ["AGENTPROXY_CACHE=on"], .warning, ["AGENTPROXY_CACHE=off"]),
    ("together.open-plain", ["AGENTPROXY_BIND=0.0.0.0", "AGENTPROXY_ALLOWED_IPS=10.0.0.0/8"], .note, []),
    ("together.routing", ["AGENTPROXY_ROUTING=least-busy"], .note, ["AGENTPROXY_ROUTING="]),
    (
      "together.routing", ["AGENTPROXY_ROUTING=least-busy"], .note, ["OPENAI_MODELS=one", "ANTHROPIC_MODELS=one"]
    ),
  ])
  func twoSettingsThatDoNotGoTogether(
    id: String,
    assignments: [String],
    status: Status,
    advised: [String]
  ) async throws {
    let setup = try await Setup(assignments)
    let results = await examine(setup.context())
    #expect(results.filter { $0.status == .note || $0.isTrouble }.map(\.id) == [id], "\(results.filter(\.isTrouble))")
    #expect(results[id]?.status == status)
    guard !advised.isEmpty else { return }
    try await setup.initialize(advised)
    let after = await examine(setup.context())
    #expect(after.filter { $0.status == .note || $0.isTrouble }.isEmpty, "\(after.filter(\.isTrouble))")
  }

  @Test func theCacheIsSwitchedOff() async throws {
    let setup = try await Setup(["AGENTPROXY_CACHE=on"])
    try await setup.mend(try #require(await examine(setup.context())["together.cache"]?.outcome.finding))
    expectOnly([], in: await examine(setup.context()))
  }
}
