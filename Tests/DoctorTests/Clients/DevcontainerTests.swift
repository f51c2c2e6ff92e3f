import Doctor
import Foundation
import Testing

@testable import Provisioning

/// Each thing that can be wrong with the devcontainer is seen by the check for it, and by no other.
struct DevcontainerTests {
  private static let compose = ".devcontainer/docker-compose.yml"

  private static func replacing(
    _ old: String,
    with new: String,
    in file: String = compose
  ) -> @Sendable (Setup) throws -> Void {
    { setup in
      try setup.edit(setup.project.path(file)) { text in
        #expect(text.contains(old))
        text = text.replacing(old, with: new)
      }
    }
  }

  /// Puts a line with a mount into the Compose file.
  private static func mounting(_ line: String) -> @Sendable (Setup) throws -> Void {
    replacing("    volumes:\n", with: "    volumes:\n\(line)")
  }

  private static let breakages = [
    Breakage(
      "no mask",
      "devcontainer.env-mask",
      saying: "can read .env at /workspace/.env",
      breaking: replacing("target: /workspace/.env", with: "target: /workspace/.other")
    ),
    Breakage(
      "the home folder as a whole",
      "devcontainer.env-mask",
      saying: "at /host/clone/.env",
      breaking: mounting("      - ${HOME:?is needed}/..:/host\n")
    ),
    Breakage(
      "the home folder by its sign",
      "devcontainer.env-mask",
      saying: "at /host/clone/.env",
      breaking: mounting("      - ~/..:/host:ro\n")
    ),
    Breakage(
      "the file itself under another name",
      "devcontainer.env-mask",
      saying: "at /tmp/variables",
      breaking: mounting("      - ./.env:/tmp/variables\n")
    ),
    Breakage(
      "a mount of devcontainer.json",
      "devcontainer.env-mask",
      saying: "at /w2/.env",
      breaking: replacing(
        "  \"remoteUser\"",
        with: "  \"mounts\": [\"source=${localWorkspaceFolder},target=/w2,type=bind\"],\n  \"remoteUser\"",
        in: ".devcontainer/devcontainer.json"
      )
    ),
    Breakage(
      "a mount of devcontainer.json as an object",
      "devcontainer.env-mask",
      saying: "at /w2/clone/.env",
      breaking: replacing(
        "  \"remoteUser\"",
        with: """
            // Everything.
            "mounts": [{"type": "bind", "source": "${localEnv:AGENTPROXY_NONE:/nowhere}", "target": "/all"},
              {"type": "bind", "source": "${localWorkspaceFolder}/..", "target": "/w2"}],
            "remoteUser"
          """,
        in: ".devcontainer/devcontainer.json"
      )
    ),
    Breakage(
      "an address of the host's",
      "devcontainer.gateway",
      saying: "OPENAI_BASE_URL names localhost, which is the container itself",
      breaking: replacing("OPENAI_BASE_URL: http://litellm:4000/v1", with: "OPENAI_BASE_URL: http://localhost:4000/v1")
    ),
    Breakage(
      "an address of the host's for one tool",
      "devcontainer.gateway",
      saying: "remoteEnv.ANTHROPIC_BASE_URL names 127.0.0.1",
      breaking: replacing(
        "  \"remoteUser\"",
        with: "  \"remoteEnv\": {\n    \"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:4000\"\n  },\n  \"remoteUser\"",
        in: ".devcontainer/devcontainer.json"
      )
    ),
    Breakage(
      "a file beside docker-compose.yml",
      "devcontainer.override",
      saying: "Compose reads docker-compose.override.yml",
      breaking: { setup in
        try setup.edit(setup.environmentFile) { text in
          #expect(text.contains("COMPOSE_FILE=docker-compose.yml\n"))
          text = text.replacing("COMPOSE_FILE=docker-compose.yml\n", with: "")
        }
        try setup.write("services: {}\n", to: setup.project.path("docker-compose.override.yml"))
      }
    ),
    Breakage(
      "a copy of .env",
      "devcontainer.env-mask",
      saying: "can read .env.old",
      breaking: { try $0.write($0.text($0.environmentFile), to: $0.project.path(".env.old")) }
    ),
    Breakage(
      "all of .env inside",
      "devcontainer.tokens",
      saying: "all of .env goes into workspace",
      breaking: replacing("    init: true\n", with: "    init: true\n    env_file: .env\n")
    ),
    Breakage(
      "a token inside",
      "devcontainer.tokens",
      saying: "GEMINI gets a provider's token",
      breaking: replacing("      DEVCONTAINER:", with: "      GEMINI: ${OPENAI_API_KEY:-}\n      DEVCONTAINER:")
    ),
    Breakage(
      "a token of the host inside",
      "devcontainer.tokens",
      saying: "remoteEnv.KEY gets a provider's token",
      breaking: replacing(
        "  \"remoteUser\"",
        with: "  \"remoteEnv\": {\n    \"KEY\": \"${localEnv:ANTHROPIC_API_KEY}\"\n  },\n  \"remoteUser\"",
        in: ".devcontainer/devcontainer.json"
      )
    ),
    Breakage(
      "an open port",
      "devcontainer.ports",
      saying: "a port of postgres",
      breaking: replacing(
        "  postgres:\n    <<: *service\n",
        with: "  postgres:\n    <<: *service\n    ports: [\"5432:5432\"]\n",
        in: "docker-compose.yml"
      ),
      advised: replacing("\"5432:5432\"", with: "\"127.0.0.1:5432:5432\"", in: "docker-compose.yml")
    ),
    Breakage(
      "an open port of the container",
      "devcontainer.ports",
      saying: "appPort",
      breaking: replacing(
        "  \"remoteUser\"",
        with: "  \"appPort\": 3000,\n  \"remoteUser\"",
        in: ".devcontainer/devcontainer.json"
      )
    ),
    Breakage(
      "a file that is gone",
      "devcontainer.files",
      saying: "is not there",
      breaking: { try $0.shell("rm .devcontainer/docker-compose.yml") }
    ),
    Breakage(
      "a broken file",
      "devcontainer.files",
      saying: "YAML",
      breaking: replacing("services:", with: "services: ["),
      advised: replacing("services: [", with: "services:")
    ),
  ]

  @Test(arguments: breakages)
  func breakage(_ breakage: Breakage) async throws { try await breakage.tryOut() }

  @Test(arguments: ["127.0.0.1:4000:4000", "${AGENTPROXY_BIND:-127.0.0.1}:${AGENTPROXY_PORT:-4000}:4000", "[::1]:1:1"])
  func aPortOnTheLoopbackIsNobodysTrouble(port: String) async throws {
    let setup = try await Setup()
    try Self.replacing(
      "  redis:\n    <<: *service\n",
      with: "  redis:\n    <<: *service\n    ports: [\"\(port)\"]\n",
      in: "docker-compose.yml"
    )(
      setup
    )
    #expect(try await outcome("devcontainer.ports", setup.clientContext([])).status == .passed)
  }

  @Test func whatTheFileOpensIsNotSaidToBeOnTheLoopback() async throws {
    let settings = ["AGENTPROXY_TLS_BIND=0.0.0.0", "COMPOSE_PROFILES=tls", "AGENTPROXY_ALLOWED_IPS=10.0.0.1"]
    let setup = try await Setup(settings)
    let found = try await outcome("devcontainer.ports", setup.clientContext([]))
    #expect(found == .passed("2, of which .env opens 1 to other machines"))
  }

  /// Inside, `.env` looks empty, and the environment says what is to be known.
  private func inside() async throws -> (setup: Setup, environment: [String: String]) {
    let setup = try await Setup(clients: [])
    try setup.write("", to: setup.environmentFile)
    let environment = setup.environment.merging([
      "DEVCONTAINER": "true", "LITELLM_MASTER_KEY": "sk-inside-0123456789abcdef", "CODEX_MODEL": "gpt-5.5",
      "CLAUDE_MODEL": "claude-sonnet-5-5",
      "CLAUDE_SMALL_MODEL": "claude-haiku-5-5",
      "AGENTPROXY_MODELS":
        "responses:gpt-5.5,messages:claude-opus-5-5,messages:claude-sonnet-5-5,messages:claude-haiku-5-5",
    ]) { $1 }
    try create(setup, environment)
    return (setup, environment)
  }

  /// Does what `post-create` does.
  private func create(_ setup: Setup, _ environment: [String: String]) throws {
    let prepared = try PostCreation(
      project: setup.project,
      environmentFile: setup.environmentFile,
      clients: Client.standard,
      environment: environment,
      places: setup.places
    )
    .prepare(on: RealSystem())
    try prepared.plan.apply(to: RealSystem(), in: setup.places)
  }

  @Test func insideAllIsWell() async throws {
    let (setup, environment) = try await inside()
    let found = await complaints(setup.clientContext(Client.standard, environment))
    #expect(found.isEmpty, "\(found.map(\.outcome))")
  }

  @Test(arguments: [(".codex/config.toml", "base_url"), (".claude/settings.json", "ANTHROPIC_BASE_URL")])
  func insideLocalhostIsTheContainer(file: String, name: String) async throws {
    let (setup, environment) = try await inside()
    try setup.edit(setup.inHome(file)) { $0 = $0.replacing("litellm:4000", with: "localhost:4000") }
    let found = await complaints(setup.clientContext(Client.standard, environment))
    #expect(found.map(\.id) == ["devcontainer.localhost"], "\(found.map(\.outcome))")
    #expect(found.first?.outcome.finding?.message.contains(name) == true)
    #expect(found.first?.outcome.finding?.remedy == .command("agentproxy-setup post-create"))
    try create(setup, environment)
    #expect(await complaints(setup.clientContext(Client.standard, environment)).isEmpty)
  }

  @Test func insideAVariableWithLocalhostIsTheContainerToo() async throws {
    let (setup, environment) = try await inside()
    let wrong = environment.merging(["OPENAI_BASE_URL": "http://127.0.0.1:4000/v1"]) { $1 }
    let found = try await outcome("devcontainer.localhost", setup.clientContext(Client.standard, wrong))
    #expect(found.finding?.remedy == .command("export OPENAI_BASE_URL=http://litellm:4000/v1"))
  }

  @Test(arguments: ["é", "日本語"])
  func aCloneMayHaveAnyName(name: String) async throws {
    let setup = try await Setup(name: name)
    #expect(try await outcome("devcontainer.env-mask", setup.clientContext(Client.standard)).status == .passed)
    try Self.replacing("target: /workspace/.env", with: "target: /workspace/.other")(setup)
    let found = try await outcome("devcontainer.env-mask", setup.clientContext(Client.standard))
    #expect(found.finding?.message.contains("can read .env at /workspace/.env") == true, "\(found)")
  }

  @Test func insideATokenThatCanBeReadIsTold() async throws {
    let setup = try await Setup(environment: ["DEVCONTAINER": "true"])
    let found = try await outcome("devcontainer.env-mask", setup.clientContext(Client.standard))
    #expect(found.status == .failed)
    #expect(found.finding?.message.contains("can be read in here") == true)
  }
}
