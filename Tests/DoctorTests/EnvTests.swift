import Diagnostics
import Doctor
import Foundation
import Testing

@testable import Provisioning

/// `.env`.
struct EnvTests {
  /// A mistake: the check that finds it, what is written into a file that is right, and what its advice makes of that.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let id: String
    let lines: [(key: String, value: String)]
    var status = Status.failed
    /// The lines as the advice has them, where it is no command; without a value for one that is taken out.
    let corrected: [(key: String, value: String?)]
    /// The checks of other sections that follow from it, or from what mends it.
    var consequences: [String] = []

    var testDescription: String { id }

    init(
      _ name: String,
      _ lines: KeyValuePairs<String, String>,
      _ status: Status = .failed,
      corrected: KeyValuePairs<String, String?> = [:],
      consequences: [String] = []
    ) {
      id = "env.\(name)"
      self.lines = lines.map { ($0.key, $0.value) }
      self.status = status
      self.corrected = corrected.map { ($0.key, $0.value) }
      self.consequences = consequences
    }
  }

  private static let drift = ["rendered.files"]
  private static let base = "http://127.0.0.1:9/v1"

  static let mistakes = [
    Mistake(
      "duplicate",
      ["CODEX_MODEL": "gpt-5.5\nCODEX_MODEL=gpt-5.5"],
      .warning,
      corrected: ["CODEX_MODEL": "gpt-5.5"]
    ),
    Mistake("divergent", ["OTHER": "a#b"], .warning, corrected: ["OTHER": "'a#b'"]),
    Mistake(
      "unset-variable",
      ["OTHER": "\"${NOT_SET}\""],
      .warning,
      corrected: ["NOT_SET": "x", "OTHER": "\"${NOT_SET}\""],
      consequences: ["env.divergent"]
    ),
    Mistake(
      "unknown-key",
      ["AGENTPROXY_PROT": "4000"],
      .warning,
      corrected: ["AGENTPROXY_PROT": nil, "AGENTPROXY_PORT": "4000"]
    ),
    Mistake(
      "unlisted-provider",
      ["ACME_API_BASE": "https://llm.acme.test/v1"],
      .warning,
      corrected: ["AGENTPROXY_PROVIDERS": "ACME"]
    ),
    Mistake("placeholder", ["OPENAI_API_KEY": "your-key-here"], corrected: ["OPENAI_API_KEY": Setup.openAIKey]),
    Mistake(
      "no-provider",
      ["OPENAI_API_KEY": "", "ANTHROPIC_API_KEY": ""],
      corrected: ["OPENAI_API_KEY": Setup.openAIKey, "ANTHROPIC_API_KEY": Setup.anthropicKey]
    ),
    Mistake("command", ["POSTGRES_PASSWORD": "'$(openssl rand -hex 32)'"]),
    Mistake(
      "dollar",
      ["OPENAI_API_KEY": "sk-provider$abcdef0123456789abcdef"],
      corrected: ["OPENAI_API_KEY": "'sk-provider$abcdef0123456789abcdef'"]
    ),
    Mistake(
      "key-quotes",
      ["OPENAI_API_KEY": "sk-provider-\"0123456789abcdef\""],
      corrected: ["OPENAI_API_KEY": "sk-provider-0123456789abcdef"]
    ),
    Mistake(
      "key-white-space",
      ["OPENAI_API_KEY": "'Bearer sk-provider-0123456789abcdef'"],
      corrected: ["OPENAI_API_KEY": "'sk-provider-0123456789abcdef'"]
    ),
    Mistake(
      "key-characters",
      ["OPENAI_API_KEY": "sk-provider-é0123456789abcdef"],
      corrected: ["OPENAI_API_KEY": "sk-provider-0123456789abcdef"]
    ),
    Mistake(
      "key-prefix",
      ["LITELLM_MASTER_KEY": "0123456789abcdef0123456789abcdef"],
      .note,
      corrected: ["LITELLM_MASTER_KEY": ""],
      consequences: ["codex.key", "claude.token"]
    ),
    Mistake(
      "mixed-up",
      ["LITELLM_MASTER_KEY": "sk-ant-0123456789abcdef0123456789abcdef"],
      corrected: ["ANTHROPIC_API_KEY": "sk-ant-0123456789abcdef0123456789abcdef", "LITELLM_MASTER_KEY": ""]
    ),
    Mistake("weak-key", ["LITELLM_MASTER_KEY": "sk-1234"]),
    Mistake(
      "unused-token",
      ["EMPLOYER_TOKEN": "token-0123456789abcdef"],
      .warning,
      corrected: ["OPENAI_API_BASE": base, "OPENAI_API_KEY": ""],
      consequences: drift
    ),
    Mistake(
      "base-missing",
      ["AGENTPROXY_PROVIDERS": "ACME", "ACME_API_KEY": "acme-0123456789", "ACME_MODELS": "m"],
      corrected: ["ACME_API_BASE": "https://llm.acme.test/v1"],
      consequences: drift
    ),
    Mistake(
      "base-scheme",
      ["OPENAI_API_BASE": "127.0.0.1:9/v1"],
      corrected: ["OPENAI_API_BASE": "https://127.0.0.1:9/v1"]
    ),
    Mistake("base-characters", ["OPENAI_API_BASE": "'http://127.0.0.1: 9/v1'"], corrected: ["OPENAI_API_BASE": base]),
    Mistake("base-query", ["OPENAI_API_BASE": "http://127.0.0.1:9/v1?x=1"]),
    Mistake("base-path", ["OPENAI_API_BASE": "http://127.0.0.1:9/v1/chat/completions"]),
    Mistake("base-path", ["ANTHROPIC_API_BASE": "http://127.0.0.1:9/v1/messages/"]),
    Mistake("base-version", ["OPENAI_API_BASE": "http://127.0.0.1:9/v1/v1"]),
    Mistake("base-version", ["ANTHROPIC_API_BASE": "http://127.0.0.1:9/v1"]),
    Mistake("base-slash", ["ANTHROPIC_API_BASE": "http://127.0.0.1:9/"]),
    Mistake(
      "base-credentials",
      ["OPENAI_API_BASE": "http://me@127.0.0.1:9/v1"],
      .warning,
      corrected: ["OPENAI_API_BASE": base]
    ),
    Mistake("base-loop", ["OPENAI_API_BASE": "http://127.0.0.1:4000/v1"], corrected: ["OPENAI_API_BASE": base]),
    Mistake(
      "base-plain-http",
      ["OPENAI_API_BASE": "http://llm.acme.test/v1"],
      .warning,
      corrected: ["OPENAI_API_BASE": "https://llm.acme.test/v1"]
    ),
    Mistake("port", ["AGENTPROXY_PORT": "70000"]),
    Mistake("bind", ["AGENTPROXY_BIND": "nowhere"]),
    Mistake("bind-open", ["AGENTPROXY_BIND": "0.0.0.0"], .warning, corrected: ["AGENTPROXY_BIND": "127.0.0.1"]),
    Mistake(
      "allowed-ips",
      ["AGENTPROXY_ALLOWED_IPS": "10.0.0.0/8,nobody"],
      corrected: ["AGENTPROXY_ALLOWED_IPS": "10.0.0.0/8,192.168.1.7"],
      consequences: drift
    ),
    Mistake(
      "tls-host",
      ["AGENTPROXY_TLS_HOST": "https://llm.acme.test"],
      corrected: ["AGENTPROXY_TLS_HOST": "llm.acme.test"]
    ),
    Mistake(
      "allowed-ipv6",
      ["AGENTPROXY_BIND": "::", "AGENTPROXY_ALLOWED_IPS": "fd00::/8"],
      corrected: ["AGENTPROXY_BIND": "127.0.0.1"],
      consequences: drift
    ),
    Mistake("engine", ["AGENTPROXY_ENGINE": "diesel"]),
    Mistake("routing", ["AGENTPROXY_ROUTING": "fastest"]),
    Mistake("cache", ["AGENTPROXY_CACHE": "maybe"]),
    Mistake("devcontainer-network", ["AGENTPROXY_DEVCONTAINER_NETWORK": "ajar"]),
    Mistake(
      "profiles",
      ["COMPOSE_PROFILES": "tsl"],
      .note,
      corrected: ["COMPOSE_PROFILES": "tls"],
      consequences: drift
    ),
    Mistake("wire-api", ["OPENAI_WIRE_API": "grpc"]),
    Mistake("provider-name", ["AGENTPROXY_PROVIDERS": "1ACME"], corrected: ["AGENTPROXY_PROVIDERS": "ACME"]),
    Mistake(
      "models",
      ["OPENAI_MODELS": "a=b=c"],
      corrected: ["OPENAI_MODELS": "a=b"],
      consequences: drift + ["codex.drift"]
    ),
    Mistake(
      "no-models",
      ["AGENTPROXY_PROVIDERS": "ACME", "ACME_API_KEY": "acme-0123456789", "ACME_API_BASE": "https://llm.acme.test/v1"],
      .warning,
      corrected: ["ACME_MODELS": "m"],
      consequences: drift
    ),
    Mistake(
      "unserved-model",
      ["CODEX_MODEL": "nobody-has-it"],
      .warning,
      corrected: ["CODEX_MODEL": "gpt-5.5"],
      consequences: drift + ["codex.drift"]
    ),
  ]

  /// Those that are not made by a line, and have a test of their own.
  private static let others = [
    "env.readable", "env.tracked", "env.byte-order-mark", "env.carriage-return", "env.shadowed", "env.base-loopback",
  ]

  /// Every check that may see it, those of the tools' files too.
  private func look(_ setup: Setup) async -> [CheckResult] {
    await examine(setup.clientContext(Client.standard), only: Section.allCases.map(\.rawValue))
  }

  /// What it says is done: the command typed, or the advice written into the file.
  @Test(arguments: mistakes)
  func aMistakeIsFoundByItsCheckAloneAndMended(mistake: Mistake) async throws {
    let setup = try await Setup()
    for (key, value) in mistake.lines { try setup.set(key, value) }
    let results = await look(setup)
    let result = try #require(results[mistake.id])
    #expect(result.status == mistake.status, "\(result)")
    let finding = try #require(result.outcome.finding)
    #expect(finding.file == ".env", "\(finding)")
    let others = results.filter { $0.isTrouble && $0.id != mistake.id }.map(\.id)
    #expect(Set(others).isSubset(of: mistake.consequences), "\(others)")
    #expect(!"\(results)".contains("0123456789abcdef"), "\(results)")

    if try #require(finding.remedy).isCommand {
      #expect(mistake.corrected.isEmpty)
      try await setup.mend(finding)
    } else {
      try #require(!mistake.corrected.isEmpty, "\(finding)")
      for (key, value) in mistake.corrected { try setup.set(key, value) }
      if finding.remedy?.text.contains("run agentproxy-setup init") == true { try await setup.initialize() }
    }
    let after = await look(setup)
    #expect(after[mistake.id]?.outcome.finding == nil, "\(String(describing: after[mistake.id]))")
    let left = after.filter(\.isTrouble)
    #expect(Set(left.map(\.id)).isSubset(of: mistake.consequences), "\(left)")
    // What follows from it has a remedy of its own.
    for result in left where result.id != "env.divergent" {
      try await setup.mend(try #require(result.outcome.finding))
    }
    // A variable in a value stays one that Node does not expand.
    #expect(await look(setup).filter(\.isTrouble).map(\.id).allSatisfy { $0 == "env.divergent" })
  }

  /// `init` mends none of them alone.
  @Test func severalMistakesAreMendedByOneCommand() async throws {
    let setup = try await Setup()
    try setup.set("AGENTPROXY_PORT", "70000")
    try setup.set("AGENTPROXY_CACHE", "maybe")
    try setup.set("OPENAI_API_BASE", "http://127.0.0.1:9/v1/responses")
    try setup.set("LITELLM_MASTER_KEY", "sk-short")
    let results = await look(setup)
    let ids = ["env.weak-key", "env.base-path", "env.port", "env.cache"]
    #expect(results.filter(\.isTrouble).map(\.id) == ids)
    try await setup.mend(try #require(results["env.weak-key"]?.outcome.finding))
    #expect(await look(setup).filter(\.isTrouble).isEmpty)

    // Where only the user knows better, there is no command.
    try setup.set("AGENTPROXY_PORT", "70000")
    try setup.set("OPENAI_API_BASE", "nowhere")
    let finding = try #require(await look(setup)["env.port"]?.outcome.finding)
    #expect(finding.remedy == .advice("write 4000"))
  }

  /// An error keeps `init` from doing anything: what it would mend waits.
  @Test(arguments: ["AGENTPROXY_PORT=70000", "AGENTPROXY_ENGINE=diesel", "OPENAI_API_BASE=nowhere"])
  func whatInitWouldMendWaits(line: String) async throws {
    let setup = try await Setup()
    try setup.write("", to: "\(setup.home)/.codex/.env")
    #expect(await look(setup).filter(\.isTrouble).map(\.id) == ["codex.key"])
    let parts = line.split(separator: "=").map(String.init)
    let right = try #require(setup.context().env?[parts[0]])
    try setup.set(parts[0], parts[1])
    let results = await look(setup)
    let trouble = results.filter(\.isTrouble).map(\.id)
    #expect(trouble.count == 1 && trouble[0].hasPrefix("env."), "\(trouble)")
    #expect(results["codex.key"]?.outcome == .skipped("\(trouble[0]) failed"))
    // Asked for alone, it says what comes first.
    let alone = await examine(setup.clientContext(Client.standard), only: ["codex.key"])
    let first = "mend .env first: agentproxy-setup doctor --only \(trouble[0])"
    #expect(alone["codex.key"]?.outcome.finding?.remedy == .advice(first), "\(alone)")
    try setup.set(parts[0], right)
    #expect(await look(setup).filter(\.isTrouble).map(\.id) == ["codex.key"])
  }

  @Test func outsideOfACloneThereIsNothingForInit() async throws {
    let setup = try await Setup()
    var context = setup.context()
    context.project = nil
    context.env = nil
    context.configuration = .failure(Failure(.badInput, id: "x", "there is no LITELLM_MASTER_KEY"))
    let results = await examine(context, only: ["env"])
    #expect(results.filter(\.isTrouble).map(\.id) == ["env.file"])
    #expect(results["env.master-key"]?.outcome == .skipped("env.file failed"))
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
    try setup.shell("git init --quiet && git add --force .env")
    func look() async -> [CheckResult] {
      let isTracked = await GitIndex.tracks(setup.environmentFile, searchPath: "/usr/bin:/bin", patience: .seconds(60))
      return await examine(setup.context(isTrackedByGit: isTracked))
    }
    let results = await look()
    expectOnly(["env.tracked"], in: results)
    #expect(results["env.tracked"]?.status == .failed)
    let remedy = try #require(results["env.tracked"]?.outcome.finding?.remedy).text
    let command = "git rm --cached .env"
    #expect(remedy.hasPrefix("\(command), and replace every token"))
    try setup.shell("\(command) --quiet")
    expectOnly([], in: await look())
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
    let remedy = try #require(results["env.shadowed"]?.outcome.finding?.remedy)
    #expect(remedy == .command("unset CODEX_MODEL"))
    let after = try await setup.follow(remedy, Client.standard, environment: setup.environment)
    expectOnly([], in: await examine(setup.clientContext(Client.standard, after)))
  }

  @Test func aProviderWhereNoContainerGets() async throws {
    let setup = try await Setup(["AGENTPROXY_ENGINE=compose"])
    let found = try await outcome("env.base-loopback", setup.context())
    #expect(found.status == .warning)
    #expect(found.finding?.remedy == .advice("write host.docker.internal for the host"))
    try setup.set("OPENAI_API_BASE", "http://host.docker.internal:9/v1")
    try setup.set("ANTHROPIC_API_BASE", "http://host.docker.internal:9")
    #expect(await examine(setup.context(), only: ["env"]).filter(\.isTrouble).isEmpty)
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
    try setup.edit(setup.environmentFile) { $0 = $0.replacing("'never closed", with: "'closed'") }
    expectOnly([], in: await examine(setup.context()))
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
