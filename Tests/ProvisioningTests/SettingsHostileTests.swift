import Diagnostics
import Testing

@testable import Provisioning

/// Files that are long where nobody expects it. The time limit only keeps a hang from lasting.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct SettingsHostileTests {
  private func many(_ count: Int, _ part: (Int) -> String) -> String {
    (0..<count).map(part).joined()
  }

  @Test func manyProviders() throws {
    let settings = try lint(
      "AGENTPROXY_PROVIDERS=" + many(5_000) { "P\($0)," } + "\n" + many(50) { "U\($0)_API=1\n" }
    )
    .settings
    #expect(settings.providers.count == 5_002)
  }

  @Test func manyModels() throws {
    let settings = try lint("OPENAI_API_KEY=k\nOPENAI_MODELS=" + many(5_000) { "m\($0)=u," }).settings
    #expect(settings.activeProviders[0].models.count == 5_005)
  }

  @Test func manyUnknownKeys() throws {
    let findings = try lint(many(5_000) { "AGENTPROXY_\($0)=1\n" }).findings
    #expect(findings.count { $0.id == "env.unknown-key" } == 100)
  }

  @Test func manyUnsetVariables() throws {
    let findings = try lint(many(5_000) { "A\($0)_KEY=$B\n" }).findings
    let unset = findings.filter { $0.id == "env.unset-variable" }
    #expect(unset.count == 101)
    #expect(unset.last?.message == "from here on there are 4900 more of this kind")
  }

  @Test func oneLongValueEverywhere() throws {
    let value = String(repeating: "x.", count: 5_000)
    let text = KnownKey.names(providers: ["G"]).map { "\($0)=\(value)\n" }.joined()
    #expect(try lint(text).findings.contains { $0.id == "env.base-scheme" })
  }
}
