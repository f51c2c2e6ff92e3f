import Diagnostics
import Testing

@testable import Provisioning

struct ModelAdditionTests {
  private func add(_ entry: String, provider: String? = nil, to clone: Clone) async throws -> Initialization.Prepared {
    try await ModelAddition(
      entry,
      provider: provider,
      project: clone.project,
      environmentFile: clone.project.path(".env"),
      environment: [:],
      places: clone.places(),
      on: RealSystem()
    ).prepare(on: RealSystem(), isTrackedByGit: false)
  }

  private func changed(_ prepared: Initialization.Prepared, in clone: Clone) -> [String] {
    prepared.plan.changes.filter { $0.action != .unchanged }.map { String($0.path.dropFirst(clone.root.count)) }
  }

  @Test func whatElseItMeansIsSaid() async throws {
    let clone = try Clone()
    try await clone.initialize(["OPENAI_API_KEY=sk-0123456789abcdef0123456789"], clients: [])
    let first = try await add("fast", to: clone).plan.findings.filter { $0.id.hasPrefix("models.") }
    #expect(first.map(\.id) == ["models.default"])
    #expect(first.first?.hint?.contains("--set CODEX_MODEL=gpt-5.5 --set CLAUDE_MODEL=gpt-5.5") == true)
    let unserved = try await add("claude-zz", to: clone).plan.findings.filter { $0.id.hasPrefix("models.") }
    #expect(unserved.map(\.id) == ["models.unserved"])
    #expect(unserved.first?.message.contains("ANTHROPIC_API_KEY") == true)
    try await clone.initialize(["OPENAI_MODELS=one"], clients: [])
    #expect(try await add("two", to: clone).plan.findings.allSatisfy { !$0.id.hasPrefix("models.") })
    for name in ["--help", "a&b", "a\u{1B}", "a=b\u{7F}", String(repeating: "x", count: 257)] {
      await #expect(throws: Failure.self) { try await add(name, to: clone) }
    }
  }

  @Test func aModelIsAddedToTheFileAndToTheConfiguration() async throws {
    let clone = try Clone()
    try await clone.initialize(["OPENAI_MODELS=one, two"], clients: [])
    let before = try #require(clone.text(clone.project.path(".env")))
    let prepared = try await add("three=upstream-three", to: clone)
    #expect(
      changed(prepared, in: clone) == [
        "/clone/.env", "/clone/.devcontainer/docker-compose.yml", "/clone/litellm_config.yaml",
      ]
    )
    try prepared.plan.apply(to: RealSystem(), in: clone.places())
    let after = try #require(clone.text(clone.project.path(".env")))
    let line = try #require(after.split(separator: "\n").first { $0.hasPrefix("OPENAI_MODELS=") })
    #expect(line == "OPENAI_MODELS=one,two,three=upstream-three")
    // Every other line stays.
    let others = before.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("OPENAI_MODELS=") }
    #expect(after.split(separator: "\n", omittingEmptySubsequences: false).filter { $0 != line } == others)
    #expect(clone.text(clone.project.path("litellm_config.yaml"))?.contains("model: openai/upstream-three") == true)
    #expect(changed(try await add("three=upstream-three", to: clone), in: clone).isEmpty)
    let replaced = try await add("three=other", to: clone)
    #expect(replaced.settings.providers[0].models.filter { $0.alias == "three" }.map(\.upstream) == ["other"])
  }

  @Test func theProviderIsTheOneNamedOrTheOneWhoseModelsHaveSuchNames() async throws {
    let clone = try Clone()
    try await clone.initialize(
      [
        "AGENTPROXY_PROVIDERS=acme", "ACME_API_KEY=sk-0123456789abcdef0123", "ACME_API_BASE=https://llm.acme.org/v1",
        "ACME_MODELS=a",
      ],
      clients: []
    )
    for (entry, provider, index) in [("x", nil, 0), ("claude-x", nil, 1), ("x", "Anthropic", 1), ("b", "acme", 2)] {
      let settings = try await add(entry, provider: provider, to: clone).settings
      #expect(settings.providers[index].models.contains { $0.alias == entry }, "\(entry)")
    }
    let failure = await #expect(throws: Failure.self) { try await add("x", provider: "acne", to: clone) }
    #expect(failure?.status == .usage)
    #expect(failure?.description.contains("did you mean ACME?") == true)
  }

  @Test func theConfiguredClientsFollow() async throws {
    let clone = try Clone()
    try await clone.initialize(["CODEX_MODEL="], clients: [.codex])
    #expect(changed(try await add("newest", to: clone), in: clone).contains("/home/.codex/config.toml"))
  }

  @Test(arguments: ["", "=x", "x=", "two words", "a,b", "a='b'"])
  func whatIsNoModelIsRefused(entry: String) async throws {
    let clone = try Clone()
    try await clone.initialize(clients: [])
    let failure = await #expect(throws: Failure.self) { try await add(entry, to: clone) }
    #expect(failure?.status == .usage)
  }

  @Test func withoutAnEnvironmentFileThereIsNothingToAddTo() async throws {
    let clone = try Clone()
    let failure = await #expect(throws: Failure.self) { try await add("x", to: clone) }
    #expect(failure?.status == .badInput)
  }
}
