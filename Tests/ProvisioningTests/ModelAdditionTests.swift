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
    #expect(first.first?.hint?.contains("to start with fast: agentproxy-setup init --set CODEX_MODEL=fast") == true)
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
    let path = "\(clone.home)/.config/Code/User/chatLanguageModels.json"
    try clone.write("[]\n", to: path)
    try await clone.initialize(["OPENAI_API_KEY=sk-0123456789abcdef0123456789"], clients: [.copilot])
    try await add("newest", to: clone).plan.apply(to: RealSystem(), in: clone.places())
    #expect(clone.text(path)?.contains("\"newest\"") == true)
  }

  /// What somebody starts with is no part of what is asked for.
  @Test(arguments: [
    ["OPENAI_API_KEY=sk-0123456789abcdef0123456789"], ["ANTHROPIC_API_KEY=sk-ant-0123456789abcdef0123456789"],
    ["OPENAI_API_KEY=sk-0123456789abcdef0123456789", "ANTHROPIC_API_KEY=sk-ant-0123456789abcdef0123456789"], [],
  ])
  func theToolsStartWithWhatTheyDid(assignments: [String]) async throws {
    let clone = try Clone()
    let before = try await clone.initialize(assignments).settings
    let files = [".codex/config.toml", ".claude/settings.json"].map { "\(clone.home)/\($0)" }
    let texts = files.map(clone.text)
    for entry in ["my-extra=up-x", "claude-opus-9"] {
      let prepared = try await add(entry, to: clone)
      try prepared.plan.apply(to: RealSystem(), in: clone.places())
      let after = prepared.settings
      #expect(after.codexModel == before.codexModel)
      #expect(after.claudeModel == before.claudeModel)
      #expect(after.claudeSmallModel == before.claudeSmallModel)
    }
    #expect(files.map(clone.text) == texts)
  }

  /// Nobody serves the model that Claude Code was to start with: there is nothing to keep.
  @Test func whatNobodyServesIsNotKept() async throws {
    let clone = try Clone()
    try await clone.initialize(
      [
        "AGENTPROXY_PROVIDERS=ACME", "ACME_API_KEY=acme-0123456789abcdef", "ACME_API_BASE=https://llm.acme.test/v1",
      ],
      clients: []
    )
    let prepared = try await add("qwen", provider: "acme", to: clone)
    #expect(prepared.settings.codexModel == "qwen")
    let finding = prepared.plan.findings.first { $0.id == "models.default" }
    #expect(finding?.message.hasPrefix("the tools start with qwen from now on") == true)
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
