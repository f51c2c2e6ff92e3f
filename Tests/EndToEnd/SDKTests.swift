import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The SDKs of OpenAI and Anthropic on models of every wire format: they hardly can tell which one it is.
  ///
  /// Each has a script in SDKs/ that runs its checks, and beside it what each of them comes to.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .openAISDK, .anthropicSDK)))
  struct SDKTests {
    static let models = ["by-responses", "by-chat", "by-messages"]

    @Test(arguments: models)
    func `OpenAI's SDK works on a model of any format`(_ model: String) async throws {
      let requests = try await expectResults(.openAISDK, "openai_sdk", "/v1", model)
      expectAsked(requests, of: model, for: ["image", "system", "call", "length", "stop", "thought", "schema"])
    }

    @Test(arguments: models)
    func `Anthropic's SDK works on a model of any format`(_ model: String) async throws {
      let requests = try await expectResults(.anthropicSDK, "anthropic_sdk", "", model)
      expectAsked(requests, of: model, for: ["image", "call", "length", "thought", "schema"])
    }

    /// Runs a script on a model, and expects the results that stand beside it.
    ///
    /// - Returns: what the provider was asked.
    private func expectResults(
      _ python: Program,
      _ script: String,
      _ path: String,
      _ model: String
    ) async throws -> [FakeUpstream.Request] {
      let folder = Checkout.root.appending(path: "Tests/EndToEnd/SDKs")
      let known = try objects(Data(contentsOf: folder.appending(path: "\(script).json")))
      let expected = try (known["every model"] ?? [:]).merging(known[model] ?? [:]) { $1 }.mapValues(canonical)
      var requests: [FakeUpstream.Request] = []
      try await FakeUpstream.run(Scenario.provider) { provider in
        try await Machine.with { machine in
          try await machine.initialize(for: provider)
          try machine.serveEveryFormat(of: provider)
          let key = try machine.setting("LITELLM_MASTER_KEY")
          try await machine.withProxy { proxy in
            let outcome = try await Command(
              try python.require(),
              ["-B", folder.appending(path: "\(script).py").path, "http://127.0.0.1:\(proxy.port)\(path)", key, model],
              environment: machine.environment,
              folder: machine.work
            ).run(timeout: .seconds(180))
            #expect(outcome.status == 0, "\(outcome)")
            let output = outcome.output.replacing("127.0.0.1:\(provider.port)", with: "PROVIDER")
            let results = try objects(Data(#"{"all":\#(output)}"#.utf8))["all"] ?? [:]
            #expect(results.keys.sorted() == expected.keys.sorted())
            for (check, result) in results.sorted(by: { $0.key < $1.key }) {
              #expect(try canonical(result) == expected[check], "\(check)")
            }
          }
        }
        requests = provider.modelRequests
      }
      return requests
    }

    private func objects(_ json: Data) throws -> [String: [String: Any]] {
      try #require(try JSONSerialization.jsonObject(with: json) as? [String: [String: Any]])
    }

    private func canonical(_ value: Any) throws -> String {
      let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed]
      return String(decoding: try JSONSerialization.data(withJSONObject: value, options: options), as: UTF8.self)
    }

    /// What must stand in every request of a scenario, in each format of a provider.
    private static let marks: [String: [FakeUpstream.Format: [String]]] = [
      "image": [
        .chat: [#""image_url":{"url":"data:image/png;base64,iVBORw0KGgo"#],
        .responses: [#""image_url":"data:image/png;base64,iVBORw0KGgo"#],
        .messages: [#""media_type":"image/png""#, #""data":"iVBORw0KGgo"#],
      ],
      "system": [
        .chat: [#"{"role":"system","content":"first rule"}"#, #"{"role":"developer","content":"second rule"}"#],
        .responses: ["first rule", #""role":"developer""#, "second rule"],
        .messages: [#""text":"first rule""#, #"<system-reminder>\nsecond rule\n</system-reminder>"#],
      ],
      "call": [
        .chat: [#""tool_choice":{"type":"function","function":{"name":"weather"}}"#, #""parallel_tool_calls":false"#],
        .responses: [#""tool_choice":{"type":"function","name":"weather"}"#, #""parallel_tool_calls":false"#],
        // This model refuses to be told which tool it must call.
        .messages: [#""tool_choice":{"type":""#, #""disable_parallel_tool_use":true}"#],
      ],
      "length": [
        .chat: [#""max_completion_tokens":30"#], .responses: [#""max_output_tokens":30"#],
        .messages: [#""max_tokens":30"#],
      ],
      "stop": [.chat: [#""stop":["END"]"#], .responses: [], .messages: [#""stop_sequences":["END"]"#]],
      "thought": [
        .chat: [#""reasoning_effort":"low""#], .responses: [#""reasoning":{"effort":"low""#],
        .messages: [#""thinking":{"type":"#],
      ],
      "schema": [
        .chat: [#""response_format":{"type":"json_schema","json_schema":{"#, #""title":"Place""#],
        .responses: [#""format":{"type":"json_schema","#, #""title":"Place""#],
        .messages: [#""output_config":{"format":{"#, #""title":"Place""#],
      ],
    ]

    private func expectAsked(_ requests: [FakeUpstream.Request], of model: String, for scenarios: [String]) {
      for scenario in scenarios {
        let asked = requests.filter { $0.text.contains("scenario \(scenario)\"") }
        #expect(!asked.isEmpty, "\(scenario)")
        for request in asked {
          guard let format = request.format else { continue }
          for mark in Self.marks[scenario]?[format] ?? [] {
            #expect(request.text.contains(mark), "\(scenario) to \(request.path): \(request.text)")
          }
        }
      }
    }
  }
}
