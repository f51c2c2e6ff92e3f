import Diagnostics
import Foundation
import Testing

@testable import Provisioning

struct PostCreationTests {
  private let inContainer = ["DEVCONTAINER": "true", "LITELLM_MASTER_KEY": "sk-0123456789abcdef0123456789abcdef"]

  @Test func theEnvironmentComesBeforeTheFile() async throws {
    let clone = try Clone()
    try clone.write("LITELLM_MASTER_KEY=sk-of-the-file-0123456789\nCODEX_MODEL=gpt-4\n", to: clone.project.path(".env"))
    // As in our own container, where this name holds the gateway's key.
    let shared = ["CODEX_MODEL": "gpt-6-sol", "OPENAI_API_KEY": "sk-0123456789abcdef0123456789abcdef"]
    let environment = inContainer.merging(shared) { $1 }
    let prepared = try prepare(clone, environment)
    #expect(prepared.gateway.description == "http://litellm:4000")
    try prepared.plan.apply(to: RealSystem(), in: clone.places(environment))
    let key = "AGENTPROXY_API_KEY=sk-0123456789abcdef0123456789abcdef\n"
    #expect(clone.text("\(clone.home)/.codex/.env")?.contains(key) == true)
    #expect(clone.text("\(clone.home)/.codex/config.toml")?.hasPrefix("model = \"gpt-6-sol\"\n") == true)
  }

  @Test func onlyClientFilesAreWritten() async throws {
    let clone = try Clone()
    let before = try clone.snapshot()
    try prepare(clone, inContainer).plan.apply(to: RealSystem(), in: clone.places())
    let added = try clone.snapshot().filter { before[$0.key] != $0.value }.keys
      .filter { !$0.hasPrefix("home/.local/state/agentproxy-setup/") }
    #expect(added.count == 4 && added.allSatisfy { $0.hasPrefix("home/") })
  }

  @Test func theContainersOwnWorkspaceIsTrusted() async throws {
    let clone = try Clone()
    try prepare(clone, inContainer).plan.apply(to: RealSystem(), in: clone.places())
    let state = try #require(clone.text("\(clone.home)/.claude.json"))
    #expect(state.contains("\"\(clone.project.folder)\": {\n      \"hasTrustDialogAccepted\": true"))
  }

  @Test func theAddressMayBeGiven() async throws {
    let clone = try Clone()
    let environment = inContainer.merging(["AGENTPROXY_BASE_URL": "http://gateway:8080/v1/"]) { $1 }
    let prepared = try prepare(clone, environment)
    #expect(prepared.gateway.description == "http://gateway:8080")
    #expect(prepared.gateway.host == "gateway" && prepared.gateway.port == 8080)
  }

  @Test(arguments: ["litellm:4000", "ftp://litellm", "http://", "http://a b", "http://litellm:0", "http://u:p@litellm"])
  func aWrongAddressIsRefused(address: String) async throws {
    let clone = try Clone()
    let environment = inContainer.merging(["AGENTPROXY_BASE_URL": address]) { $1 }
    let failure = #expect(throws: Failure.self) { try prepare(clone, environment) }
    #expect(failure?.status == .badInput)
    #expect(failure?.description.contains("AGENTPROXY_BASE_URL") == true)
  }

  @Test func withoutAMasterKeyThereIsNothingToWrite() async throws {
    let clone = try Clone()
    let before = try clone.snapshot()
    let failure = #expect(throws: Failure.self) { try prepare(clone, ["DEVCONTAINER": "true"]) }
    #expect(failure?.status == .badInput)
    #expect(failure?.description.contains("LITELLM_MASTER_KEY") == true)
    #expect(try clone.snapshot() == before)
  }

  @Test func nothingThatListensIsFoundOut() async throws {
    #expect(!canConnect(to: try GatewayAddress("http://127.0.0.1:1", from: "X"), milliseconds: 300))
  }

  private func prepare(_ clone: Clone, _ environment: [String: String]) throws(Failure) -> PostCreation.Prepared {
    try PostCreation(
      project: clone.project,
      environmentFile: clone.project.path(".env"),
      clients: Client.standard,
      environment: environment,
      places: clone.places(environment)
    ).prepare(on: RealSystem())
  }
}
