import Diagnostics
import Doctor
import Foundation
import Secrets
import Testing

@testable import Provisioning

/// `docker-compose.yml`, as the program takes it that would run the containers.
struct ComposeFileTests {
  /// A search path that has a shell, and one more program.
  ///
  /// - Parameters:
  ///   - name: what the program is called.
  ///   - config: what it does when it is to read the file, in the words of a shell.
  ///   - setup: where to put it.
  /// - Returns: the environment.
  /// - Throws: when it cannot be put there.
  private func environment(_ name: String, config: String, _ setup: Setup) throws -> [String: String] {
    let folder = "\(setup.root)/programs"
    try setup.install(
      """
      #!/bin/sh
      case "$*" in
        *config) \(config) ;;
        "version" | "compose version") ;;
        *) exit 1 ;;
      esac
      """,
      at: "\(folder)/\(name)"
    )
    try setup.shell("ln -s /bin/sh '\(folder)/sh'")
    return setup.environment.merging(["PATH": folder]) { $1 }
  }

  private func results(_ setup: Setup, _ environment: [String: String]) async -> [CheckResult] {
    await examine(setup.clientContext([], environment), only: ["rendered"], network: true)
  }

  /// Refuses a file without services, and says a secret while it does.
  private static let strict = """
    /bin/grep -q '^services:' docker-compose.yml && exit 0
        echo 'The "X" variable is not set. Defaulting to a blank string.' >&2
        echo "The Compose file './docker-compose.yml' is invalid because:" >&2
        /bin/grep '^POSTGRES_PASSWORD=' .env >&2
        exit 1
    """

  @Test(arguments: [("docker", "docker compose"), ("docker-compose", "docker-compose"), ("podman", "podman compose")])
  func aFileThatIsRefused(name: String, words: String) async throws {
    let setup = try await Setup()
    let environment = try environment(name, config: Self.strict, setup)
    let good = await results(setup, environment)
    expectOnly([], in: good)
    #expect(good["rendered.compose"]?.outcome == .passed("accepted by \(words)"))

    try setup.edit(setup.project.path("docker-compose.yml")) { $0 = $0.replacing("\nservices:", with: "\nservises:") }
    let broken = await results(setup, environment)
    expectOnly(["rendered.compose"], in: broken)
    let finding = try #require(broken["rendered.compose"]?.outcome.finding)
    let said = "The Compose file './docker-compose.yml' is invalid because: POSTGRES_PASSWORD="
    #expect(finding.message.hasPrefix("\(words) does not accept it: \(said)"), "\(finding)")
    for secret in setup.clientContext([]).secrets { #expect(!"\(broken)".contains(secret.exposed)) }

    _ = try await setup.follow(try #require(finding.remedy), [], environment: setup.environment)
    expectOnly([], in: await results(setup, environment))
    #expect(setup.text(setup.project.path("docker-compose.yml.mine")).contains("servises:"))
  }

  /// As `docker compose` says it, and as `docker-compose` does.
  @Test(arguments: [
    #"time="2026-01-01T00:00:00Z" level=warning msg="The \"FOO_UNSET\" variable is not set. Defaulting to a blank string.""#,
    "WARNING: The FOO_UNSET variable is not set. Defaulting to a blank string.",
  ])
  func aVariableThatIsNotSet(words: String) async throws {
    let setup = try await Setup()
    let config = """
      /bin/grep -q FOO_UNSET= .env && exit 0
          /bin/grep -q '{FOO_UNSET:-' docker-compose.yml && exit 0
          echo '\(words)' >&2
      """
    let environment = try environment("docker-compose", config: config, setup)
    // One that the file does not name is of a value in `.env`, for which there is a check of its own.
    expectOnly([], in: await results(setup, environment))
    try setup.edit(setup.project.path("docker-compose.yml")) { text in
      text = text.replacing("\nservices:", with: "\nx-foo: ${FOO_UNSET}\nservices:")
    }
    let broken = await results(setup, environment)
    expectOnly(["rendered.compose"], in: broken)
    let finding = try #require(broken["rendered.compose"]?.outcome.finding)
    #expect(finding.severity == .warning)
    #expect(finding.message == "it uses FOO_UNSET, which is not set, so that nothing is put in its place")
    let text = setup.text(setup.project.path("docker-compose.yml"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(finding.line.map { lines[$0 - 1] } == "x-foo: ${FOO_UNSET}")
    #expect(finding.remedy == .advice("set FOO_UNSET in .env, or write what it is by default: ${FOO_UNSET:-…}"))
    try setup.set("FOO_UNSET", "1")
    expectOnly([], in: await results(setup, environment))
    try setup.set("FOO_UNSET", nil)
    try setup.edit(setup.project.path("docker-compose.yml")) { text in
      text = text.replacing("${FOO_UNSET}", with: "${FOO_UNSET:-x}")
    }
    expectOnly([], in: await results(setup, environment))
  }

  @Test func aSecretIsNotCutInTwo() async throws {
    let setup = try await Setup()
    let secret = try #require(setup.clientContext([]).secrets.first).exposed
    let filler = String(repeating: "x", count: 220)
    let environment = try environment("docker-compose", config: "echo '\(filler) \(secret)' >&2; exit 1", setup)
    let found = await results(setup, environment)
    #expect(found["rendered.compose"]?.status == .failed)
    #expect(!"\(found)".contains(secret.prefix(12)), "\(found)")
  }

  @Test func aProgramThatAnswersNothing() async throws {
    let setup = try await Setup()
    var context = setup.clientContext([], try environment("docker-compose", config: "exec /bin/sleep 600", setup))
    context.patience = 1
    let reason = "docker-compose gives no answer in time"
    #expect(try await outcome("rendered.compose", context) == .skipped(reason))
  }

  @Test func whereThereIsNothingToAsk() async throws {
    let setup = try await Setup()
    let none = ["PATH": "/nowhere", "HOME": setup.home]
    let nobody = "neither Docker Compose nor Podman is installed"
    #expect(try await outcome("rendered.compose", setup.clientContext([], none)) == .skipped(nobody))

    let environment = try environment("docker-compose", config: "exit 1", setup)
    let quick = await examine(setup.clientContext([], environment), only: ["rendered"])
    #expect(quick["rendered.compose"]?.outcome == .skipped("--no-network"))

    try setup.set("REDIS_PASSWORD", "")
    expectOnly(["rendered.keys"], in: await results(setup, environment), orSkippedFor: ["a password is empty in .env"])
    try await setup.initialize(["AGENTPROXY_ENGINE=embedded"])
    expectOnly([], in: await results(setup, environment), orSkippedFor: ["the engine is embedded"])
    try await setup.initialize(["AGENTPROXY_ENGINE=auto"])
    try FileManager.default.removeItem(atPath: setup.project.path("docker-compose.yml"))
    expectOnly(["rendered.files"], in: await results(setup, environment))
  }

  private static let compose = "/usr/bin/docker-compose"

  /// What the program itself says; it needs no engine for it.
  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: compose)),
    arguments: [
      ("image: ${POSTGRES", "imagee: ${POSTGRES", "Unsupported config option for services.postgres: 'imagee'"),
      ("- *address", "- *adress", "found undefined alias 'adress' in \"./docker-compose.yml\", line "),
    ]
  )
  func theRealProgram(old: String, new: String, message: String) async throws {
    let setup = try await Setup()
    let folder = "\(setup.root)/programs"
    try setup.shell("mkdir '\(folder)' && ln -s /bin/sh \(Self.compose) '\(folder)/'")
    let environment = setup.environment.merging(["PATH": folder]) { $1 }
    expectOnly([], in: await results(setup, environment))

    try setup.edit(setup.project.path("docker-compose.yml")) { $0 = $0.replacing(old, with: new) }
    let broken = await results(setup, environment)
    expectOnly(["rendered.compose"], in: broken)
    let finding = try #require(broken["rendered.compose"]?.outcome.finding)
    #expect(finding.message.contains(message), "\(finding)")
    _ = try await setup.follow(try #require(finding.remedy), [], environment: setup.environment)
    expectOnly([], in: await results(setup, environment))

    // A value that nothing else looks at.
    try setup.set("COMPOSE_FILE", "nowhere.yml")
    let value = await results(setup, environment)
    expectOnly(["rendered.compose"], in: value)
    #expect(value["rendered.compose"]?.outcome.finding?.remedy?.isCommand == false)
  }
}
