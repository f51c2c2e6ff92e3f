import Doctor
import FakeUpstream
import Foundation
import Provisioning
import Testing

/// What answers on the local endpoint.
struct GatewayTests {
  private static let sections = ["engine", "gateway"]

  @Test func aGatewayThatIsWell() async throws {
    try await Chain.run { chain in
      let results = await examine(chain.setup.context(), only: Self.sections, network: true)
      expectOnly([], in: results)
      guard case .passed(let detail)? = results["engine.running"]?.outcome else {
        Issue.record("\(results)")
        return
      }
      #expect(detail.hasPrefix("embedded, ") && detail.hasSuffix("(process \(getpid()))"), "\(detail)")
      #expect(results["gateway.wrong-key"]?.outcome == .passed("refused"))
      // Nobody was asked for anything.
      #expect(chain.provider.requests.isEmpty)
    }
  }

  @Test func noGateway() async throws {
    let setup = try await Setup(["AGENTPROXY_PORT=\(freePort())"])
    let results = await examine(setup.context(), only: Self.sections, network: true)
    expectOnly(["engine.running"], in: results)
    let finding = try #require(results["engine.running"]?.outcome.finding)
    #expect(finding.remedy == .command("agentproxy-setup up"))
    #expect(results["gateway.models"]?.outcome == .skipped("engine.running failed"))
  }

  @Test(arguments: [false, true])
  func anotherServiceOnThePort(isSilent: Bool) async throws {
    let script: FakeUpstream.Script = .respond { _ in isSilent ? .nothing : .body("<html>", type: "text/html") }
    try await FakeUpstream.run(script) { other in
      let setup = try await Setup(["AGENTPROXY_PORT=\(other.port)"])
      let results = await examine(setup.context(), only: ["host.port"] + Self.sections, network: true)
      expectOnly(["host.port", "engine.running"], in: results)
      let finding = try #require(results["engine.running"]?.outcome.finding)
      #expect(finding.message.hasPrefix("no gateway at localhost:\(other.port): "), "\(finding)")
      #expect(finding.message.hasSuffix("(process \(getpid())) listens there"), "\(finding)")
      // An engine could not be started there.
      #expect(finding.remedy == results["host.port"]?.outcome.finding?.remedy)
      #expect(results["gateway.up"]?.outcome == .skipped("engine.running failed"))
    }
  }

  @Test func aGatewayWithAnotherKey() async throws {
    try await Chain.run { chain in
      try await chain.setup.initialize(["LITELLM_MASTER_KEY=sk-\(String(repeating: "0123456789abcdef", count: 4))"])
      let results = await examine(chain.setup.context(), only: Self.sections, network: true)
      expectOnly(["gateway.key"], in: results)
      #expect(results["gateway.models"]?.outcome == .skipped("gateway.key failed"))
    }
  }

  /// LiteLLM without a database refuses a wrong key with 400 and odd words; without a key it lets in everybody.
  @Test func aLiteLLM() async throws {
    let setup = try await Setup()
    let key = try #require(setup.context().env?["LITELLM_MASTER_KEY"])
    func script(_ version: String, letsInAll: Bool) -> FakeUpstream.Script {
      .respond { request in
        switch request.path {
        case "/health/readiness" where letsInAll: return .body(#"{"status":"healthy","litellm_version":"\#(version)"}"#)
        case "/health/readiness": return .body(#"{"status":"healthy","db":"Not connected"}"#)
        case "/health/readiness/details" where request.header("authorization") == "Bearer \(key)":
          return .body(#"{"status":"healthy","litellm_version":"\#(version)"}"#)
        case "/health/liveliness": return .body(#""I'm alive!""#)
        case "/v1/models" where letsInAll || request.header("authorization") == "Bearer \(key)":
          return Chain.goodProvider(request)
        default: return .body(#"{"error":{"message":"No connected db."}}"#, status: 400)
        }
      }
    }
    try await FakeUpstream.run(script("1.106.2", letsInAll: false)) { liteLLM in
      try await setup.initialize(["AGENTPROXY_PORT=\(liteLLM.port)", "AGENTPROXY_ENGINE=compose"])
      let results = await examine(setup.context(), only: Self.sections, network: true)
      expectOnly([], in: results)
      #expect(results["engine.version"]?.outcome == .passed("LiteLLM 1.106.2"))
      // To be asked for its health would make it send a request to every model.
      #expect(!liteLLM.requests.contains { $0.path == "/health" })
      try await setup.initialize(["AGENTPROXY_ENGINE=embedded"])
      expectOnly(["engine.expected"], in: await examine(setup.context(), only: Self.sections, network: true))
    }
    try await FakeUpstream.run(script("1.82.7", letsInAll: true)) { liteLLM in
      try await setup.initialize(["AGENTPROXY_PORT=\(liteLLM.port)", "AGENTPROXY_ENGINE=compose"])
      let results = await examine(setup.context(), only: Self.sections, network: true)
      expectOnly(["engine.version", "gateway.wrong-key"], in: results)
      #expect(results["engine.version"]?.outcome.finding?.remedy == .command("agentproxy-setup down --engine compose"))
    }
  }

  @Test func anEngineThatWasNotMeant() async throws {
    try await Chain.run { chain in
      try await chain.setup.initialize(["AGENTPROXY_ENGINE=compose"])
      let results = await examine(chain.setup.context(), only: ["engine.expected"], network: true)
      expectOnly(["engine.expected"], in: results)
      let command = "agentproxy-setup down --engine embedded && agentproxy-setup up"
      #expect(results["engine.expected"]?.outcome.finding?.remedy == .command(command))
      try await chain.setup.initialize(["COMPOSE_PROFILES=embedded"])
      expectOnly([], in: await examine(chain.setup.context(), only: ["engine.expected"], network: true))
    }
  }

  @Test(arguments: [
    ("ghcr.io/berriai/litellm:v1.82.7", Status.failed), ("ghcr.io/berriai/litellm:main-v1.82.8-stable", .failed),
    ("localhost:5000/litellm", .warning), ("ghcr.io/berriai/litellm:main-stable", .warning),
    ("ghcr.io/berriai/litellm:v1.106.2", .passed), ("litellm@sha256:0123", .passed), ("x/litellm:v1.82.70", .passed),
  ])
  func theImage(name: String, status: Status) async throws {
    let setup = try await Setup(["LITELLM_IMAGE=\(name)"])
    let results = await examine(setup.context(), only: ["engine"])
    expectOnly(status == .passed ? [] : ["engine.image"], in: results)
    #expect(results["engine.image"]?.status == status)
    guard status != .passed else { return }
    try await setup.mend(try #require(results["engine.image"]?.outcome.finding))
    let after = await examine(setup.context(), only: ["engine"])
    #expect(after["engine.image"]?.outcome == .passed("ghcr.io/berriai/litellm-database:v1.106.2"))
  }

  @Test func aModelThatIsNotServed() async throws {
    try await Chain.run { chain in
      try await chain.setup.initialize(["CODEX_MODEL=gpt-9"])
      let results = await examine(chain.setup.context(), only: Self.sections, network: true)
      expectOnly(["gateway.models"], in: results)
      let message = results["gateway.models"]?.outcome.finding?.message
      #expect(message == "Codex starts with gpt-9, which the gateway does not serve")
    }
  }

  @Test func aGatewayThatServesAnOldConfiguration() async throws {
    try await Chain.run { chain in
      try await chain.setup.initialize(["OPENAI_MODELS=gpt-9"])
      let finding = await examine(chain.setup.context(), only: Self.sections, network: true)["gateway.models"]?.outcome
        .finding
      #expect(
        finding?.remedy == .command("agentproxy-setup up"),
        "\(String(describing: finding))"
      )
    }
  }
}
