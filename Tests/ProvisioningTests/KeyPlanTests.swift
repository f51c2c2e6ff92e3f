import ConfigEdit
import Diagnostics
import Testing

@testable import Provisioning

/// What becomes of each key: the value last written, the one there, the one wanted.
struct KeyPlanTests {
  @Test func aKeyIsAddedWhereThereIsNone() throws {
    let plan = try plan("# mine\n[projects.\"/x\"]\ntrust_level = \"trusted\"\n", model: "a")
    #expect(states(plan) == [.added, .added])
    let keys = "model = \"a\"\nmodel_provider = \"agentproxy\"\n"
    #expect(plan.text.contains(keys) && plan.text.contains("# mine\n"), "\(plan.text)")
    #expect(plan.text.hasSuffix("[projects.\"/x\"]\ntrust_level = \"trusted\"\n"))
  }

  @Test func aValueOfTheUsersIsReplacedAndKept() throws {
    let plan = try plan("model = 'theirs' # a remark\nmodel_provider = \"openai\"\n", model: "a")
    #expect(states(plan) == [.replaced, .replaced])
    #expect(plan.text == "model = \"a\" # a remark\nmodel_provider = \"agentproxy\"\n")
    #expect(plan.record.keys.map(\.before) == ["'theirs'", "\"openai\""])
    #expect(plan.changes.first?.description == "model: \"a\" replaces your 'theirs'")
  }

  @Test func theSameValueInOtherQuotesStays() throws {
    let text = "model = 'a'\nmodel_provider = '''agentproxy'''\n"
    let plan = try plan(text, model: "a")
    #expect(states(plan) == [.unchanged, .unchanged])
    #expect(plan.text == text)
    #expect(plan.record.keys.isEmpty)
  }

  @Test func whatWasWrittenFollows() throws {
    let first = try plan("", model: "a")
    let second = try plan(first.text, model: "b", after: first)
    #expect(states(second) == [.updated, .unchanged])
    #expect(second.text == first.text.replacing("\"a\"", with: "\"b\""))
    #expect(second.record.keys.map(\.before) == [nil, nil])
  }

  @Test func aChoiceMadeSinceStays() throws {
    let first = try plan("", model: "a")
    let chosen = first.text.replacing("\"a\"", with: "\"chosen\"")
    for model in ["a", "b"] {
      let second = try plan(chosen, model: model, after: first)
      #expect(states(second) == [.kept, .unchanged])
      #expect(second.text == chosen)
    }
    let removed = first.text.replacing("model = \"a\"\n", with: "")
    #expect(try plan(removed, model: "a", after: first).text == removed)
  }

  @Test func whatTheGatewayNeedsIsPutBack() throws {
    let first = try plan("", model: "a")
    let drifted = first.text.replacing("\"agentproxy\"", with: "\"openai\"")
    let second = try plan(drifted, model: "a", after: first)
    #expect(states(second).last == .putBack)
    #expect(second.text == first.text)
    #expect(second.changes.last?.description.contains("put back over \"openai\"") == true)
    // What comes back at last is what somebody wanted, not what we wrote.
    #expect(second.record.keys.first { $0.path == ["model_provider"] }?.before == "\"openai\"")
  }

  @Test func aReplacedFileGetsItsSuggestionsAnew() throws {
    let first = try plan("", model: "a")
    let replaced = "model = \"old\"\nmodel_provider = \"openai\"\n"
    let second = try plan(replaced, model: "a", after: first)
    #expect(second.text == "model = \"a\"\nmodel_provider = \"agentproxy\"\n")
  }

  @Test func aFileThatIsGoneIsMadeAgain() throws {
    let first = try plan("", model: "a")
    let file = file(model: "a")
    let second = try planKeys(file, actual: nil, last: first.record, name: "config.toml")
    #expect(second.document.bytes == first.document.bytes)
    #expect(second.record.isCreated)
  }

  @Test func aKeyNoLongerWantedGoesAsItCame() throws {
    let before = "model = \"theirs\"\n"
    let first = try plan(before, model: "a")
    let without = ManagedFile(
      path: "/config.toml",
      format: .toml,
      keys: file(model: "a").keys.filter { $0.path != ["model"] },
      anchor: ["model_provider"]
    )
    let second = try planKeys(without, actual: first.document.bytes, last: first.record, name: "config.toml")
    #expect(states(second) == [.withdrawn, .unchanged])
    #expect(second.text == "model = \"theirs\"\nmodel_provider = \"agentproxy\"\n")
    #expect(second.record.keys.map(\.path) == [["model_provider"]])
  }

  @Test func aFileThatCannotBeReadIsNamedWithItsLine() throws {
    let failure = #expect(throws: Failure.self) { try plan("a = 1\nb = \n", model: "a") }
    #expect(failure?.status == .badInput)
    #expect(failure?.diagnostics.first?.file == "config.toml")
    #expect(failure?.diagnostics.first?.line == 2)
  }

  @Test func whatIsInTheWayIsNamedWithItsLine() throws {
    let file = ManagedFile(
      path: "/config.toml",
      format: .toml,
      keys: [WantedKey(path: ["features", "plugins"], text: "false", policy: .required)],
      anchor: nil
    )
    let failure = #expect(throws: Failure.self) {
      try planKeys(file, actual: Array("a = 1\nfeatures = 3\n".utf8), last: nil, name: "config.toml")
    }
    #expect(failure?.diagnostics.first?.id == "file.blocked")
    #expect(failure?.diagnostics.first?.line == 2)
  }

  @Test(arguments: [
    "[otel.exporter.otlp-http]\nendpoint = \"https://c\"\n",
    "[otel]\nexporter = { otlp-http = { endpoint = \"c\" } }\n",
  ])
  func aGapThatIsFilledStaysAsItIs(text: String) throws {
    let file = ManagedFile(
      path: "/config.toml",
      format: .toml,
      keys: [WantedKey(path: ["otel", "exporter"], text: "\"none\"", policy: .fallback)],
      anchor: nil
    )
    let plan = try planKeys(file, actual: Array(text.utf8), last: nil, name: "config.toml")
    #expect(plan.text == text)
    #expect(states(plan) == [.kept])
    #expect(plan.changes.first?.description.hasSuffix(" kept, which is yours; ours would be \"none\"") == true)
    #expect(plan.changes.first?.line != nil)
  }

  @Test func aGapThatIsFilledOtherwiseIsSaid() throws {
    let file = ManagedFile(
      path: "/config.toml",
      format: .toml,
      keys: [WantedKey(path: ["otel", "log_user_prompt"], text: "false", policy: .fallback)],
      anchor: nil
    )
    func plan(_ value: Bool, after last: LedgerFile?) throws -> KeyPlan {
      try planKeys(file, actual: Array("[otel]\nlog_user_prompt = \(value)\n".utf8), last: last, name: "config.toml")
    }
    let first = try planKeys(file, actual: [], last: nil, name: "config.toml")
    for last in [nil, first.record] {
      let plan = try plan(true, after: last)
      #expect(states(plan) == [.kept])
      #expect(plan.changes.first?.description.contains("as it should be") == false)
    }
    #expect(states(try plan(false, after: nil)) == [.unchanged])
  }

  @Test func theLineNamedIsThatOfTheFileAsItIs() throws {
    let file = ManagedFile(
      path: "/config.toml",
      format: .toml,
      keys: file(model: "a").keys + [WantedKey(path: ["features", "plugins"], text: "false", policy: .required)],
      anchor: nil
    )
    let failure = #expect(throws: Failure.self) {
      try planKeys(file, actual: Array("[[features]]\nname = \"x\"\n".utf8), last: nil, name: "config.toml")
    }
    #expect(failure?.diagnostics.first?.line == 1)
  }

  @Test func aSecretIsNeverNotedInFull() throws {
    let file = ManagedFile(
      path: "/settings.json",
      format: .json,
      keys: [WantedKey(path: ["env", "ANTHROPIC_AUTH_TOKEN"], text: "\"sk-0123456789abcdef\"", policy: .required)],
      anchor: nil
    )
    let plan = try planKeys(file, actual: nil, last: nil, name: "settings.json")
    #expect(plan.record.keys.first?.written == nil)
    #expect(!"\(plan.record) \(plan.changes)".contains("0123456789abcdef"))
    let second = try planKeys(file, actual: plan.document.bytes, last: plan.record, name: "settings.json")
    #expect(states(second) == [.unchanged])
  }

  private func file(model: String) -> ManagedFile {
    ManagedFile(
      path: "/config.toml",
      format: .toml,
      keys: [
        WantedKey(path: ["model"], text: "\"\(model)\"", policy: .preference),
        WantedKey(path: ["model_provider"], text: "\"agentproxy\"", policy: .required),
      ],
      anchor: ["model_provider"]
    )
  }

  private func plan(_ text: String, model: String, after first: KeyPlan? = nil) throws -> KeyPlan {
    try planKeys(file(model: model), actual: Array(text.utf8), last: first?.record, name: "config.toml")
  }

  private func states(_ plan: KeyPlan) -> [KeyChange.State] { plan.changes.map(\.state) }
}

extension KeyPlan {
  fileprivate var text: String { String(decoding: document.bytes, as: UTF8.self) }
}
