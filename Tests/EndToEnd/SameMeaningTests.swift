import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// Both engines read one file, and do the same with it.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .liteLLM)))
  struct SameMeaningTests {
    /// The provider answers a model that is called so with this status.
    private static let statuses = ["s400": 400, "s401": 401, "s404": 404, "s429": 429, "s500": 500, "s503": 503]

    private static let provider = FakeUpstream.Script.respond { request in
      let model = request.model ?? ""
      if model == "rude" {
        return .error(400, "Your request was rejected as a result of the safety system.", as: .chat)
      }
      if let status = statuses[model] { return .error(status, "trouble", as: .chat) }
      return FakeUpstream.Answer.text("served by \(model)").reply(to: request)
    }

    private func configuration(_ origin: String) -> String {
      let models = Self.statuses.keys.sorted() + ["rude", "polite"]
      let entries = models.map { model in
        """
          - model_name: \(model)
            litellm_params: {model: openai/\(model), api_key: os.environ/OPENAI_API_KEY, api_base: "\(origin)/v1"}
        """
      }
      return """
        model_list:
        \(entries.joined(separator: "\n"))
        router_settings:
          num_retries: 0
          disable_cooldowns: true
          retry_policy: {BadRequestErrorRetries: 1, RateLimitErrorRetries: 1, InternalServerErrorRetries: 0, DefaultRetries: 1}
          model_group_retry_policy: {s401: {AuthenticationErrorRetries: 1}, s404: {NotFoundErrorRetries: 0}}
          content_policy_fallbacks: [{rude: [polite]}]
        general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
        """
    }

    /// The status of each model's answer, and the models that the provider was asked for meanwhile.
    private func outcomes(_ machine: Machine, _ provider: FakeUpstream) throws -> [String] {
      let key = try machine.setting("LITELLM_MASTER_KEY")
      return try (Self.statuses.keys.sorted() + ["rude"]).map { model in
        let before = provider.modelRequests.count
        let body = #"{"model":"\#(model)","messages":[{"role":"user","content":"hello"}]}"#
        let exchange = try Exchange.post("/v1/chat/completions", body, key: key, port: machine.port)
        let asked = provider.modelRequests.dropFirst(before).map { $0.model ?? "?" }
        return "\(model): \(exchange.status) after \(asked.joined(separator: ", "))"
      }
    }

    @Test func `both engines follow the policies of retries and the fallbacks alike`() async throws {
      try await FakeUpstream.run(Self.provider) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try machine.write("litellm_config.yaml", configuration(provider.origin))
          var embedded: [String] = []
          try await machine.withProxy { _ in embedded = try outcomes(machine, provider) }
          #expect(
            embedded == [
              "s400: 400 after s400, s400", "s401: 401 after s401, s401", "s404: 404 after s404",
              "s429: 429 after s429, s429", "s500: 500 after s500", "s503: 503 after s503, s503",
              "rude: 200 after rude, rude, polite",
            ]
          )
          let liteLLM = try await machine.startLiteLLM()
          defer { liteLLM.signal(15) }
          #expect(try outcomes(machine, provider) == embedded)
        }
      }
    }
  }
}
