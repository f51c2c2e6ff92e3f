import DotEnv
import Foundation
import Secrets
import Testing

@testable import Provisioning

/// The generated files against the vendors' own JSON Schemas.
///
/// The schemas are not part of this repository: `AGENTPROXY_SCHEMAS` names a folder that has them. Checking needs
/// python3 with the packages `jsonschema` and `pyyaml`.
@Suite(.enabled(if: Schemas.folder != nil, "AGENTPROXY_SCHEMAS names no folder with schemas"))
struct SchemaTests {
  @Test(arguments: [
    ("docker-compose.yml", "compose-spec.json"), (".devcontainer/docker-compose.yml", "compose-spec.json"),
    (".devcontainer/devcontainer.json", "devContainer.base.schema.json"),
  ])
  func repositoryFiles(path: String, schema: String) throws {
    let everything = Settings.read(
      SettingsSource(
        values: .empty,
        environment: [
          "AGENTPROXY_PROVIDERS": "ACME", "ACME_API_KEY": "acme-0123456789abcdef", "ACME_MODELS": "a: \"b\" #$c",
          "ACME_API_BASE": "https://llm.acme.test/v1", "CODEX_MODEL": "a: \"b\" #$c", "AGENTPROXY_CACHE": "on",
        ]
      )
    ).settings
    for settings in [Settings.defaults, everything] {
      let file = try #require(try RepositoryFile.all(settings).first { $0.path == path })
      #expect(try Schemas.complaints(about: file.text, named: path, schema: schema) == "")
    }
  }

  @Test(arguments: [
    ("codex/config.toml", "codex-config.schema.json"), ("claude/settings.json", "claude-code-settings.json"),
  ])
  func clientFiles(template: String, schema: String) throws {
    let configuration = ClientConfiguration(
      masterKey: Secret("sk-master-0123456789"),
      baseURL: "http://localhost:4000",
      codexModel: "gpt-5.5",
      claudeModel: "claude-sonnet-5-5",
      claudeSmallModel: "claude-haiku-5-5"
    )
    let places = Places(environment: ["HOME": "/home/me"], current: "/")
    let files = Client.allCases.flatMap { ClientFile.all(of: $0, in: places) }
    let text = try #require(files.first { $0.template == template }).text(configuration)
    #expect(try Schemas.complaints(about: text, named: template, schema: schema) == "")
  }

  @Test func aMistakeIsFound() throws {
    let complaints = try Schemas.complaints(
      about: "services:\n  x:\n    imagee: y\n",
      named: "docker-compose.yml",
      schema: "compose-spec.json"
    )
    #expect(complaints.contains("imagee"))
  }
}
