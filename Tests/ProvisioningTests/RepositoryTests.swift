import Diagnostics
import Foundation
import Testing

@testable import Provisioning

/// Which of the repository's files are written, and which are somebody's own by now.
struct RepositoryTests {
  @Test func aFileFollowsTheEnvironment() async throws {
    let clone = try Clone()
    try await clone.initialize(["AGENTPROXY_ROUTING=least-busy"])
    #expect(clone.text(clone.project.path("litellm_config.yaml"))?.contains("routing_strategy: least-busy\n") == true)
    try await clone.initialize(["AGENTPROXY_ROUTING=latency-based"])
    let text = clone.text(clone.project.path("litellm_config.yaml"))
    #expect(text?.contains("routing_strategy: latency-based-routing\n") == true)
  }

  @Test func theWayBackToTheDefaultsIsOpen() async throws {
    let clone = try Clone()
    let checkedIn = try #require(clone.text(clone.project.path("litellm_config.yaml")))
    try await clone.initialize(["AGENTPROXY_CACHE=on"])
    #expect(clone.text(clone.project.path("litellm_config.yaml")) != checkedIn)
    try await clone.initialize(["AGENTPROXY_CACHE=off"])
    #expect(clone.text(clone.project.path("litellm_config.yaml")) == checkedIn)
    // As `git checkout` leaves it after another run.
    try await clone.initialize(["AGENTPROXY_CACHE=on"])
    try clone.write(checkedIn, to: clone.project.path("litellm_config.yaml"))
    let prepared = try await clone.initialize()
    #expect(prepared.plan.findings.filter { $0.id == "repository.edited" }.isEmpty)
    #expect(clone.text(clone.project.path("litellm_config.yaml")) != checkedIn)
  }

  @Test func aFileEditedByHandKeepsTheEdits() async throws {
    let clone = try Clone()
    try await clone.initialize()
    let path = clone.project.path("litellm_config.yaml")
    try clone.write(try #require(clone.text(path)) + "# mine\n", to: path)
    let nothingNew = try await clone.initialize()
    #expect(!nothingNew.plan.hasChanges)

    try await clone.initialize(["AGENTPROXY_ROUTING=least-busy"])
    let merged = try #require(clone.text(path))
    #expect(merged.hasSuffix("# mine\n") && merged.contains("routing_strategy: least-busy\n"))
  }

  @Test func aFileEditedBeforeTheFirstRunIsLeftAlone() async throws {
    let clone = try Clone()
    let path = clone.project.path("docker-compose.yml")
    try clone.write("services: {}\n", to: path)
    try await clone.initialize(["OPENAI_API_KEY=sk-provider-0123456789abcdef"])
    #expect(clone.text(path) == "services: {}\n")
  }

  @Test func aMissingFileIsMadeAgain() async throws {
    let clone = try Clone()
    try await clone.initialize()
    try FileManager.default.removeItem(atPath: clone.project.path(".devcontainer/devcontainer.json"))
    let prepared = try await clone.initialize()
    #expect(
      prepared.plan.changes.filter(\.isWrite).map(\.path) == [clone.project.path(".devcontainer/devcontainer.json")]
    )
    #expect(try clone.mode(clone.project.path(".devcontainer/devcontainer.json")) == 0o644)
  }

  @Test func anotherProgramInBetweenIsNoticed() async throws {
    let clone = try Clone()
    let prepared = try await clone.initialization().prepare(on: RealSystem(), isTrackedByGit: false)
    try clone.write("MINE=1\n", to: clone.project.path(".env"))
    #expect(throws: (any Error).self) { try prepared.plan.apply(to: RealSystem(), in: clone.places()) }
    #expect(clone.text(clone.project.path(".env")) == "MINE=1\n")
  }
}
