import Diagnostics
import Doctor
import Foundation
import Provisioning
import Testing

/// Each thing that can be wrong with Codex is seen by the check for it, and by no other.
struct CodexTests {
  private static let configuration = ".codex/config.toml"

  /// A replacement in `config.toml`.
  private static func replacing(_ old: String, with new: String) -> @Sendable (Setup) throws -> Void {
    { setup in
      try setup.edit(setup.inHome(configuration)) { text in
        #expect(text.contains(old))
        text = text.replacing(old, with: new)
      }
    }
  }

  /// More lines in its `.env`.
  private static func adding(_ lines: String) -> @Sendable (Setup) throws -> Void {
    { setup in try setup.edit(setup.inHome(".codex/.env")) { $0 += "\(lines)\n" } }
  }

  /// One more table in `config.toml`.
  private static func adding(table: String) -> @Sendable (Setup) throws -> Void {
    { setup in try setup.edit(setup.inHome(configuration)) { $0 += "\n\(table)\n" } }
  }

  private static let breakages = [
    Breakage(
      "the configuration of old instructions",
      "codex.provider",
      saying: "sends everything to api.openai.com",
      breaking: replacing(
        "model_provider = \"agentproxy\"",
        with: "model_provider = \"openai\"\nbase_url = \"http://localhost:4000/v1\"\nenv_key = \"OPENAI_API_KEY\""
      )
    ),
    Breakage(
      "no provider",
      "codex.provider",
      saying: "api.openai.com",
      breaking: replacing("model_provider = \"agentproxy\"\n", with: "")
    ),
    Breakage(
      "another provider",
      "codex.provider",
      saying: "it asks llm.invalid:443",
      breaking: replacing("base_url = \"http://localhost:4000/v1\"", with: "base_url = \"https://llm.invalid/v1\"")
    ),
    Breakage(
      "a provider that is not there",
      "codex.provider",
      saying: "there is no [model_providers.nope]",
      breaking: replacing("model_provider = \"agentproxy\"", with: "model_provider = \"nope\"")
    ),
    Breakage(
      "a chat provider",
      "codex.wire-api",
      saying: "does not start",
      breaking: replacing("wire_api = \"responses\"", with: "wire_api = \"chat\"")
    ),
    Breakage(
      "a provider called openai",
      "codex.reserved",
      saying: "does not start",
      breaking: replacing("[features]", with: "[model_providers.openai]\nname = \"x\"\n\n[features]"),
      advised: replacing("[model_providers.openai]", with: "[model_providers.mine]")
    ),
    Breakage(
      "a provider named OpenAI",
      "codex.reserved",
      saying: "long conversations fail",
      breaking: replacing("\nname = \"agentproxy\"", with: "\nname = \"OpenAI\"")
    ),
    Breakage(
      "an old profile",
      "codex.refused",
      saying: "--profile",
      breaking: replacing("model_provider =", with: "profile = \"work\"\nmodel_provider =")
    ),
    Breakage(
      "an old policy",
      "codex.refused",
      saying: "approval_policy",
      breaking: replacing("model_provider =", with: "approval_policy = \"untrusted\"\nmodel_provider =")
    ),
    Breakage(
      "a command for the key beside its variable",
      "codex.refused",
      saying: "[model_providers.agentproxy] has auth and env_key",
      breaking: adding(table: "[model_providers.agentproxy.auth]\ncommand = \"/bin/echo\""),
      advised: replacing("[model_providers.agentproxy.auth]\ncommand = \"/bin/echo\"", with: "")
    ),
    Breakage(
      "a command for the key beside a login, of a provider that is not in use",
      "codex.refused",
      saying: "[model_providers.other] has auth and requires_openai_auth",
      breaking: adding(
        table: "[model_providers.other]\nname = \"other\"\nrequires_openai_auth = true\nauth = { command = \"x\" }"
      ),
      advised: replacing("auth = { command = \"x\" }", with: "")
    ),
    Breakage(
      "a command for the key that is none",
      "codex.refused",
      saying: "auth without a command",
      breaking: adding(table: "[model_providers.other]\nname = \"other\"\n\n[model_providers.other.auth]\nargs = []"),
      advised: replacing("[model_providers.other.auth]\nargs = []", with: "")
    ),
    Breakage(
      "a provider without a name",
      "codex.refused",
      saying: "[model_providers.agentproxy] has no name",
      breaking: replacing("\nname = \"agentproxy\"", with: "")
    ),
    Breakage(
      "a provider that is not in use without a name",
      "codex.refused",
      saying: "[model_providers.other] has no name",
      breaking: adding(table: "[model_providers.other]\nname = \" \"\nbase_url = \"http://127.0.0.1:9/v1\""),
      advised: replacing("name = \" \"", with: "name = \"other\"")
    ),
    Breakage(
      "a collector without an address",
      "codex.refused",
      saying: "otel.exporter is otlp-http",
      breaking: replacing("\nexporter = \"none\"", with: "\nexporter = \"otlp-http\""),
      advised: replacing("\nexporter = \"otlp-http\"", with: "\nexporter = \"none\"")
    ),
    Breakage(
      "a file of zeros",
      "codex.files",
      saying: "the file is damaged",
      // There is no copy from before the first write.
      isFollowed: false,
      breaking: { try $0.write(String(repeating: "\0", count: 4902), to: $0.inHome(configuration)) }
    ),
    Breakage(
      "no key",
      "codex.key",
      saying: "has no key",
      breaking: { setup in
        try setup.write("", to: setup.inHome(".codex/.env"))
      }
    ),
    Breakage(
      "an old key",
      "codex.key",
      saying: "is not the gateway's key",
      breaking: { setup in
        try setup.write("AGENTPROXY_API_KEY=sk-of-yesterday\n", to: setup.inHome(".codex/.env"))
      }
    ),
    Breakage(
      "a key in this shell alone",
      "codex.key",
      "codex.drift",
      saying: "in this shell alone",
      environment: ["AGENTPROXY_API_KEY": Breakage.masterKey],
      breaking: { try $0.write("", to: $0.inHome(".codex/.env")) }
    ),
    Breakage(
      "a proxy in its own variables",
      "codex.environment",
      saying: "HTTP_PROXY makes Codex ask the proxy for the gateway: its NO_PROXY does not name localhost",
      breaking: adding("HTTP_PROXY=http://llm.invalid:3128")
    ),
    Breakage(
      "a proxy for everything in its own variables",
      "codex.environment",
      saying: "ALL_PROXY",
      environment: ["no_proxy": "other.test"],
      breaking: adding("ALL_PROXY=http://llm.invalid:3128")
    ),
    Breakage(
      "a list of its own in place of the shell's",
      "codex.environment",
      saying: "HTTP_PROXY",
      environment: ["HTTP_PROXY": "http://llm.invalid:3128", "NO_PROXY": "localhost"],
      breaking: adding("NO_PROXY=other.test")
    ),
    Breakage(
      "tokens in its own variables",
      "codex.environment",
      saying: "ANTHROPIC_API_KEY is not the gateway's key",
      breaking: adding("OPENAI_API_KEY=sk-of-somebody\nexport ANTHROPIC_API_KEY=sk-ant-of-somebody")
    ),
    Breakage(
      "a provider's token in its own variables",
      "leaks.client-files",
      saying: "OPENAI_API_KEY",
      breaking: adding("OPENAI_API_KEY=\(Setup.openAIKey)"),
      advised: { setup in
        let line = "OPENAI_API_KEY=\(Setup.openAIKey)\n"
        try setup.edit(setup.inHome(".codex/.env")) { $0 = $0.replacing(line, with: "") }
      }
    ),
    Breakage(
      "counting",
      "codex.telemetry",
      saying: "analytics.enabled",
      breaking: { setup in
        try replacing("metrics_exporter = \"none\"", with: "metrics_exporter = \"statsig\"")(setup)
        try replacing("[analytics]\nenabled = false", with: "[analytics]\nenabled = true")(setup)
      }
    ),
    Breakage(
      "plug-ins",
      "codex.telemetry",
      saying: "features.plugins",
      breaking: replacing("plugins = false", with: "plugins = true")
    ),
    Breakage(
      "updates",
      "codex.telemetry",
      saying: "check_for_update_on_startup",
      breaking: replacing("check_for_update_on_startup = false\n", with: "")
    ),
    Breakage(
      "a model that nobody serves",
      "codex.models",
      saying: "starts with gpt-0",
      breaking: replacing("model = \"gpt-5.5\"", with: "model = \"gpt-0\"")
    ),
    Breakage(
      "a list of models that is gone",
      "codex.models",
      saying: "does not start",
      breaking: replacing("model_provider =", with: "model_catalog_json = \"/nowhere/models.json\"\nmodel_provider =")
    ),
    Breakage(
      "another key of ours",
      "codex.drift",
      saying: "supports_websockets",
      breaking: replacing("supports_websockets = false", with: "supports_websockets = true")
    ),
    Breakage(
      "a broken file",
      "codex.files",
      saying: "the header is not closed",
      breaking: replacing("[features]", with: "[features"),
      advised: replacing("[features", with: "[features]")
    ),
    Breakage(
      "a login with the provider's token",
      "codex.login",
      saying: "the token of OPENAI_API_KEY",
      // Codex itself has to take it back.
      isFollowed: false,
      breaking: { setup in
        try setup.write("{\"OPENAI_API_KEY\":\"\(Setup.openAIKey)\"}", to: setup.inHome(".codex/auth.json"))
        try setup.shell("chmod 600 ~/.codex/auth.json")
      }
    ),
    Breakage(
      "another home",
      "codex.home",
      saying: "~/other, but ~/.codex was written",
      environment: ["CODEX_HOME": "~/other"],
      breaking: { try $0.write("", to: $0.inHome("other/history.jsonl")) }
    ),
    Breakage(
      "a home that is not there",
      "codex.home",
      saying: "is not there",
      environment: ["CODEX_HOME": "~/nowhere"]
    ),
  ]

  @Test(arguments: breakages)
  func breakage(_ breakage: Breakage) async throws { try await breakage.tryOut() }

  @Test(arguments: [
    // For another scheme than the gateway's.
    "HTTPS_PROXY=http://llm.invalid:3128",
    "HTTP_PROXY=http://llm.invalid:3128\nNO_PROXY=llm.test,localhost",
    // What Codex does not take from there.
    "CODEX_API_KEY=sk-of-somebody",
  ])
  func variablesThatDoNoHarm(lines: String) async throws {
    let setup = try await Setup()
    try Self.adding(lines)(setup)
    #expect(try await outcome("codex.environment", setup.clientContext([.codex])) == .passed("none in the way"))
  }

  @Test func anAddressThatCodexIgnoresIsANote() async throws {
    let setup = try await Setup()
    try Self.adding("OPENAI_BASE_URL=https://llm.invalid/v1")(setup)
    let found = try await outcome("codex.environment", setup.clientContext([.codex]))
    #expect(found.status == .note)
    _ = try await setup.follow(try #require(found.finding?.remedy), [.codex], environment: setup.environment)
    #expect(try await outcome("codex.environment", setup.clientContext([.codex])).status == .passed)
  }

  @Test func aDamagedFileIsMendedFromItsCopy() async throws {
    let setup = try await Setup()
    let context = setup.clientContext(Client.standard)
    let file = setup.inHome(Self.configuration)
    // A second write keeps a copy of what the first one wrote.
    try await setup.initialize(["CODEX_MODEL=gpt-6-sol"])
    try setup.write("\0\0", to: file)
    let found = try await outcome("codex.files", context)
    let remedy = try #require(found.finding?.remedy)
    #expect(remedy.isCommand && remedy.text.hasPrefix("cp ~/.local/state/agentproxy-setup/backups/"), "\(remedy)")
    _ = try await setup.follow(remedy, Client.standard, environment: setup.environment)
    #expect(setup.text(file).contains("model_provider = \"agentproxy\""))
    #expect(try await outcome("codex.files", context).status == .passed)
  }

  /// What the VS Code extension alone reads: no program on the path, and nothing that was ever written by us.
  @Test func oldInstructionsAreSeenWithoutTheProgram() async throws {
    let setup = try await Setup(clients: [])
    try setup.write(
      "model_provider = \"openai\"\nbase_url = \"http://localhost:4000/v1\"\nenv_key = \"OPENAI_API_KEY\"\n",
      to: setup.inHome(Self.configuration)
    )
    let found = await complaints(setup.clientContext(Client.standard))
    #expect(found.first?.id == "codex.provider")
    #expect(found.first?.outcome.finding?.message.contains("sends everything to api.openai.com") == true)
    #expect(try await outcome("codex.installed", setup.clientContext([.codex])).status == .note)
  }

  private static let ofTheClone = """
    model = "gpt-5.5"
    model_provider = "mine"

    [model_providers.mine]
    name = "mine"
    base_url = "http://localhost:4000/v1"
    """

  @Test(arguments: [false, true])
  func keysThatCodexIgnoresInTheCloneAreANote(isTrusted: Bool) async throws {
    let setup = try await Setup()
    try setup.write(Self.ofTheClone, to: setup.project.path(".codex/config.toml"))
    if isTrusted {
      try Self.adding(table: "[projects.\"\(setup.project.folder)\"]\ntrust_level = \"trusted\"")(setup)
    }
    let found = try await outcome("codex.provider", setup.clientContext([.codex]))
    #expect(found.status == .note)
    #expect(found.finding?.message == "Codex ignores model_provider and model_providers in a project's file")
    #expect(found.finding?.file == ".codex/config.toml")
    #expect(found.finding?.line == 2)
    #expect(await complaints(setup.clientContext([.codex])).isEmpty)
  }

  @Test func aConfigurationInTheCloneAloneLeadsNowhere() async throws {
    let setup = try await Setup(clients: [])
    try setup.write(Self.ofTheClone, to: setup.project.path(".codex/config.toml"))
    let found = await complaints(setup.clientContext([.codex]))
    #expect(found.first?.id == "codex.provider", "\(found)")
    guard case .found(let findings)? = found.first?.outcome else { return }
    #expect(findings.map(\.severity) == [.error, .note])
  }

  @Test func aCollectorOfTheUsersIsANote() async throws {
    let setup = try await Setup()
    try Self.replacing(
      "\nexporter = \"none\"",
      with: "\nexporter = { otlp-http = { endpoint = \"http://127.0.0.1:9/v1/logs\", protocol = \"json\" } }"
    )(setup)
    try Self.replacing("log_user_prompt = false", with: "log_user_prompt = true")(setup)
    let found = try await outcome("codex.telemetry", setup.clientContext([.codex]))
    #expect(found.status == .note)
    #expect(found.finding?.message.contains("otel.exporter") == true, "\(found)")
    #expect(found.finding?.message.contains("the text of your prompts") == true, "\(found)")
    #expect(
      try await outcome("codex.drift", setup.clientContext([.codex]))
        == .passed("2 files as written, but for 2 values that somebody chose")
    )
  }
}
