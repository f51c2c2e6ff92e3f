import Doctor
import Testing

/// Settings that are fine each by itself, and wrong together.
struct TogetherTests {
  @Test(arguments: [
    (
      "together.shared-token", ["OPENAI_API_BASE=https://a.acme.test/v1", "ANTHROPIC_API_KEY=\(Setup.openAIKey)"],
      Status.warning
    ),
    ("together.vendor", ["ANTHROPIC_API_BASE="], .note), ("together.cache", ["AGENTPROXY_CACHE=on"], .warning),
    ("together.open-plain", ["AGENTPROXY_BIND=0.0.0.0", "AGENTPROXY_ALLOWED_IPS=10.0.0.0/8"], .note),
    ("together.routing", ["AGENTPROXY_ROUTING=least-busy"], .note),
  ])
  func twoSettingsThatDoNotGoTogether(id: String, assignments: [String], status: Status) async throws {
    let setup = try await Setup(assignments)
    let results = await examine(setup.context())
    #expect(results.filter { $0.status == .note || $0.isTrouble }.map(\.id) == [id], "\(results.filter(\.isTrouble))")
    #expect(results[id]?.status == status)
  }

  @Test func theCacheIsSwitchedOff() async throws {
    let setup = try await Setup(["AGENTPROXY_CACHE=on"])
    try await setup.mend(try #require(await examine(setup.context())["together.cache"]?.outcome.finding))
    expectOnly([], in: await examine(setup.context()))
  }
}
