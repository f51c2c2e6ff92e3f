import Doctor
import Foundation
import Testing

/// `.env`.
struct EnvTests {
  /// A mistake: the check that finds it, and what is written into a file that is right.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let id: String
    let lines: [(key: String, value: String)]
    var status = Status.failed
    /// The checks of other sections that follow from it.
    var consequences: [String] = []

    var testDescription: String { id }

    init(
      _ name: String,
      _ lines: KeyValuePairs<String, String>,
      _ status: Status = .failed,
      consequences: [String] = []
    ) {
      id = "env.\(name)"
      self.lines = lines.map { ($0.key, $0.value) }
      self.status = status
      self.consequences = consequences
    }
  }

  private static let drift = ["rendered.files"]

  static let mistakes = [
    Mistake("duplicate", ["CODEX_MODEL": "gpt-5.5\nCODEX_MODEL=gpt-5.5"], .warning),
    Mistake("divergent", ["OTHER": "a#b"], .warning),
    Mistake("unset-variable", ["OTHER": "\"${NOT_SET}\""], .warning, consequences: ["env.divergent"]),
    Mistake("unknown-key", ["AGENTPROXY_PROT": "4000"], .warning),
    Mistake("unlisted-provider", ["ACME_API_BASE": "https://llm.acme.test/v1"], .warning),
    Mistake("placeholder", ["OPENAI_API_KEY": "your-key-here"], consequences: drift),
    Mistake("no-provider", ["OPENAI_API_KEY": "", "ANTHROPIC_API_KEY": ""]),
    Mistake("command", ["POSTGRES_PASSWORD": "'$(openssl rand -hex 32)'"]),
    Mistake("dollar", ["OPENAI_API_KEY": "sk-provider$abcdef0123456789abcdef"]),
    Mistake("key-quotes", ["OPENAI_API_KEY": "sk-provider-\"0123456789abcdef\""]),
    Mistake("key-white-space", ["OPENAI_API_KEY": "'Bearer sk-provider-0123456789abcdef'"]),
    Mistake("key-characters", ["OPENAI_API_KEY": "sk-provider-é0123456789abcdef"]),
    Mistake("key-prefix", ["LITELLM_MASTER_KEY": "0123456789abcdef0123456789abcdef"], .note),
    Mistake("mixed-up", ["LITELLM_MASTER_KEY": "sk-ant-0123456789abcdef0123456789abcdef"]),
    Mistake("weak-key", ["LITELLM_MASTER_KEY": "sk-1234"]),
    Mistake("unused-token", ["EMPLOYER_TOKEN": "token-0123456789abcdef"], .warning),
    Mistake("base-missing", ["AGENTPROXY_PROVIDERS": "ACME", "ACME_API_KEY": "acme-0123456789", "ACME_MODELS": "m"]),
    Mistake("base-scheme", ["OPENAI_API_BASE": "127.0.0.1:9/v1"]),
    Mistake("base-characters", ["OPENAI_API_BASE": "'http://127.0.0.1: 9/v1'"]),
    Mistake("base-query", ["OPENAI_API_BASE": "http://127.0.0.1:9/v1?x=1"]),
    Mistake("base-path", ["OPENAI_API_BASE": "http://127.0.0.1:9/v1/chat/completions"]),
    Mistake("base-version", ["OPENAI_API_BASE": "http://127.0.0.1:9/v1/v1"]),
    Mistake("base-slash", ["ANTHROPIC_API_BASE": "http://127.0.0.1:9/"]),
    Mistake("base-credentials", ["OPENAI_API_BASE": "http://me@127.0.0.1:9/v1"], .warning),
    Mistake("base-loop", ["OPENAI_API_BASE": "http://127.0.0.1:4000/v1"]),
    Mistake("base-plain-http", ["OPENAI_API_BASE": "http://llm.acme.test/v1"], .warning),
    Mistake("port", ["AGENTPROXY_PORT": "70000"]),
    Mistake("bind", ["AGENTPROXY_BIND": "nowhere"]),
    Mistake("bind-open", ["AGENTPROXY_BIND": "0.0.0.0"], .warning),
    Mistake("allowed-ips", ["AGENTPROXY_ALLOWED_IPS": "10.0.0.0/8,nobody"]),
    Mistake("tls-host", ["AGENTPROXY_TLS_HOST": "https://llm.acme.test"]),
    Mistake("allowed-ipv6", ["AGENTPROXY_BIND": "::", "AGENTPROXY_ALLOWED_IPS": "fd00::/8"]),
    Mistake("engine", ["AGENTPROXY_ENGINE": "diesel"]),
    Mistake("routing", ["AGENTPROXY_ROUTING": "fastest"]),
    Mistake("cache", ["AGENTPROXY_CACHE": "maybe"]),
    Mistake("devcontainer-network", ["AGENTPROXY_DEVCONTAINER_NETWORK": "ajar"]),
    Mistake("profiles", ["COMPOSE_PROFILES": "tsl"], .note),
    Mistake("wire-api", ["OPENAI_WIRE_API": "grpc"]),
    Mistake("provider-name", ["AGENTPROXY_PROVIDERS": "1ACME"]),
    Mistake("models", ["OPENAI_MODELS": "a=b=c"]),
    Mistake(
      "no-models",
      ["AGENTPROXY_PROVIDERS": "ACME", "ACME_API_KEY": "acme-0123456789", "ACME_API_BASE": "https://llm.acme.test/v1"],
      .warning,
      consequences: drift
    ),
    Mistake("unserved-model", ["CODEX_MODEL": "nobody-has-it"], .warning, consequences: drift),
  ]

  /// Those that are not made by a line, and have a test of their own.
  private static let others = [
    "env.readable", "env.tracked", "env.byte-order-mark", "env.carriage-return", "env.shadowed", "env.base-loopback",
  ]

  @Test(arguments: mistakes)
  func aMistakeIsFoundByItsCheckAlone(mistake: Mistake) async throws {
    let setup = try await Setup()
    for (key, value) in mistake.lines { try setup.set(key, value) }
    let results = await examine(setup.context())
    let result = try #require(results[mistake.id])
    #expect(result.status == mistake.status, "\(result)")
    let finding = try #require(result.outcome.finding)
    #expect(finding.remedy != nil, "\(finding)")
    #expect(finding.file == ".env", "\(finding)")
    let others = results.filter { $0.isTrouble && $0.id != mistake.id }.map(\.id)
    #expect(Set(others).isSubset(of: mistake.consequences), "\(others)")
    #expect(!"\(results)".contains("0123456789abcdef"), "\(results)")
  }

  @Test func everyKindOfMistakeHasATest() {
    let kinds = allChecks.first { $0.section == .env }?.checks.filter(\.isQuiet).map(\.id) ?? []
    #expect(Set(kinds) == Set(Self.mistakes.map(\.id) + Self.others))
  }

  /// A finding for which there is no check would be seen by nobody.
  @Test func everyFindingOfInitHasACheck() throws {
    let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/Provisioning/Settings")
    var ids: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasPrefix("SettingsLint+") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let findings = /finding\(\s*(?:\.\w+|isGenerated \? \.error : \.warning),\s*"([a-z-]+)"/
      let choices = /choice\("[^"]*", "([a-z-]+)"/
      for match in text.matches(of: findings) { ids.insert("env.\(match.1)") }
      for match in text.matches(of: choices) { ids.insert("env.\(match.1)") }
    }
    #expect(ids.count > 40)
    let known = Set(allChecks.flatMap(\.checks).map(\.id))
    #expect(ids.subtracting(known).isEmpty, "\(ids.subtracting(known))")
  }

  @Test func aFileThatIsRight() async throws {
    let setup = try await Setup()
    expectOnly([], in: await examine(setup.context()))
  }

  @Test(arguments: [
    ("env.weak-key", "LITELLM_MASTER_KEY", "sk-1234"), ("env.placeholder", "LITELLM_MASTER_KEY", "changeme-0123456789"),
    ("env.command", "POSTGRES_PASSWORD", "'$(openssl rand -hex 32)'"),
  ])
  func aBadKeyIsReplaced(id: String, key: String, value: String) async throws {
    let setup = try await Setup()
    try setup.set(key, value)
    let finding = try #require(await examine(setup.context())[id]?.outcome.finding)
    #expect(finding.remedy == .fix(.initialize(["\(key)="])))
    try await setup.mend(finding)
    expectOnly([], in: await examine(setup.context()))
  }

  @Test func aFileThatOthersMayRead() async throws {
    let setup = try await Setup()
    _ = try setup.type("chmod 644 .env")
    let results = await examine(setup.context())
    expectOnly(["env.readable"], in: results)
    try await setup.mend(try #require(results["env.readable"]?.outcome.finding))
    expectOnly([], in: await examine(setup.context()))
  }

  @Test func aFileThatGitTracks() async throws {
    let setup = try await Setup()
    let results = await examine(setup.context(isTrackedByGit: true))
    expectOnly(["env.tracked"], in: results)
    #expect(results["env.tracked"]?.status == .failed)
  }

  @Test func aByteOrderMark() async throws {
    let setup = try await Setup()
    try setup.edit(setup.environmentFile) { $0 = "\u{FEFF}\($0)" }
    let results = await examine(setup.context())
    expectOnly(["env.byte-order-mark"], in: results)
    try await setup.mend(try #require(results["env.byte-order-mark"]?.outcome.finding))
    expectOnly([], in: await examine(setup.context()))
  }

  @Test func carriageReturns() async throws {
    let setup = try await Setup()
    try setup.edit(setup.environmentFile) { $0 = $0.replacing("\n", with: "\r\n") }
    let results = await examine(setup.context())
    #expect(results["env.carriage-return"]?.status == .warning)
    try await setup.mend(try #require(results["env.carriage-return"]?.outcome.finding))
    expectOnly([], in: await examine(setup.context()))
  }

  @Test func aShellThatSaysSomethingElse() async throws {
    let setup = try await Setup(["CODEX_MODEL=gpt-5.5"], environment: ["CODEX_MODEL": "gpt-4"])
    let results = await examine(setup.context())
    expectOnly(["env.shadowed"], in: results)
    #expect(results["env.shadowed"]?.outcome.finding?.remedy == .command("unset CODEX_MODEL"))
  }

  @Test func aProviderWhereNoContainerGets() async throws {
    let setup = try await Setup(["AGENTPROXY_ENGINE=compose"])
    #expect(try await outcome("env.base-loopback", setup.context()).status == .warning)
  }

  @Test func noFile() async throws {
    let setup = try await Setup()
    try FileManager.default.removeItem(atPath: setup.environmentFile)
    let results = await examine(setup.context())
    expectOnly(["env.file"], in: results)
    #expect(results["env.file"]?.outcome.finding?.message == "there is no .env")
    #expect(results["env.master-key"]?.outcome == .skipped("env.file failed"))
    try await setup.mend(try #require(results["env.file"]?.outcome.finding))
    // There is no provider in the new file.
    expectOnly(["env.no-provider"], in: await examine(setup.context()))
  }

  @Test func aFileThatComposeRefuses() async throws {
    let setup = try await Setup()
    try setup.edit(setup.environmentFile) { $0 += "OTHER='never closed\n" }
    let results = await examine(setup.context())
    expectOnly(["env.file"], in: results)
    #expect(results["env.file"]?.outcome.finding?.line != nil)
  }

  @Test func noMasterKey() async throws {
    let setup = try await Setup()
    try setup.set("LITELLM_MASTER_KEY", "")
    let results = await examine(setup.context())
    expectOnly(["env.master-key"], in: results)
    try await setup.mend(try #require(results["env.master-key"]?.outcome.finding))
    expectOnly([], in: await examine(setup.context()))
  }

  @Test func aContainerFromWhichTheFileIsKeptAway() async throws {
    let setup = try await Setup(environment: ["LITELLM_MASTER_KEY": "sk-0123456789abcdef", "DEVCONTAINER": "true"])
    try setup.write("", to: setup.environmentFile)
    let results = await examine(setup.context())
    let reason = ".env is kept away from this container, as it should be"
    expectOnly([], in: results, orSkippedFor: ["--no-network", reason, "there is no clone here"])
    #expect(results["env.master-key"]?.status == .passed)
  }
}
