import Diagnostics
import Testing

@testable import Stack

/// Which engine a command is about.
struct EngineChoiceTests {
  private func choose(
    _ kind: EngineKind?,
    isSimulated: Bool = false,
    embeddedRuns: Bool = false,
    compose: ComposeProgram? = nil
  ) async throws -> EngineChoice {
    var wish = EngineChoice.Wish(kind, source: "AGENTPROXY_ENGINE")
    wish.isSimulated = isSimulated
    return try await EngineChoice.choose(wish, embeddedRuns: embeddedRuns) { () throws(Failure) in
      guard let compose else { throw Failure(.unavailable, id: "x", "Docker is not installed") }
      return compose
    }
  }

  @Test func whatIsAskedForIsTaken() async throws {
    #expect(try await choose(.embedded, compose: .dockerPlugin).line == "engine: embedded, as AGENTPROXY_ENGINE says")
    let compose = try await choose(.compose, embeddedRuns: true, compose: .podmanCompose)
    #expect(compose.line == "engine: compose, as AGENTPROXY_ENGINE says")
    #expect(compose.compose == .podmanCompose)
    await #expect(throws: Failure.self) { try await choose(.compose) }
  }

  @Test func otherwiseContainersAreTakenWhereTheyWork() async throws {
    #expect(try await choose(nil, compose: .dockerPlugin).line == "engine: compose, as `docker compose` works here")
    #expect(try await choose(nil).line == "engine: embedded, as Docker is not installed")
  }

  @Test func whatRunsOrAloneCanDoItComesFirst() async throws {
    let running = try await choose(nil, embeddedRuns: true, compose: .dockerPlugin)
    #expect(running.line == "engine: embedded, which is up")
    let simulated = try await choose(nil, isSimulated: true, compose: .dockerPlugin)
    #expect(simulated.line == "engine: embedded, which alone can simulate")
  }
}
