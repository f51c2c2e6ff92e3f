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
    #expect(try ports(stack["litellm"], ["AGENTPROXY_PORT": "4100"]) == ["127.0.0.1:4100:4000"])
    #expect(stack["postgres"]?["ports"] == nil && stack["redis"]?["ports"] == nil)
    // Caddy is there, and does not run.
    #expect(stack["caddy"]?["profiles"] as? [String] == ["tls"])
    #expect(try ports(stack["caddy"], [:]) == ["127.0.0.1:4443:4443"])
  }

  @Test(arguments: [
    ("0.0.0.0", "0.0.0.0:4000:4000"), ("localhost", "127.0.0.1:4000:4000"), ("::1", "[::1]:4000:4000"),
  ])
  func theAddressIsWrittenAsDockerWantsIt(bind: String, expected: String) throws {
    let stack = try services("docker-compose.yml", settings(["AGENTPROXY_BIND": bind]))
    #expect(try ports(stack["litellm"], ["AGENTPROXY_BIND": bind]) == [expected])
    let secure = try services("docker-compose.yml", settings(["AGENTPROXY_TLS_BIND": bind]))
    let ports = try ports(secure["caddy"], ["AGENTPROXY_TLS_BIND": bind])
    #expect(ports == [expected.replacing(":4000:4000", with: ":4443:4443")])
  }

  @Test func whatAServiceNeedsIsWaitedFor() throws {
    let stack = try services("docker-compose.yml", settings(["COMPOSE_PROFILES": "tls"]))
    let healthy = ["condition": "service_healthy"]
    #expect(stack["litellm"]?["depends_on"] as? [String: [String: String]] == ["postgres": healthy, "redis": healthy])
    #expect(stack["caddy"]?["depends_on"] as? [String: [String: String]] == ["litellm": healthy])
    for name in ["postgres", "redis", "litellm", "caddy"] { #expect(stack[name]?["healthcheck"] != nil, "\(name)") }
  }

  /// docker-compose 1.29 refuses a name, and takes the address out of a port's long form: it would be open to all.
  @Test(arguments: [[:], ["COMPOSE_PROFILES": "tls"], ["COMPOSE_PROFILES": "embedded"]])
  func anOldDockerComposeTakesTheFile(values: [String: String]) throws {
    let root = try root("docker-compose.yml", settings(values))
    #expect(root.keys.allSatisfy { ["services", "networks", "volumes"].contains($0) || $0.hasPrefix("x-") })
    for (name, service) in try services("docker-compose.yml", settings(values)) {
      #expect(service["ports"] == nil || service["ports"] is [String], "\(name)")
    }
  }

  @Test(arguments: [
    ["COMPOSE_PROFILES": "tls"], ["AGENTPROXY_ALLOWED_IPS": "10.0.0.0/8"], ["COMPOSE_PROFILES": "embedded,tls"],
  ])
  func whatIsInFrontHasThePortAlone(values: [String: String]) throws {
    let stack = try services("docker-compose.yml", settings(values))
    #expect(stack["litellm"]?["ports"] == nil)
    #expect(stack["caddy"]?["profiles"] == nil)
    #expect(try ports(stack["caddy"], [:]) == ["127.0.0.1:4000:4000", "127.0.0.1:4443:4443"])
    #expect(
      try interpolated(try environment(stack["caddy"])["AGENTPROXY_ALLOWED_IPS"], values).isEmpty
        == (values["AGENTPROXY_ALLOWED_IPS"] == nil)
    )
  }

  @Test func theProgramItselfCanStandInForLiteLLM() throws {
    let stack = try services("docker-compose.yml", settings(["COMPOSE_PROFILES": "embedded"]))
    #expect(Set(stack.keys) == ["litellm", "caddy"])
    let gateway = try #require(stack["litellm"])
    #expect(try interpolated(gateway["image"], [:]) == "agentproxy-setup:local")
    #expect(gateway["read_only"] as? Bool == true && gateway["depends_on"] == nil)
    #expect(try ports(gateway, [:]) == ["127.0.0.1:4000:4000"])
    #expect(try environment(gateway)["OPENAI_API_KEY"] is NSNull)
  }

  /// Podman before 4.7 does not know the address that Docker calls `host-gateway`, and has a name of its own instead.
  @Test(arguments: ["", "embedded"])
  func thisMachineHasANameWhereAProviderIsOnIt(profiles: String) throws {
    var values = ["COMPOSE_PROFILES": profiles, "OPENAI_API_KEY": "sk-0123456789012345678901234"]
    for (host, expected) in [
      ("llm.acme.test", nil), ("host.docker.internal:8000", ["host.docker.internal:host-gateway"]),
    ] {
      values["OPENAI_API_BASE"] = "http://\(host)/v1"
      let gateway = try services("docker-compose.yml", settings(values))["litellm"]
      #expect(gateway?["extra_hosts"] as? [String] == expected)
    }
  }

  @Test(arguments: ["", "embedded"])
  func aStrictDevcontainerMeetsTheGatewayAlone(profiles: String) throws {
    let settings = settings(["AGENTPROXY_DEVCONTAINER_NETWORK": "strict", "COMPOSE_PROFILES": profiles])
    let networks = try #require(try root("docker-compose.yml", settings)["networks"] as? [String: Any])
    #expect((networks["tools"] as? [String: Any])?["internal"] as? Bool == true)
    let users = try services("docker-compose.yml", settings).filter {
      ($0.value["networks"] as? [String])?.contains("tools") == true
    }
    #expect(Array(users.keys) == ["litellm"])
    let workspace = try services(".devcontainer/docker-compose.yml", settings)["workspace"]
    #expect(workspace?["networks"] as? [String] == ["tools"] && workspace?["dns"] as? [String] == ["127.0.0.1"])
  }

  @Test(arguments: ["", "embedded"])
  func noServiceMayDoMoreThanItMust(profiles: String) throws {
    for (name, service) in try services("docker-compose.yml", settings(["COMPOSE_PROFILES": profiles])) {
      #expect(service["cap_drop"] as? [String] == ["ALL"], "\(name)")
      #expect(service["security_opt"] as? [String] == ["no-new-privileges:true"], "\(name)")
      #expect(service["mem_limit"] != nil && service["pids_limit"] != nil, "\(name)")
      #expect(service["restart"] as? String == "unless-stopped", "\(name)")
      let log = (service["logging"] as? [String: Any])?["options"] as? [String: String]
      #expect(log == ["max-size": "10m", "max-file": "3"], "\(name)")
      // LiteLLM's image writes below / when it starts.
      #expect(service["read_only"] as? Bool == true || (name == "litellm" && profiles.isEmpty), "\(name)")
    }
  }

  @Test func anAgentCannotChangeWhatTheStackStartsFrom() throws {
    let workspace = try #require(try services(".devcontainer/docker-compose.yml", .defaults)["workspace"])
    let volumes = try #require(workspace["volumes"] as? [Any]).compactMap { $0 as? [String: Any] }
    let readOnly = volumes.filter { $0["read_only"] as? Bool == true }.compactMap { $0["target"] as? String }
    #expect(
      Set(readOnly) == [
        "/workspace/.env", "/workspace/docker-compose.yml", "/workspace/litellm_config.yaml", "/workspace/stack",
        "/workspace/.devcontainer", "/workspace/Dockerfile",
      ]
    )
  }

  @Test(arguments: ["", "tls", "embedded", "embedded,tls"])
  func whatIsMountedCanBeReadByOtherUsers(profiles: String) throws {
    let stack = try services("docker-compose.yml", settings(["COMPOSE_PROFILES": profiles]))
    let mounted = stack.values.flatMap { ($0["volumes"] as? [Any] ?? []).compactMap { $0 as? [String: Any] } }
      .compactMap { $0["source"] as? String }
    #expect(mounted.count >= 2)
    for source in mounted { #expect(RepositoryFile.mounted.contains(String(source.dropFirst(2))), "\(source)") }
  }

  @Test func kubernetesGetsTheSameImageAndAddresses() throws {
    let values = [
      "LITELLM_IMAGE": "registry.acme.test:5000/litellm:v9.1", "LITELLM_IMAGE_DIGEST": "@sha256:00",
      "COMPOSE_PROFILES": "tls",
      "AGENTPROXY_TLS_HOST": "llm.acme.test", "AGENTPROXY_ALLOWED_IPS": "10.0.0.0/8, 192.168.0.0/16",
    ]
    let chart = try root("stack/helm-values.yaml", settings(values))
    let image = try #require(chart["image"] as? [String: Any])
    #expect(image["repository"] as? String == "registry.acme.test:5000/litellm")
    #expect(image["tag"] as? String == "v9.1@sha256:00")
    let ingress = try #require(chart["ingress"] as? [String: Any])
    let annotations = try #require(ingress["annotations"] as? [String: String])
    let ranges = annotations["nginx.ingress.kubernetes.io/whitelist-source-range"]
    #expect(ranges == "10.0.0.0/8,192.168.0.0/16")
    let plain = try root("stack/helm-values.yaml", .defaults)
    #expect(plain["ingress"] == nil)
    // What the stack on one machine runs.
    let pinned = try interpolated(try services("docker-compose.yml", .defaults)["litellm"]?["image"], [:])
    let plainImage = try #require(plain["image"] as? [String: Any])
    #expect(pinned == "\(plainImage["repository"] ?? ""):\(plainImage["tag"] ?? "")")
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
    let volumes = try #require(workspace["volumes"] as? [Any]).compactMap { $0 as? [String: Any] }
    let mask = try #require(volumes.first { $0["target"] as? String == "/workspace/.env" })
    #expect(mask["source"] as? String == "/dev/null" && mask["read_only"] as? Bool == true)
  }

  private func settings(_ values: [String: String]) -> Settings {
    Settings.read(SettingsSource(values: .empty, environment: values)).settings
  }

  private func ports(_ service: [String: Any]?, _ variables: [String: String]) throws -> [String] {
    try #require(service?["ports"] as? [String]).map { try interpolated($0, variables) }
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
