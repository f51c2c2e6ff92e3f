import Doctor
import Foundation
import Provisioning
import Testing

/// Each thing that can be wrong with Claude Code is seen by the check for it, and by no other.
struct ClaudeTests {
  private static let settings = ".claude/settings.json"

  /// A replacement in the user's settings.
  private static func replacing(_ old: String, with new: String) -> @Sendable (Setup) throws -> Void {
    { setup in
      try setup.edit(setup.inHome(settings)) { text in
        #expect(text.contains(old))
        text = text.replacing(old, with: new)
      }
    }
  }

  /// Removes the user's settings, and has them written again.
  private static func anew(_ setup: Setup) async throws {
    try FileManager.default.removeItem(atPath: setup.inHome(settings))
    try await setup.initialize()
  }

  /// A settings file of the clone's.
  private static func folder(_ file: String, _ text: String) -> @Sendable (Setup) throws -> Void {
    { try $0.write(text, to: $0.project.path(".claude/\(file)")) }
  }

  /// More in the environment of the user's settings.
  private static func adding(_ variables: String) -> @Sendable (Setup) throws -> Void {
    replacing("\"env\": {", with: "\"env\": {\n    \(variables),")
  }

  /// Takes the lines of keys out of the user's settings.
  private static func removing(_ keys: String...) -> @Sendable (Setup) throws -> Void {
    { setup in
      try setup.edit(setup.inHome(settings)) { text in
        for key in keys {
          #expect(text.contains("\"\(key)"))
          text = text.split(separator: "\n").filter { !$0.contains("\"\(key)") }.joined(separator: "\n")
        }
      }
    }
  }

  /// A provider that serves a model of its own, and none of Anthropic's.
  private static let qwenAlone: @Sendable (Setup) async throws -> Void = { setup in
    try await setup.initialize([
      "OPENAI_MODELS=qwen", "CLAUDE_MODEL=qwen", "CLAUDE_SMALL_MODEL=qwen", "ANTHROPIC_API_KEY=", "ANTHROPIC_API_BASE=",
    ])
  }

  private static let breakages = [
    Breakage(
      "an address with /v1",
      "claude.base-url",
      saying: "/v1/v1/messages",
      breaking: replacing("http://localhost:4000\"", with: "http://localhost:4000/v1\"")
    ),
    Breakage(
      "another address",
      "claude.base-url",
      saying: "it asks llm.invalid:443",
      breaking: replacing("http://localhost:4000\"", with: "https://llm.invalid\"")
    ),
    Breakage(
      "no address",
      "claude.base-url",
      saying: "api.anthropic.com",
      breaking: replacing("\"ANTHROPIC_BASE_URL\": \"http://localhost:4000\",", with: "")
    ),
    Breakage(
      "an address in the shell alone",
      "claude.base-url",
      "claude.drift",
      saying: "in this shell alone",
      environment: ["ANTHROPIC_BASE_URL": "http://localhost:4000"],
      breaking: replacing("\"ANTHROPIC_BASE_URL\": \"http://localhost:4000\",", with: "")
    ),
    Breakage(
      "two keys",
      "claude.token",
      saying: "sends both keys",
      breaking: replacing(
        "\"ANTHROPIC_AUTH_TOKEN\"",
        with: "\"ANTHROPIC_API_KEY\": \"sk-x\", \"ANTHROPIC_AUTH_TOKEN\""
      ),
      advised: replacing("\"ANTHROPIC_API_KEY\": \"sk-x\", ", with: "")
    ),
    Breakage(
      "a command for the key",
      "claude.token",
      saying: "apiKeyHelper",
      breaking: replacing("\"permissions\"", with: "\"apiKeyHelper\": \"/bin/echo\", \"permissions\""),
      advised: replacing("\"apiKeyHelper\": \"/bin/echo\", ", with: "")
    ),
    Breakage(
      "an old key",
      "claude.token",
      saying: "is not the gateway's key",
      breaking: replacing("\"ANTHROPIC_AUTH_TOKEN\": \"sk-", with: "\"ANTHROPIC_AUTH_TOKEN\": \"sk-of-yesterday-")
    ),
    Breakage(
      "no key",
      "claude.token",
      saying: "has no key",
      breaking: replacing("\"ANTHROPIC_AUTH_TOKEN\"", with: "\"NOTHING\"")
    ),
    Breakage(
      "a folder with its own address",
      "claude.precedence",
      saying: "env.ANTHROPIC_BASE_URL",
      breaking: folder("settings.json", #"{"env": {"ANTHROPIC_BASE_URL": "https://llm.invalid"}}"#),
      advised: folder("settings.json", #"{"env": {}}"#)
    ),
    Breakage(
      "a folder with its own key",
      "claude.precedence",
      saying: "apiKeyHelper",
      breaking: folder("settings.local.json", #"{"apiKeyHelper": "/bin/echo"}"#),
      advised: folder("settings.local.json", "{}")
    ),
    Breakage(
      "no word on telemetry",
      "claude.telemetry",
      saying: "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
      breaking: replacing("\"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC\": \"1\",", with: "")
    ),
    Breakage(
      "fetched sites are told",
      "claude.telemetry",
      saying: "skipWebFetchPreflight",
      breaking: replacing("\"skipWebFetchPreflight\": true", with: "\"skipWebFetchPreflight\": false")
    ),
    Breakage(
      "a model that nobody serves",
      "claude.models",
      saying: "claude-0",
      breaking: replacing("\"model\": \"claude-sonnet-5-5\"", with: "\"model\": \"claude-0\"")
    ),
    Breakage(
      "a folder with its own model",
      "claude.models",
      saying: "model is claude-opus-9, which no provider in .env serves",
      breaking: folder("settings.json", #"{"model": "claude-opus-9"}"#),
      advised: folder("settings.json", "{}")
    ),
    Breakage(
      "a folder with its own tier",
      "claude.models",
      saying: "ANTHROPIC_DEFAULT_OPUS_MODEL is claude-opus-9",
      breaking: folder("settings.json", #"{"env": {"ANTHROPIC_DEFAULT_OPUS_MODEL": "claude-opus-9"}}"#),
      advised: folder("settings.json", #"{"env": {}}"#)
    ),
    Breakage(
      "a model of the shell that nobody serves",
      "claude.models",
      saying: "ANTHROPIC_MODEL is claude-0",
      environment: ["ANTHROPIC_MODEL": "claude-0"]
    ),
    Breakage(
      "no model named where Anthropic's are not served",
      "claude.models",
      saying: "claude-opus-5-5",
      preparing: qwenAlone,
      breaking: removing("model", "ANTHROPIC_DEFAULT_"),
      advised: adding(
        ["OPUS", "SONNET", "HAIKU"].map { "\"ANTHROPIC_DEFAULT_\($0)_MODEL\": \"qwen\"" }.joined(separator: ", ")
      )
    ),
    Breakage(
      "no model for small tasks where Anthropic's are not served",
      "claude.models",
      saying: "ANTHROPIC_DEFAULT_HAIKU_MODEL is not set",
      preparing: qwenAlone,
      breaking: removing("ANTHROPIC_DEFAULT_HAIKU_MODEL"),
      advised: adding("\"ANTHROPIC_DEFAULT_HAIKU_MODEL\": \"qwen\"")
    ),
    Breakage(
      "the name of a model that is no model's",
      "claude.models",
      saying: "model is default",
      isFollowed: false,
      breaking: replacing("\"model\": \"claude-sonnet-5-5\"", with: "\"model\": \"default\"")
    ),
    Breakage(
      "a name that stands for a model where only a model can",
      "claude.models",
      saying: "ANTHROPIC_DEFAULT_SONNET_MODEL is opus",
      isFollowed: false,
      breaking: replacing(
        "\"ANTHROPIC_DEFAULT_SONNET_MODEL\": \"claude-sonnet-5-5\"",
        with: "\"ANTHROPIC_DEFAULT_SONNET_MODEL\": \"opus\""
      )
    ),
    Breakage(
      "a proxy in the settings",
      "claude.environment",
      saying: "HTTP_PROXY makes Claude Code ask the proxy for the gateway: its NO_PROXY does not name localhost",
      breaking: adding("\"HTTP_PROXY\": \"http://llm.invalid:3128\", \"NO_PROXY\": \"other.test\""),
      advised: replacing("\"NO_PROXY\": \"other.test\"", with: "\"NO_PROXY\": \"other.test,localhost\"")
    ),
    Breakage(
      "a proxy for other schemes in the settings",
      "claude.environment",
      saying: "HTTPS_PROXY makes Claude Code ask the proxy",
      breaking: adding("\"HTTPS_PROXY\": \"http://llm.invalid:3128\""),
      advised: adding("\"NO_PROXY\": \"localhost\"")
    ),
    Breakage(
      "a list in the settings in place of the shell's",
      "claude.environment",
      saying: "its no_proxy does not name localhost",
      environment: ["HTTP_PROXY": "http://llm.invalid:3128", "NO_PROXY": "localhost"],
      breaking: adding("\"no_proxy\": \"other.test\""),
      advised: replacing("\"no_proxy\": \"other.test\"", with: "\"no_proxy\": \"other.test,localhost\"")
    ),
    Breakage(
      "a first run",
      "claude.onboarding",
      "claude.drift",
      saying: "first-run screens",
      breaking: { try $0.write("{}", to: $0.inHome(".claude.json")) }
    ),
    Breakage(
      "another value of ours",
      "claude.drift",
      saying: "CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS",
      breaking: replacing(
        "\"CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS\": \"1\"",
        with: "\"CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS\": \"\""
      )
    ),
    Breakage(
      "a comment",
      "claude.files",
      saying: "a comment",
      breaking: { setup in try setup.edit(setup.inHome(settings)) { $0 = "// mine\n\($0)" } },
      advised: replacing("// mine\n", with: "")
    ),
    Breakage(
      "a list",
      "claude.files",
      saying: "an array",
      breaking: { try $0.write("[]\n", to: $0.inHome(settings)) },
      advised: { try await anew($0) }
    ),
    Breakage(
      "an environment that is none",
      "claude.files",
      saying: "env",
      breaking: { try $0.write("{\"env\": 5}\n", to: $0.inHome(settings)) },
      advised: { try await anew($0) }
    ),
    Breakage(
      "two environments",
      "claude.files",
      saying: "env",
      breaking: replacing("\"permissions\"", with: "\"env\": {}, \"permissions\""),
      advised: replacing("\"env\": {}, ", with: "")
    ),
    Breakage(
      "another way to the models",
      "claude.environment",
      saying: "CLAUDE_CODE_USE_BEDROCK",
      environment: ["CLAUDE_CODE_USE_BEDROCK": "1"]
    ),
    Breakage(
      "a second key in the shell",
      "claude.environment",
      saying: "ANTHROPIC_API_KEY",
      environment: ["ANTHROPIC_API_KEY": "sk-ant-of-somebody-else"]
    ),
    Breakage(
      "another home",
      "claude.home",
      saying: "~/other, but ~/.claude was written",
      environment: ["CLAUDE_CONFIG_DIR": "~/other"]
    ),
  ]

  @Test(arguments: breakages)
  func breakage(_ breakage: Breakage) async throws { try await breakage.tryOut() }

  @Test(arguments: [
    "\"HTTP_PROXY\": \"http://llm.invalid:3128\", \"NO_PROXY\": \"llm.test,localhost\"",
    "\"HTTP_PROXY\": \"http://llm.invalid:3128\", \"NO_PROXY\": \"localhost:4000\"",
    "\"HTTP_PROXY\": \"http://llm.invalid:3128\", \"NO_PROXY\": \"other\", \"no_proxy\": \"localhost\"",
    // Nothing that Claude Code takes for a yes.
    "\"CLAUDE_CODE_USE_BEDROCK\": \"0\"", "\"CLAUDE_CODE_USE_VERTEX\": \"false\"",
    "\"CLAUDE_CODE_USE_FOUNDRY\": \"off\"",
  ])
  func variablesThatDoNoHarm(variables: String) async throws {
    let setup = try await Setup()
    try Self.adding(variables)(setup)
    #expect(try await outcome("claude.environment", setup.clientContext([.claude])) == .passed("none in the way"))
  }

  @Test(arguments: ["0", "false", "No", "off", "", "2"])
  func aSwitchThatIsOffDoesNoHarm(value: String) async throws {
    let setup = try await Setup()
    try Self.folder("settings.json", #"{"env": {"CLAUDE_CODE_USE_MANTLE": "\#(value)"}}"#)(setup)
    try setup.write("export CLAUDE_CODE_USE_BEDROCK=\(value)\n", to: setup.inHome(".bashrc"))
    let environment = setup.environment.merging(["CLAUDE_CODE_USE_BEDROCK": value]) { $1 }
    let found = await complaints(setup.clientContext([.claude], environment))
    #expect(found.isEmpty, "\(found.map { "\($0.id): \($0.outcome)" })")
  }

  @Test(arguments: ["1", "True", " yes", "ON"])
  func aSwitchThatIsOnLeadsElsewhere(value: String) async throws {
    let setup = try await Setup()
    let environment = setup.environment.merging(["CLAUDE_CODE_USE_BEDROCK": value]) { $1 }
    #expect(try await outcome("claude.environment", setup.clientContext([.claude], environment)).status == .failed)
  }

  /// What Claude Code asks for by itself, where the provider serves it.
  @Test func withoutANamedModelClaudeCodeStartsWithItsOwn() async throws {
    let setup = try await Setup()
    try Self.removing("model", "ANTHROPIC_DEFAULT_")(setup)
    #expect(
      try await outcome("claude.models", setup.clientContext([.claude])) == .passed("starts with claude-opus-5-5")
    )
    try setup.edit(setup.inHome(Self.settings)) { text in
      text = text.replacing("\"env\": {", with: "\"model\": \"fable\", \"env\": {")
    }
    let found = try await outcome("claude.models", setup.clientContext([.claude]))
    #expect(found.finding?.message.contains("claude-fable-5-2") == true, "\(found)")
  }

  /// The settings of whoever manages the machine, in a file and in pieces beside it.
  @Test func theLastPieceOfTheMachinesSettingsCounts() async throws {
    let setup = try await Setup()
    let folder = "\(setup.root)/policies"
    func address(_ url: String, in name: String) throws {
      try setup.write(#"{"env": {"ANTHROPIC_BASE_URL": "\#(url)"}}"#, to: "\(folder)/\(name)")
    }
    var context = setup.clientContext(Client.standard)
    context.claudePolicies = folder

    try address("https://base.invalid", in: "managed-settings.json")
    try address("https://ten.invalid", in: "managed-settings.d/10-one.json")
    try address("http://localhost:4000", in: "managed-settings.d/20-two.json")
    // None of the pieces.
    try address("https://hidden.invalid", in: "managed-settings.d/.30-three.json")
    try address("https://other.invalid", in: "managed-settings.d/40-four.json.old")
    #expect(await complaints(context).isEmpty)

    try setup.write(#"{"apiKeyHelper": "/bin/echo"}"#, to: "\(folder)/managed-settings.d/20-two.json")
    let found = await complaints(context)
    #expect(found.map(\.id) == ["claude.precedence"])
    guard case .found(let findings)? = found.first?.outcome else { return }
    let pieces = findings.map { $0.file?.split(separator: "/").last }
    #expect(pieces == ["20-two.json", "10-one.json"])
    #expect(findings.allSatisfy { $0.remedy?.text.hasPrefix("whoever manages this machine") == true })

    try setup.write(#"{"env": {"#, to: "\(folder)/managed-settings.d/15-broken.json")
    let broken = await complaints(context)
    #expect(broken.map(\.id) == ["claude.files"])
    #expect(broken.first?.outcome.finding?.file?.hasSuffix("/15-broken.json") == true)

    try FileManager.default.removeItem(atPath: folder)
    #expect(await complaints(context).isEmpty)
  }
}
