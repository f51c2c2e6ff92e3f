import Doctor
import FakeUpstream
import Gateway
import Testing

@testable import Provisioning

/// A whole chain that works: a provider, a clone set up for it, and the embedded engine.
struct Chain {
  let provider: FakeUpstream
  let setup: Setup

  /// The models that the tools start with, as a provider lists them.
  static let models = ["gpt-5.5", "claude-sonnet-5-5", "claude-haiku-5-5"]

  /// A provider that lists these models and answers like an agent.
  static let goodProvider: @Sendable (FakeUpstream.Request) -> FakeUpstream.Reply = { request in
    if request.path.hasSuffix("/models") {
      let entries = models.map { #"{"id":"\#($0)","object":"model"}"# }.joined(separator: ",")
      return .body(#"{"object":"list","data":[\#(entries)]}"#)
    }
    guard let tool = request.toolNames.first else { return FakeUpstream.Answer.text("ok").reply(to: request) }
    return FakeUpstream.Answer.toolCall(name: tool, arguments: #"{"word":"ok"}"#).reply(to: request)
  }

  /// Runs `body` on a chain.
  ///
  /// - Parameters:
  ///   - assignments: more of `.env`.
  ///   - environment: more of the process's environment.
  ///   - simulates: whether the engine answers every model by itself.
  ///   - answer: what the provider answers.
  ///   - body: the test.
  /// - Throws: what `body` throws, or when the chain does not come up.
  static func run(
    _ assignments: [String] = [],
    environment: [String: String] = [:],
    simulates: Bool = false,
    answer: @escaping @Sendable (FakeUpstream.Request) -> FakeUpstream.Reply = goodProvider,
    _ body: (Chain) async throws -> Void
  ) async throws {
    try await FakeUpstream.run(.respond(answer)) { provider in
      let port = freePort()
      let setup = try await Setup(
        [
          "AGENTPROXY_PORT=\(port)", "AGENTPROXY_ENGINE=embedded", "OPENAI_API_BASE=\(provider.origin)/v1",
          "ANTHROPIC_API_BASE=\(provider.origin)",
        ] + assignments,
        environment: environment
      )
      let context = setup.context()
      let (configuration, _) = try ConfigurationReader.read(
        yaml: setup.text(setup.project.path("litellm_config.yaml")),
        file: "litellm_config.yaml",
        environment: { context.env?[$0] },
        simulate: simulates
      )
      let gateway = try await Gateway.start(configuration, Gateway.Options(host: "127.0.0.1", port: port))
      do {
        try await body(Chain(provider: provider, setup: setup))
      } catch {
        await stop(gateway)
        throw error
      }
      await stop(gateway)
    }
  }

  private static func stop(_ gateway: Gateway) async {
    gateway.cut()
    await gateway.stop()
  }
}
