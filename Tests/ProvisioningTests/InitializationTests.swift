import Diagnostics
import DotEnv
import Foundation
import Secrets
import Testing

@testable import Provisioning

struct InitializationTests {
  private let provider = ["OPENAI_API_KEY=sk-provider-0123456789abcdef", "OPENAI_API_BASE=https://llm.acme.test/v1"]

  @Test func aFreshCloneBecomesAWorkingSetup() async throws {
    let clone = try Clone()
    let prepared = try await clone.initialize(provider)

    let key = try #require(prepared.settings.masterKey?.exposed)
    #expect(key.wholeMatch(of: /sk-[0-9a-f]{64}/) != nil)
    let environment = try #require(clone.text(clone.project.path(".env")))
    #expect(environment.contains("\nLITELLM_MASTER_KEY=\(key)\n"))
    #expect(environment.contains("\nOPENAI_API_KEY=sk-provider-0123456789abcdef\n"))
    let values = try DotEnvDocument(parsing: Array(environment.utf8)).resolve(environment: [:])
    #expect(values["POSTGRES_PASSWORD"]?.wholeMatch(of: /[0-9a-f]{64}/) != nil)
    #expect(values["REDIS_PASSWORD"]?.wholeMatch(of: /[0-9a-f]{64}/) != nil)

    let configuration = try #require(clone.text(clone.project.path("litellm_config.yaml")))
    #expect(configuration.contains("os.environ/OPENAI_API_KEY") && !configuration.contains("ANTHROPIC_API_KEY"))
    #expect(clone.text("\(clone.home)/.codex/.env") == "AGENTPROXY_API_KEY=\(key)\n")
    #expect(clone.text("\(clone.home)/.claude/settings.json")?.contains("\"\(key)\"") == true)
  }

  @Test func whatWasThereBeforeStaysWhereItWas() async throws {
    let clone = try Clone()
    try await clone.initialize(provider)
    let example = try #require(clone.text(clone.project.path(".env.example"))).split(separator: "\n")
    let environment = try #require(clone.text(clone.project.path(".env"))).split(separator: "\n")
    let changed = zip(example, environment).filter { $0 != $1 }.map { $0.0 }
    #expect(
      changed == [
        "LITELLM_MASTER_KEY=", "OPENAI_API_KEY=", "OPENAI_API_BASE=", "POSTGRES_PASSWORD=", "REDIS_PASSWORD=",
      ]
    )
    #expect(example.count == environment.count)
  }

  @Test func theSecondRunChangesNothing() async throws {
    let clone = try Clone()
    try await clone.initialize(provider)
    let before = try clone.snapshot()
    let recorder = RecordingSystem(RealSystem())
    let second = try await clone.initialization(provider).prepare(on: recorder, isTrackedByGit: false)
    #expect(!second.plan.hasChanges)
    try second.plan.apply(to: recorder, in: clone.places())
    #expect(recorder.written.isEmpty)
    #expect(try clone.snapshot() == before)
  }

  @Test func filesWithKeysAreTheirOwnersAlone() async throws {
    let clone = try Clone()
    try await clone.initialize()
    let withKeys = [
      clone.project.path(".env"), "\(clone.home)/.codex/config.toml", "\(clone.home)/.codex/.env",
      "\(clone.home)/.claude/settings.json", "\(clone.home)/.claude.json",
    ]
    for path in withKeys { #expect(try clone.mode(path) == 0o600, "\(path)") }
    #expect(try clone.mode("\(clone.home)/.codex") == 0o700)
  }

  @Test func anExistingEnvironmentFileKeepsItsMode() async throws {
    let clone = try Clone()
    let path = clone.project.path(".env")
    try clone.write("OPENAI_API_KEY=sk-provider-0123456789abcdef # mine\r\nOTHER='x'\r\n", to: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try await clone.initialize()
    #expect(try clone.mode(path) == 0o640)
    let text = try #require(clone.text(path))
    #expect(text.hasPrefix("OPENAI_API_KEY=sk-provider-0123456789abcdef # mine\r\nOTHER='x'\r\n"))
    // What is made up, and what Compose is to read.
    #expect(text.utf8.count { $0 == UInt8(ascii: "\n") } == 6)
  }

  @Test func whatComposeIsToReadIsAddedWhereItIsMissing() async throws {
    let clone = try Clone()
    let path = clone.project.path(".env")
    try await clone.initialize(provider)
    let whole = try #require(clone.text(path))
    for (line, isMended) in [
      ("", true), ("COMPOSE_FILE=\n", true), ("COMPOSE_FILE=docker-compose.yml:mine.yml\n", false),
    ] {
      let text = whole.replacing("COMPOSE_FILE=docker-compose.yml\n", with: line)
      #expect(text != whole)
      try clone.write(text, to: path)
      let prepared = try await clone.initialize(provider)
      let change = try #require(prepared.plan.changes.first { $0.path == path })
      #expect(change.reason == (isMended ? "added COMPOSE_FILE" : "up to date"))
      let after = try #require(clone.text(path))
      #expect(isMended ? after.contains("\nCOMPOSE_FILE=docker-compose.yml\n") : after == text)
      #expect(try await !clone.initialize(provider).plan.hasChanges)
    }
  }

  /// A clone made under `umask 077`: the containers run as other users, and could not start.
  @Test func whatContainersReadIsOpenedForThem() async throws {
    let clone = try Clone()
    try await clone.initialize(provider)
    let mounted = ["litellm_config.yaml", "stack/Caddyfile", "stack/request_logs.sql"].map(clone.project.path)
    let others = ["docker-compose.yml", "stack/helm-values.yaml"].map(clone.project.path)
    for path in mounted + others {
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    // Here there are no containers.
    let embedded = try await clone.initialize(provider + ["AGENTPROXY_ENGINE=embedded"])
    #expect(!embedded.plan.changes.contains { $0.isWrite && $0.owner == .repository })
    let dry = RecordingSystem(DryRunSystem(RealSystem()))
    try await clone.initialization(provider + ["AGENTPROXY_ENGINE=auto"])
      .prepare(on: dry, isTrackedByGit: false).plan.apply(to: dry, in: clone.places())
    #expect(try clone.mode(mounted[0]) == 0o600)

    let before = try clone.snapshot()
    let prepared = try await clone.initialize(provider + ["AGENTPROXY_ENGINE=auto"])
    for path in mounted {
      let change = try #require(prepared.plan.changes.first { $0.path == path })
      #expect(change.action == .update && change.reason == "opened for the containers, which run as other users")
      #expect(try clone.mode(path) == 0o644)
      #expect(clone.text(path) == before[String(path.dropFirst(clone.root.count + 1))])
    }
    for path in others { #expect(try clone.mode(path) == 0o600) }
    #expect(try await !clone.initialize(provider).plan.hasChanges)
    // One that gets another content is opened as well.
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: mounted[0])
    try await clone.initialize(provider + ["OPENAI_MODELS=another"])
    #expect(try clone.mode(mounted[0]) == 0o644)
  }

  @Test func theAddressInTheFileIsTheOneThatATokenIsTriedAt() async throws {
    let clone = try Clone()
    let questions = try await clone.initialization(["OPENAI_API_BASE=https://llm.acme.test/v1"])
      .questions(on: RealSystem())
    #expect(questions.map(\.usualAddress) == ["https://llm.acme.test/v1", "https://api.anthropic.com"])
    #expect(questions.first?.addressText == "Its base URL, ending in /v1 (empty: https://llm.acme.test/v1): ")
    #expect(questions.last?.addressText == "Its base URL, without /v1: ")
  }

  @Test func aValueIsReadBackExactly() async throws {
    let clone = try Clone()
    let hostile = #"p'a"$HOME\n # {{x}}"#
    let prepared = try await clone.initialize(["POSTGRES_PASSWORD=\(hostile)"])
    #expect(prepared.settings.postgresPassword?.exposed == hostile)
  }

  @Test func noSecretIsInARepositoryFileOrInWhatIsShown() async throws {
    let clone = try Clone()
    let prepared = try await clone.initialize(provider + ["EMPLOYER_TOKEN=employer-0123456789"])
    let secrets = [
      "sk-provider-0123456789abcdef", "employer-0123456789", try #require(prepared.settings.masterKey?.exposed),
    ]
    let holders = try clone.snapshot().filter { file in secrets.contains { file.value.contains($0) } }.keys.sorted()
    #expect(holders == ["clone/.env", "home/.claude/settings.json", "home/.codex/.env"])
    for secret in secrets {
      #expect(!prepared.plan.changes.contains { $0.diff(name: $0.path).contains(secret) || $0.reason.contains(secret) })
      #expect(!prepared.plan.findings.contains { $0.description.contains(secret) })
      #expect(!"\(prepared.plan)".contains(secret))
    }
  }

  @Test func whatAClientAddsToItsFileIsNoDrift() async throws {
    let clone = try Clone()
    try await clone.initialize(provider)
    let codex = "\(clone.home)/.codex/config.toml"
    try clone.write(try #require(clone.text(codex)) + "\n[projects.\"/x\"]\ntrust_level = \"trusted\"\n", to: codex)
    let state = "\(clone.home)/.claude.json"
    try clone.write("{\n  \"numStartups\": 2,\n  \"hasCompletedOnboarding\": true,\n  \"x\": 1\n}\n", to: state)
    let prepared = try await clone.initialize(provider)
    #expect(!prepared.plan.hasChanges)
  }

  @Test func otherFoldersOfTheClientsAreHonoured() async throws {
    let clone = try Clone()
    let environment = ["CODEX_HOME": "\(clone.root)/codex", "CLAUDE_CONFIG_DIR": "\(clone.root)/claude"]
    try await clone.initialize(environment: environment)
    #expect(clone.text("\(clone.root)/codex/config.toml") != nil)
    #expect(clone.text("\(clone.root)/claude/settings.json") != nil)
    #expect(clone.text("\(clone.root)/claude/.claude.json") != nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: clone.home) == [".local"])
  }

  @Test func onlyTheChosenClientsAreConfigured() async throws {
    let clone = try Clone()
    try await clone.initialize(clients: [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: clone.home) == [".local"])
    try await clone.initialize(clients: [.claude])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: clone.home).sorted() == [".claude", ".claude.json", ".local"]
    )
  }

  @Test func whichClientsWereChosenIsRemembered() async throws {
    let clone = try Clone()
    func chosen() throws -> [Client]? { try Client.chosen(in: clone.places(), RealSystem()) }
    func choose(_ clients: [Client]) async throws {
      var wanted = try clone.initialization(clients: clients)
      wanted.remembersClients = true
      let plan = try await wanted.prepare(on: RealSystem(), isTrackedByGit: false).plan
      try plan.apply(to: RealSystem(), in: clone.places())
    }
    #expect(try chosen() == nil)
    try await clone.initialize(clients: [])
    #expect(try chosen() == nil)
    // Nothing else is written then.
    try await choose([])
    #expect(try chosen() == [])
    try await choose([.copilot])
    try await choose([.claude])
    try await choose([])
    #expect(try chosen() == [.claude, .copilot])
    let restoration = try Restoration(project: clone.project, places: clone.places()).prepare(on: RealSystem())
    try restoration.apply(to: RealSystem(), in: clone.places())
    #expect(try chosen() == nil)
    // As it is with notes from before choices were kept.
    try await clone.initialize()
    #expect(try chosen() == Client.standard)
  }

  @Test func aDryRunWritesNothing() async throws {
    let clone = try Clone()
    let before = try clone.snapshot()
    let recorder = RecordingSystem(DryRunSystem(RealSystem()))
    let prepared = try await clone.initialization(provider).prepare(on: recorder, isTrackedByGit: false)
    try prepared.plan.apply(to: recorder, in: clone.places())
    #expect(prepared.plan.hasChanges)
    #expect(recorder.written.contains(clone.project.path(".env")))
    #expect(try clone.snapshot() == before)
  }

  @Test(arguments: [
    ("LITELLM_MASTER_KEY=sk-x\nA B=1\n", "key cannot contain a space", 2),
    ("OPENAI_API_KEY=\"open\n", "unterminated quoted value", 1),
    ("A=${B:?must be set}\n", "required variable B is missing a value", 1),
  ])
  func aBrokenFileIsNamedWithItsLineAndNothingIsWritten(text: String, message: String, line: Int) async throws {
    let clone = try Clone()
    try clone.write(text, to: clone.project.path(".env"))
    let before = try clone.snapshot()
    let failure = await #expect(throws: Failure.self) { try await clone.initialize(provider) }
    #expect(failure?.status == .badInput)
    #expect(failure?.diagnostics.first?.file == ".env")
    #expect(failure?.diagnostics.first?.line == line)
    #expect(failure?.diagnostics.first?.message == message)
    #expect(failure?.diagnostics.first?.hint != nil)
    #expect(try clone.snapshot() == before)
  }

  @Test(arguments: [
    ("OPENAI_APIKEY=x", "did you mean OPENAI_API_KEY?"), ("claude_modle=x", "did you mean CLAUDE_MODEL?"),
    ("ACME_API_KEY=x", "see .env.example for the keys"),
  ])
  func anUnknownKeyIsWrongUsage(assignment: String, hint: String) async throws {
    let clone = try Clone()
    let before = try clone.snapshot()
    let failure = await #expect(throws: Failure.self) { try await clone.initialize([assignment]) }
    #expect(failure?.status == .usage)
    #expect(failure?.diagnostics.first?.hint?.hasPrefix(hint) == true, "\(String(describing: failure))")
    #expect(try clone.snapshot() == before)
  }

  @Test func theKeysOfAFurtherProviderAreKnownOnceItIsNamed() async throws {
    let clone = try Clone()
    let prepared = try await clone.initialize([
      "AGENTPROXY_PROVIDERS=ACME", "ACME_API_KEY=acme-0123456789abcdef", "ACME_API_BASE=https://llm.acme.test",
      "ACME_WIRE_API=messages", "ACME_MODELS=fast=acme-1",
    ])
    #expect(prepared.settings.activeProviders.map(\.name) == ["ACME"])
    let configuration = try #require(clone.text(clone.project.path("litellm_config.yaml")))
    #expect(configuration.contains("- model_name: fast\n    litellm_params:\n      model: anthropic/acme-1\n"))
    #expect(clone.text(clone.project.path("docker-compose.yml"))?.contains("\n      ACME_API_KEY:\n") == true)
  }

  @Test func textWithoutAnEqualsSignIsNotRepeated() {
    let failure = #expect(throws: Failure.self) { try KeyAssignment(parsing: "sk-secret") }
    #expect(failure?.status == .usage)
    #expect(failure?.description.contains("sk-secret") == false)
  }

  @Test(arguments: ["a\nb", "a\u{1B}[1m", "a\t", "\u{7F}"])
  func aValueHasNoControlCharacters(value: String) {
    let failure = #expect(throws: Failure.self) { try KeyAssignment(parsing: "OPENAI_API_KEY=\(value)") }
    #expect(failure?.diagnostics.first?.id == "set.control-character")
    #expect(failure?.description.contains(value) == false)
  }

  @Test func aKeyThatTheShellHasOtherwiseIsPointedOut() async throws {
    let clone = try Clone()
    let prepared = try await clone.initialize(provider, environment: ["OPENAI_API_KEY": "sk-other", "PATH": "/bin"])
    let finding = try #require(prepared.plan.findings.first { $0.id == "env.shadowed" })
    #expect(finding.message.hasPrefix("OPENAI_API_KEY has another value in this shell"))
    #expect(!finding.description.contains("sk-other"))
    #expect(prepared.settings.providers.first?.apiKey?.exposed == "sk-provider-0123456789abcdef")
  }
}
