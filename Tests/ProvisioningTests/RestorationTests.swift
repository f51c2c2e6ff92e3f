import Diagnostics
import Foundation
import Secrets
import Testing

@testable import Provisioning

/// What `restore` takes back, and what it leaves.
struct RestorationTests {
  private let provider = ["OPENAI_API_KEY=sk-provider-0123456789abcdef", "OPENAI_API_BASE=https://llm.acme.test/v1"]
  private let mine = [
    ".codex/config.toml": "# mine\r\nmodel = 'o3' # a remark\r\n\r\n[projects.\"/x\"]\r\ntrust_level = \"trusted\"",
    ".codex/.env": "MY=1 # no line end",
    ".claude/settings.json": "{ \"env\": {\"A\": \"1\"},\n\t\"hooks\": {} }",
    ".claude.json": "{\"numStartups\":3}",
  ]

  @Test func everythingIsAsItWasBefore() async throws {
    let clone = try Clone()
    try write(mine, clone)
    let before = try clone.snapshot()
    try await clone.initialize(provider + ["AGENTPROXY_CACHE=on"])
    #expect(try clone.snapshot() != before)
    try restore(clone)
    #expect(try files(clone) == before)
  }

  @Test func severalRunsAreTakenBackAtOnce() async throws {
    let clone = try Clone()
    try write(mine, clone)
    let before = try clone.snapshot()
    try await clone.initialize(provider)
    try await clone.initialize(["AGENTPROXY_PORT=4100", "CODEX_MODEL=gpt-4", "AGENTPROXY_CACHE=on"])
    try await clone.initialize(["AGENTPROXY_PORT=4200"])
    try restore(clone)
    #expect(try files(clone) == before)
  }

  @Test func whatInitMadeGoes() async throws {
    let clone = try Clone()
    let before = try clone.snapshot()
    try await clone.initialize(provider)
    try restore(clone)
    #expect(try files(clone) == before)
  }

  @Test func whatWasAddedSinceStays() async throws {
    let clone = try Clone()
    try await clone.initialize(provider)
    let path = "\(clone.home)/.codex/config.toml"
    let added = "\n[mcp_servers.x]\ncommand = \"x\" # theirs\n"
    try clone.write(try #require(clone.text(path)) + added, to: path)
    let plan = try restore(clone)
    #expect(plan.changes.first { $0.path == path }?.action == .update)
    #expect(
      clone.text(path)?.trimmingCharacters(in: .whitespacesAndNewlines)
        == added.trimmingCharacters(in: .whitespacesAndNewlines)
    )
  }

  @Test func whatWasChangedSinceStaysAndIsNamed() async throws {
    let clone = try Clone()
    try write(mine, clone)
    try await clone.initialize(provider)
    let path = "\(clone.home)/.codex/config.toml"
    let text = try #require(clone.text(path))
    try clone.write(text.replacing("model = \"gpt-5.5\"", with: "model = \"chosen\""), to: path)
    let plan = try restore(clone)
    let change = try #require(plan.changes.first { $0.path == path })
    #expect(change.keys.filter { $0.state == .left }.map(\.path) == ["model"])
    #expect(clone.text(path) == mine[".codex/config.toml"]?.replacing("'o3'", with: "\"chosen\""))
  }

  @Test func aRepositoryFileEditedSinceStays() async throws {
    let clone = try Clone()
    try await clone.initialize(["AGENTPROXY_CACHE=on"])
    let path = clone.project.path("litellm_config.yaml")
    let edited = try #require(clone.text(path)) + "# mine\n"
    try clone.write(edited, to: path)
    let plan = try restore(clone)
    #expect(plan.changes.first { $0.path == path }?.action == .keep)
    #expect(clone.text(path) == edited)
  }

  @Test func aSecondRestoreHasNothingToDo() async throws {
    let clone = try Clone()
    try await clone.initialize(provider)
    try restore(clone)
    #expect(try !Restoration(project: clone.project, places: clone.places()).prepare(on: RealSystem()).hasChanges)
  }

  @Test func anotherClonesFilesAreNotTouched() async throws {
    let clone = try Clone()
    try await clone.initialize(provider, clients: [])
    let elsewhere = Project(folder: "\(clone.root)/elsewhere")
    let plan = try Restoration(project: elsewhere, places: clone.places()).prepare(on: RealSystem())
    #expect(plan.changes.isEmpty)
  }

  @Test func aFileThatCannotBeReadAnyLongerDoesNotHoldUpTheOthers() async throws {
    let clone = try Clone()
    try write(mine, clone)
    try await clone.initialize(provider)
    try clone.write("{ broken", to: "\(clone.home)/.claude.json")
    let plan = try restore(clone)
    #expect(plan.findings.map(\.severity) == [.warning])
    #expect(clone.text("\(clone.home)/.claude.json") == "{ broken")
    #expect(clone.text("\(clone.home)/.codex/config.toml") == mine[".codex/config.toml"])
    // It is still known what to take back once the file can be read.
    #expect(try Ledger.read(in: clone.places(), RealSystem())["\(clone.home)/.claude.json"] != nil)
  }

  @Test func aProviderOfWhichSomethingStaysKeepsItsName() async throws {
    let clone = try Clone()
    try await clone.initialize(provider)
    let path = "\(clone.home)/.codex/config.toml"
    let text = try #require(clone.text(path))
    try clone.write(text.replacing("stream_max_retries = 3", with: "stream_max_retries = 10"), to: path)
    let plan = try restore(clone)
    #expect(
      clone.text(path) == "\n[model_providers.agentproxy]\nname = \"agentproxy\"\nstream_max_retries = 10\n",
      "\(clone.text(path) ?? "")"
    )
    let keys = try #require(plan.changes.first { $0.path == path }).keys
    #expect(
      keys.filter { $0.state == .left }.map(\.path).sorted() == [
        "model_providers.agentproxy.name", "model_providers.agentproxy.stream_max_retries",
      ]
    )
  }

  @Test func whatABrokenFileNamesStaysUntilItIsMended() async throws {
    let clone = try Clone()
    let models = "\(clone.home)/.codex/agentproxy-models.json"
    let wanted = try clone.initialization(provider)
    var withModels = wanted
    withModels.codex = .models(
      try CodexModels(bundled: Array(#"{"models":[{"slug":"gpt-5.5","base_instructions":"x"}]}"#.utf8))
    )
    try await withModels.prepare(on: RealSystem(), isTrackedByGit: false).plan.apply(
      to: RealSystem(),
      in: clone.places()
    )
    #expect(clone.text(models) != nil)
    let path = "\(clone.home)/.codex/config.toml"
    let good = try #require(clone.text(path))
    try clone.write(good + "oops = \n", to: path)
    #expect(try restore(clone).isIncomplete)
    #expect(clone.text(models) != nil)
    try clone.write(good, to: path)
    #expect(try !restore(clone).isIncomplete)
    #expect(clone.text(models) == nil && clone.text(path) == nil)
  }

  @Test func aFileThatIsGoneIsForgotten() async throws {
    let clone = try Clone()
    let path = "\(clone.home)/.claude/settings.json"
    try clone.write("{\"model\":\"opus\"}", to: path)
    let prepared = try await clone.initialize(provider)
    try FileManager.default.removeItem(atPath: path)
    try restore(clone)
    #expect(try Ledger.read(in: clone.places(), RealSystem()).files.isEmpty)
    let mine = "{\"model\":\"\(prepared.settings.claudeModel)\"}"
    try clone.write(mine, to: path)
    try restore(clone)
    #expect(clone.text(path) == mine)
  }

  @Test func noSecretIsShown() async throws {
    let clone = try Clone()
    try clone.write(
      "{\"env\":{\"ANTHROPIC_AUTH_TOKEN\":\"sk-ant-their-own-0123456789\",\"OTHER\":\"private\"}}",
      to: "\(clone.home)/.claude/settings.json"
    )
    let prepared = try await clone.initialize(provider)
    let key = try #require(prepared.settings.masterKey?.exposed)
    let plan = try restore(clone)
    for plan in [prepared.plan, plan] {
      let shown = plan.changes.map { $0.diff(name: $0.path) + $0.keys.map(\.description).joined() }.joined() + "\(plan)"
      for secret in ["sk-ant-their-own-0123456789", "private", key, "sk-provider-0123456789abcdef"] {
        #expect(!shown.contains(secret), "\(secret)")
      }
    }
    #expect(clone.text("\(clone.home)/.claude/settings.json")?.contains("their-own") == true)
  }

  private func write(_ files: [String: String], _ clone: Clone) throws {
    for (path, text) in files { try clone.write(text, to: "\(clone.home)/\(path)") }
  }

  @discardableResult
  private func restore(_ clone: Clone) throws -> Plan {
    let plan = try Restoration(project: clone.project, places: clone.places()).prepare(on: RealSystem())
    try plan.apply(to: RealSystem(), in: clone.places())
    return plan
  }

  /// All files but the program's own notes.
  private func files(_ clone: Clone) throws -> [String: String] {
    try clone.snapshot().filter { !$0.key.hasPrefix("home/.local/state/") }
  }
}
