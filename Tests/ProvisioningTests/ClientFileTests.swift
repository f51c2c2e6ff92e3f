import Foundation
import Secrets
import TOMLKit
import Testing

@testable import Provisioning

/// What the clients are told.
struct ClientFileTests {
  @Test func codexKnowsTheGatewayAndNobodyElse() throws {
    let table = try TOMLTable(string: try content(.codex, "codex/config.toml"))
    #expect(table["model_provider"]?.string == "agentproxy")
    let provider = try #require(table["model_providers"]?.table?["agentproxy"]?.table)
    #expect(provider["base_url"]?.string == "http://localhost:4000/v1")
    #expect(provider["env_key"]?.string == "AGENTPROXY_API_KEY")
    #expect(provider["wire_api"]?.string == "responses")
    #expect(provider["requires_openai_auth"]?.bool == false)
    #expect(table["otel"]?.table?["metrics_exporter"]?.string == "none")
    #expect(table["analytics"]?.table?["enabled"]?.bool == false)
    #expect(table["features"]?.table?["plugins"]?.bool == false)
    #expect(table["check_for_update_on_startup"]?.bool == false)
    // What a user decides for safety's sake is not ours to set.
    for key in ["approval_policy", "sandbox_mode", "projects"] { #expect(table[key] == nil, "\(key)") }
  }

  @Test func codexFindsItsKeyInItsOwnFile() throws {
    #expect(try content(.codex, "codex/.env") == "AGENTPROXY_API_KEY=sk-master\n")
  }

  @Test func claudeKnowsTheGatewayAndLoosensNothing() throws {
    let settings = try json(try content(.claude, "claude/settings.json"))
    let environment = try #require(settings["env"] as? [String: String])
    #expect(environment["ANTHROPIC_BASE_URL"] == "http://localhost:4000")
    #expect(environment["ANTHROPIC_AUTH_TOKEN"] == "sk-master")
    #expect(environment["ANTHROPIC_API_KEY"] == nil)
    #expect(environment["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] == "1")
    #expect(settings["permissions"] as? [String: String] == ["disableAutoMode": "disable"])
  }

  @Test(arguments: [
    (
      "claude-sonnet-5-5", "claude-haiku-5-5",
      ["claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5", "claude-opus-5-5"]
    ),
    ("qwen3-coder", "qwen3-small", ["qwen3-coder", "qwen3-coder", "qwen3-small", "qwen3-coder"]),
  ])
  func everyTierIsAModelThatIsServed(model: String, small: String, tiers: [String]) throws {
    var wanted = configuration
    wanted.claudeModel = model
    wanted.claudeSmallModel = small
    let settings = try json(try content(.claude, "claude/settings.json", wanted))
    let environment = try #require(settings["env"] as? [String: String])
    #expect(settings["model"] as? String == model)
    #expect(["OPUS", "SONNET", "HAIKU", "FABLE"].map { environment["ANTHROPIC_DEFAULT_\($0)_MODEL"] ?? "" } == tiers)
  }

  @Test func aFolderIsTrustedOnlyWhereAskedFor() throws {
    let plain = try json(try content(.claude, "claude/.claude.json"))
    #expect(plain["hasCompletedOnboarding"] as? Bool == true)
    #expect(plain["projects"] == nil)

    var wanted = configuration
    wanted.trustedFolder = "/work\"space"
    let trusting = try json(try content(.claude, "claude/.claude.json", wanted))
    let projects = try #require(trusting["projects"] as? [String: [String: Bool]])
    #expect(projects == ["/work\"space": ["hasTrustDialogAccepted": true]])
    #expect(trusting["hasCompletedOnboarding"] as? Bool == true)
  }

  @Test func hostileNamesStayNames() throws {
    let name = "a\"b\\c\n[x]\n{{y}}"
    var wanted = configuration
    wanted.codexModel = name
    wanted.claudeModel = name
    #expect(try TOMLTable(string: try content(.codex, "codex/config.toml", wanted))["model"]?.string == name)
    let settings = try json(try content(.claude, "claude/settings.json", wanted))
    #expect(settings["model"] as? String == name)
  }

  private let configuration = ClientConfiguration(
    masterKey: Secret("sk-master"),
    baseURL: "http://localhost:4000",
    codexModel: "gpt-5.5",
    claudeModel: "claude-sonnet-5-5",
    claudeSmallModel: "claude-haiku-5-5"
  )

  private func content(
    _ client: Client,
    _ template: String,
    _ wanted: ClientConfiguration? = nil
  ) throws -> String {
    let wanted = wanted ?? configuration
    let places = Places(environment: ["HOME": "/home/me"], current: "/")
    let file = try #require(ClientFile.all(of: client, in: places).first { $0.template == template })
    return try file.text(wanted)
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
