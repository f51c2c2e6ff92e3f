import Diagnostics
import Foundation
import Secrets
import Testing

@testable import Provisioning

/// No value of anybody else's is shown, wherever it stands, and none of our secrets.
struct ShownChangesTests {
  private static let token = "tok-0123456789abcdef"

  @Test(arguments: [
    (".claude/settings.json", "{\r  \"a\": 1,\n  \"env\": {\"X\": \"\(token)\"}\n}\n"),
    (".claude/settings.json", "{\"permissions\":{\"allow\":[\"a\",\n \"Bash(curl -H \(token))\"]}}"),
    (".claude/settings.json", "{\"env\":{\"ANTHROPIC_BASE_URL\":\"https://u:\(token)@h/?key=\(token)\"}}"),
    (".claude/settings.json", "{\"\(token)\":1}"),
    (".codex/config.toml", "features = { x = \"\"\"\n\(token)\"\"\" }\n"),
    (".codex/config.toml", "model = \"o3\" # \(token)\r\n[[foo]]\r\nbar = \"\(token)\""),
    (".codex/config.toml", "[model_providers.agentproxy]\nbase_url = \"https://h/v1?key=\(token)\"\n"),
    (".codex/.env", "OTHER_TOKEN=\(token)\nAGENTPROXY_API_KEY=\(token) # \(token)\n"),
  ])
  func neitherInDifferencesNorInWords(path: String, text: String) async throws {
    let clone = try Clone()
    try clone.write(text, to: "\(clone.home)/\(path)")
    let prepared = try await clone.initialize()
    let key = try #require(prepared.settings.masterKey?.exposed)
    let restoration = try Restoration(project: clone.project, places: clone.places()).prepare(on: RealSystem())
    for plan in [prepared.plan, restoration] {
      let change = try #require(plan.changes.first { $0.path == "\(clone.home)/\(path)" })
      let words = change.diff(name: path) + change.keys.map(\.description).joined() + "\(plan)"
      #expect(!words.contains(Self.token), "\(words)")
      #expect(!words.contains(key), "\(words)")
      #expect(change.isWrite)
    }
    try restoration.apply(to: RealSystem(), in: clone.places())
    #expect(clone.text("\(clone.home)/\(path)") == text)
  }

  @Test func ourOwnLinesAreShown() async throws {
    let clone = try Clone()
    try clone.write("model = 'o3' # mine\n[features]\nx = 1\n", to: "\(clone.home)/.codex/config.toml")
    let plan = try await clone.initialize().plan
    let diff = try #require(plan.changes.first { $0.path.hasSuffix("config.toml") }).diff(name: "config.toml")
    for line in [
      "-model = 'o3' …\n", "+model = \"gpt-5.5\" …\n", "+model_provider = \"agentproxy\"\n", "+plugins = false\n",
      "+[model_providers.agentproxy]\n",
    ] {
      #expect(diff.contains(line), "\(diff)")
    }
  }

  @Test func aSecretInARepositoryFileIsNotShown() {
    #expect(shownRepositoryLine("    api_key: \(Self.token)") == "    api_key: …")
    #expect(shownRepositoryLine("      LITELLM_MASTER_KEY: ${X}") == "      LITELLM_MASTER_KEY: ${X}")
    #expect(shownRepositoryLine("    api_key: os.environ/X") == "    api_key: os.environ/X")
    #expect(shownRepositoryLine("    model: x") == "    model: x")
  }

  @Test func aKeyThatOthersCanReadIsPointedOut() async throws {
    let clone = try Clone()
    let path = "\(clone.home)/.claude/settings.json"
    try clone.write("{}", to: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let plan = try await clone.initialize().plan
    #expect(plan.findings.contains { $0.id == "file.readable" && $0.hint == "chmod 600 ~/.claude/settings.json" })
  }
}
