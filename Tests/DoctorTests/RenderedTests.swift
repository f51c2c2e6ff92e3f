import Doctor
import Foundation
import Provisioning
import Testing

/// The files that are made of `.env`.
struct RenderedTests {
  @Test func aFileThatDoesNotFollow() async throws {
    let setup = try await Setup()
    try setup.set("AGENTPROXY_ROUTING", "least-busy")
    let results = await examine(setup.context(), only: ["rendered"])
    expectOnly(["rendered.files"], in: results)
    #expect(results["rendered.files"]?.outcome.finding?.message == "litellm_config.yaml is not what .env asks for")
    try await setup.mend(try #require(results["rendered.files"]?.outcome.finding))
    expectOnly([], in: await examine(setup.context(), only: ["rendered"]))
  }

  @Test func aFileThatIsMissing() async throws {
    let setup = try await Setup()
    try FileManager.default.removeItem(atPath: setup.project.path(".devcontainer/devcontainer.json"))
    let results = await examine(setup.context(), only: ["rendered"])
    expectOnly(["rendered.files"], in: results)
    #expect(results["rendered.files"]?.outcome.finding?.message == ".devcontainer/devcontainer.json is missing")
    try await setup.mend(try #require(results["rendered.files"]?.outcome.finding))
    expectOnly([], in: await examine(setup.context(), only: ["rendered"]))
  }

  @Test func aFileThatContainersCannotRead() async throws {
    let setup = try await Setup()
    _ = try setup.type("chmod 600 stack/Caddyfile docker-compose.yml")
    let results = await examine(setup.context(), only: ["rendered"])
    expectOnly(["rendered.files"], in: results)
    let finding = try #require(results["rendered.files"]?.outcome.finding)
    #expect(finding.message == "stack/Caddyfile cannot be read in a container, which runs as another user")
    #expect(finding.remedy == .fix(.initialize([])))
    try await setup.mend(finding)
    expectOnly([], in: await examine(setup.context(), only: ["rendered"]))
  }

  @Test func aConfigurationThatCannotBeRead() async throws {
    let setup = try await Setup()
    try setup.edit(setup.project.path("litellm_config.yaml")) { $0 = $0.replacing("simple-shuffle", with: "at-random") }
    let results = await examine(setup.context(), only: ["rendered"])
    #expect(results["rendered.config"]?.status == .failed)
    let finding = try #require(results["rendered.config"]?.outcome.finding)
    #expect(finding.line != nil && finding.remedy != nil, "\(finding)")
    try setup.edit(setup.project.path("litellm_config.yaml")) { $0 = $0.replacing("at-random", with: "simple-shuffle") }
    expectOnly([], in: await examine(setup.context(), only: ["rendered"]))
  }

  /// `init` cannot write it either: the check of all files says so, and what to do.
  @Test func aConfigurationThatIsAFolder() async throws {
    let setup = try await Setup()
    let path = setup.project.path("litellm_config.yaml")
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let results = await examine(setup.context(), only: ["rendered"])
    expectOnly(["rendered.files"], in: results)
    let finding = try #require(results["rendered.files"]?.outcome.finding)
    #expect(finding.remedy?.isCommand == false, "\(finding)")
    try FileManager.default.removeItem(atPath: path)
    try await setup.initialize()
    expectOnly([], in: await examine(setup.context(), only: ["rendered"]))
  }

  @Test func aKeyOfTheConfigurationThatMeansNothing() async throws {
    let setup = try await Setup()
    try setup.edit(setup.project.path("litellm_config.yaml")) { $0 += "\nodd_settings: 1\n" }
    let results = await examine(setup.context(), only: ["rendered.config"])
    #expect(results["rendered.config"]?.status == .warning, "\(results)")
    #expect(results["rendered.config"]?.outcome.finding?.remedy != nil, "\(results)")
    try setup.edit(setup.project.path("litellm_config.yaml")) { $0 = $0.replacing("\nodd_settings: 1\n", with: "") }
    expectOnly([], in: await examine(setup.context(), only: ["rendered"]))
  }

  @Test func aPasswordThatIsEmpty() async throws {
    let setup = try await Setup()
    try setup.set("REDIS_PASSWORD", "")
    let results = await examine(setup.context(), only: ["rendered"])
    expectOnly(["rendered.keys"], in: results)
    try await setup.mend(try #require(results["rendered.keys"]?.outcome.finding))
    expectOnly([], in: await examine(setup.context(), only: ["rendered"]))
  }
}
