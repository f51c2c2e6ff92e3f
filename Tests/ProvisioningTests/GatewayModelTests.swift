import Testing

@testable import Provisioning

/// The models that clients are told of.
struct GatewayModelTests {
  private let keys = """
    OPENAI_API_KEY=sk-8f2Kd91mQz7Lw4Vt
    OPENAI_API_BASE=https://models.acme.test/v1
    ANTHROPIC_API_KEY=sk-ant-3Jx8Pq5Rn2Ys7Tb1

    """

  private func models(_ lines: String) throws -> [GatewayModel] { try lint(keys + lines).settings.gatewayModels }

  @Test func theModelToStartWithComesFirst() throws {
    let models = try models("CODEX_MODEL=claude-haiku-5-5\n")
    #expect(models.first == GatewayModel("claude-haiku-5-5", kind: .anthropic))
    #expect(models.count { $0.name == "claude-haiku-5-5" } == 1)
    #expect(models.dropFirst().first == GatewayModel("gpt-5.5", kind: .openAI, speaksResponses: true))
  }

  @Test func anAliasKeepsTheProvidersName() throws {
    let models = try models("OPENAI_MODELS=fast=gpt-6-sol\n")
    #expect(models.first == GatewayModel("fast", upstream: "gpt-6-sol", kind: .openAI, speaksResponses: true))
  }

  @Test func onlyResponsesCountAsResponses() throws {
    #expect(try !models("OPENAI_WIRE_API=chat\n").contains { $0.speaksResponses })
    #expect(try models("OPENAI_WIRE_API=responses\n").first?.speaksResponses == true)
    #expect(try models("").filter { $0.kind == .anthropic }.contains { $0.speaksResponses } == false)
  }

  @Test func whatTwoProvidersServeIsThereOnceAndCanWhatBothCan() throws {
    let models = try models(
      """
      OPENAI_WIRE_API=responses
      AGENTPROXY_PROVIDERS=acme
      ACME_API_KEY=5Hq9Zk3Wm7Xc1Vb4
      ACME_API_BASE=https://acme.test/v1
      ACME_WIRE_API=chat
      ACME_MODELS=gpt-5.5,own

      """
    )
    #expect(models.filter { $0.name == "gpt-5.5" } == [GatewayModel("gpt-5.5", kind: .openAI)])
    #expect(models.last == GatewayModel("own", kind: .openAI))
  }

  @Test func patternsAreNoModels() throws {
    let models = try models("OPENAI_MODELS=acme/*\nCODEX_MODEL=acme/big\n")
    #expect(models.first == GatewayModel("acme/big", kind: .openAI))
    #expect(!models.contains { $0.name.contains("*") })
  }
}
