import DotEnv
import Foundation
import Testing
import Yams

@testable import Provisioning

/// The containers: who gets which secret, and who can reach whom.
struct ComposeTests {
  private let providerVariables: Set = [
    "OPENAI_API_KEY", "OPENAI_API_BASE", "ANTHROPIC_API_KEY", "ANTHROPIC_API_BASE", "EMPLOYER_TOKEN",
  ]

  @Test func providerKeysReachLiteLLMAlone() throws {
    let stack = try services("docker-compose.yml", .defaults)
    let litellm = try environment(stack["litellm"])
    #expect(Set(litellm.keys).intersection(providerVariables).count == 4)
    // By name alone: Compose passes on what .env says.
    for name in litellm.keys where providerVariables.contains(name) { #expect(litellm[name] is NSNull, "\(name)") }
    for name in ["postgres", "redis"] {
      #expect(try providerVariables.isDisjoint(with: environment(stack[name]).keys), "\(name)")
    }
    let workspace = try environment(try services(".devcontainer/docker-compose.yml", .defaults)["workspace"])
    #expect(workspace["OPENAI_API_KEY"] as? String == "${LITELLM_MASTER_KEY}")
    #expect(Set(workspace.keys).intersection(providerVariables) == ["OPENAI_API_KEY"])
    #expect(workspace["ANTHROPIC_AUTH_TOKEN"] as? String == "${LITELLM_MASTER_KEY}")
  }

  @Test func theEmployersTokenIsPassedOnceForTwoProviders() throws {
    let values = [
      "EMPLOYER_TOKEN": "employer-0123456789", "OPENAI_API_BASE": "https://llm.acme.test/v1",
      "ANTHROPIC_API_BASE": "https://llm.acme.test",
    ]
    let settings = Settings.read(SettingsSource(values: .empty, environment: values)).settings
    let names = try environment(try services("docker-compose.yml", settings)["litellm"]).keys
    #expect(Set(names).intersection(providerVariables) == ["EMPLOYER_TOKEN", "OPENAI_API_BASE", "ANTHROPIC_API_BASE"])
  }

  @Test func thePortIsOpenOnThisMachineAlone() throws {
    let stack = try services("docker-compose.yml", .defaults)
    let ports = try #require(stack["litellm"]?["ports"] as? [[String: Any]])
    #expect(try interpolated(ports.first?["host_ip"], [:]) == "127.0.0.1")
    #expect(try interpolated(ports.first?["published"], ["AGENTPROXY_PORT": "4100"]) == "4100")
    #expect(stack["postgres"]?["ports"] == nil && stack["redis"]?["ports"] == nil)
  }

  @Test func theDataIsOnANetworkOfItsOwn() throws {
    let root = try root("docker-compose.yml", .defaults)
    let networks = try #require(root["networks"] as? [String: Any])
    #expect((networks["data"] as? [String: Bool])?["internal"] == true)
    let stack = try services("docker-compose.yml", .defaults)
    #expect(stack["postgres"]?["networks"] as? [String] == ["data"])
    #expect(stack["redis"]?["networks"] as? [String] == ["data"])
    let workspace = try services(".devcontainer/docker-compose.yml", .defaults)["workspace"]
    #expect(workspace?["networks"] as? [String] == ["gateway"])
  }

  @Test func imagesArePinnedAndCanBeReplaced() throws {
    for (name, service) in try services("docker-compose.yml", .defaults) {
      let pinned = try interpolated(service["image"], [:])
      #expect(pinned.contains(/:v?\d+\.\d+/), "\(name)")
      let variable = "\(name.uppercased())_IMAGE"
      #expect(try interpolated(service["image"], [variable: "mine:1"]) == "mine:1", "\(name)")
    }
  }

  @Test func passwordsAreReadInTheContainer() throws {
    let redis = try #require(try services("docker-compose.yml", .defaults)["redis"])
    let command = try interpolated((redis["command"] as? [String])?.last, ["REDIS_PASSWORD": "leaked"])
    #expect(command.hasPrefix("exec redis-server --requirepass \"$REDIS_PASSWORD\""))
  }

  @Test func theStackDoesNotStartWithoutItsSecrets() throws {
    let stack = try services("docker-compose.yml", .defaults)
    for (service, name) in [
      ("litellm", "LITELLM_MASTER_KEY"), ("postgres", "POSTGRES_PASSWORD"), ("redis", "REDIS_PASSWORD"),
    ] {
      let value = try environment(stack[service])[name]
      #expect(throws: DotEnvError.self) { try interpolated(value, [name: ""]) }
      #expect(try interpolated(value, [name: "s$ecret"]) == "s$ecret")
    }
  }

  @Test func theWorkspaceSeesNoEnvironmentFile() throws {
    let workspace = try #require(try services(".devcontainer/docker-compose.yml", .defaults)["workspace"])
    let volumes = try #require(workspace["volumes"] as? [[String: Any]])
    let mask = try #require(volumes.first { $0["target"] as? String == "/workspace/.env" })
    #expect(mask["source"] as? String == "/dev/null" && mask["read_only"] as? Bool == true)
  }

  private func root(_ path: String, _ settings: Settings) throws -> [String: Any] {
    let file = try #require(try RepositoryFile.all(settings).first { $0.path == path })
    return try #require(try Yams.load(yaml: file.text) as? [String: Any])
  }

  private func services(_ path: String, _ settings: Settings) throws -> [String: [String: Any]] {
    try #require(try root(path, settings)["services"] as? [String: [String: Any]])
  }

  private func environment(_ service: [String: Any]?) throws -> [String: Any] {
    try #require(service?["environment"] as? [String: Any])
  }

  private func interpolated(_ value: Any?, _ variables: [String: String]) throws -> String {
    try Interpolation(try #require(value as? String)) { variables[$0] }.text
  }
}
