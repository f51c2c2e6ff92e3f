import Diagnostics
import Foundation
import Testing

@testable import Provisioning

/// Which of the repository's files are written, and which are somebody's own by now.
struct RepositoryTests {
  @Test func aFileFollowsTheEnvironment() throws {
    let clone = try Clone()
    try clone.initialize(["AGENTPROXY_ROUTING=least-busy"])
    #expect(clone.text(clone.project.path("litellm_config.yaml"))?.contains("routing_strategy: least-busy\n") == true)
    try clone.initialize(["AGENTPROXY_ROUTING=latency-based"])
    let text = clone.text(clone.project.path("litellm_config.yaml"))
    #expect(text?.contains("routing_strategy: latency-based-routing\n") == true)
  }

  @Test func theWayBackToTheDefaultsIsOpen() throws {
    let clone = try Clone()
    let checkedIn = try #require(clone.text(clone.project.path("litellm_config.yaml")))
    try clone.initialize(["AGENTPROXY_CACHE=on"])
    #expect(clone.text(clone.project.path("litellm_config.yaml")) != checkedIn)
    try clone.initialize(["AGENTPROXY_CACHE=off"])
    #expect(clone.text(clone.project.path("litellm_config.yaml")) == checkedIn)
    // As `git checkout` leaves it after another run.
    try clone.initialize(["AGENTPROXY_CACHE=on"])
    try clone.write(checkedIn, to: clone.project.path("litellm_config.yaml"))
    let prepared = try clone.initialize()
    #expect(prepared.plan.findings.filter { $0.id == "repository.edited" }.isEmpty)
    #expect(clone.text(clone.project.path("litellm_config.yaml")) != checkedIn)
  }

  @Test func aFileEditedByHandIsLeftAlone() throws {
    let clone = try Clone()
    try clone.initialize()
    let path = clone.project.path("litellm_config.yaml")
    let edited = try #require(clone.text(path)) + "# mine\n"
    try clone.write(edited, to: path)

    let nothingNew = try clone.initialize()
    #expect(!nothingNew.plan.hasChanges)
    #expect(nothingNew.plan.changes.first { $0.path == path }?.action == .keep)
    #expect(!nothingNew.plan.findings.contains { $0.id == "repository.edited" })

    let wanted = try clone.initialize(["AGENTPROXY_CACHE=on"])
    #expect(clone.text(path) == edited)
    #expect(
      wanted.plan.findings.contains { $0.id == "repository.edited" && $0.message.hasPrefix("litellm_config.yaml") }
    )
  }

  @Test func aFileEditedBeforeTheFirstRunIsLeftAlone() throws {
    let clone = try Clone()
    let path = clone.project.path("docker-compose.yml")
    try clone.write("services: {}\n", to: path)
    try clone.initialize(["OPENAI_API_KEY=sk-provider-0123456789abcdef"])
    #expect(clone.text(path) == "services: {}\n")
  }

  @Test func aMissingFileIsMadeAgain() throws {
    let clone = try Clone()
    try clone.initialize()
    try FileManager.default.removeItem(atPath: clone.project.path(".devcontainer/devcontainer.json"))
    let prepared = try clone.initialize()
    #expect(
      prepared.plan.changes.filter(\.isWrite).map(\.path) == [clone.project.path(".devcontainer/devcontainer.json")]
    )
    #expect(try clone.mode(clone.project.path(".devcontainer/devcontainer.json")) == 0o644)
  }

  @Test func anotherProgramInBetweenIsNoticed() throws {
    let clone = try Clone()
    let prepared = try clone.initialization().prepare(on: RealSystem(), isTrackedByGit: false)
    try clone.write("MINE=1\n", to: clone.project.path(".env"))
    #expect(throws: (any Error).self) { try prepared.plan.apply(to: RealSystem()) }
    #expect(clone.text(clone.project.path(".env")) == "MINE=1\n")
  }
}
