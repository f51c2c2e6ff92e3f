import Diagnostics
import Foundation
import Gateway
import Testing
import WireFormats

@testable import Stack

struct ModelReportTests {
  private func known() throws -> [ServedModel] {
    let yaml = """
      model_list:
        - {model_name: gpt-5.5, litellm_params: {model: openai/gpt-5.5, api_key: k, api_base: "https://one.test/v1"}}
        - {model_name: gpt-5.5, litellm_params: {model: openai/other, api_key: k, api_base: "https://two.test/v1"}}
        - {model_name: small, litellm_params: {model: anthropic/claude-x, api_key: k, api_base: "https://three.test"}}
        - {model_name: "claude-*", litellm_params: {model: "anthropic/claude-*", api_key: k}}
      router_settings: {model_group_alias: {fast: small}}
      general_settings: {master_key: sk-master-0123456789}
      """
    let (configuration, _) = try ConfigurationReader.read(yaml: yaml, file: "x.yaml", environment: { _ in nil })
    return ServedModel.all(of: configuration)
  }

  private let defaults = [
    (tool: "codex", model: "gpt-5.5"), (tool: "claude", model: "claude-opus-5-5"),
    (tool: "claude's small tasks", model: "smal"),
  ]

  @Test func theFilesSayWhoServesWhat() throws {
    let models = try known()
    #expect(models.map(\.name) == ["gpt-5.5", "small", "claude-*", "fast"])
    #expect(models[0].deployments.map(\.host) == ["one.test", "two.test"])
    #expect(models[0].formats == [.chatCompletions, .responses])
    #expect(models[3].formats == [.messages])
    #expect(models[3].deployments == models[1].deployments)
  }

  @Test func withoutKeysTheFilesSayTheSame() throws {
    let (configuration, _) = try ConfigurationReader.read(
      yaml: """
        model_list: [{model_name: m, litellm_params: {model: anthropic/m, api_key: os.environ/NONE}}]
        general_settings: {master_key: sk-master-0123456789}
        """,
      file: "x.yaml",
      environment: { _ in nil },
      simulate: true
    )
    #expect(ServedModel.all(of: configuration, isSimulated: true).map(\.formats) == [[.messages]])
  }

  @Test func theGatewaysNamesComeFirst() throws {
    let models = ServedModel.listed(["new", "small"], known: try known())
    #expect(models.map(\.name) == ["new", "small", "claude-*"])
    #expect(models[0].deployments.isEmpty)
    #expect(models[1].formats == [.messages])
  }

  @Test func toolsAreNamedBesideTheModelTheyStartWith() throws {
    let report = ModelReport(.files, try known(), defaults: defaults)
    #expect(report.models.map(\.defaultOf) == [["codex"], [], ["claude"], []])
    let findings = report.findings(defaults: defaults)
    #expect(findings.map(\.message) == ["claude's small tasks starts with smal, which is not among the models"])
    #expect(findings.first?.hint == "did you mean small?")
  }

  @Test func modelsAreFoundByTheirNames() throws {
    let report = ModelReport(.files, try known(), defaults: [])
    #expect(try report.select([]).count == 4)
    #expect(try report.select(["fast", "claude-next"]).map(\.name) == ["fast", "claude-next"])
    #expect(try report.select(["claude-next"]).first?.formats == [.messages])
    let failure = #expect(throws: Failure.self) { try report.select(["gtp-5.5"]) }
    #expect(failure?.status == .usage)
    #expect(failure?.description.contains("did you mean gpt-5.5?") == true)
  }

  @Test func everyModelIsAskedInItsFormats() throws {
    let models = [ServedModel("unknown")] + (try known())
    let tests = ModelTest.all(of: models, in: nil)
    #expect(
      tests.map { "\($0.model) \($0.format.rawValue)" } == [
        "unknown chat-completions", "unknown responses", "unknown messages", "gpt-5.5 chat-completions",
        "gpt-5.5 responses", "small messages", "fast messages",
      ]
    )
    #expect(tests.map(\.isExpected) == [false, false, false, true, true, true, true])
    #expect(ModelTest.all(of: [models[2]], in: [.responses]).map(\.isExpected) == [true])
  }

  @Test func aQuestionIsJSONInItsFormat() throws {
    for format in ServedModel.testedFormats {
      let body = ModelTest(model: "a\"\\\n", format: format, isExpected: true).body(number: 7)
      let json = try #require(JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
      #expect(json["model"] as? String == "a\"\\\n")
      #expect((json["input"] != nil) == (format == .responses))
      #expect((json["max_tokens"] as? Int) == (format == .messages ? 16 : nil))
    }
  }

  @Test func theTablesAreAsShown() throws {
    let report = ModelReport(.gateway, try known() + [ServedModel("unknown")], defaults: defaults)
    try expectGolden("list.txt", report.text(width: nil))
    try expectGolden("list-80.txt", report.text(width: 80))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try expectGolden("list.json", String(decoding: encoder.encode(report), as: UTF8.self) + "\n")

    func result(_ model: String, _ format: WireFormat, _ verdict: Verdict, _ message: String?) -> ModelTestResult {
      let test = ModelTest(model: model, format: format, isExpected: true)
      return ModelTestResult(test: test, verdict: verdict, status: 200, milliseconds: 1234, message: message)
    }
    let tests = ModelTestReport([
      result("gpt-5.5", .responses, .ok, nil), result("small", .messages, .badKey, "invalid x-api-key"),
      result("fast", .messages, .badKey, "invalid x-api-key"), result("m", .chatCompletions, .timeout, nil),
    ])
    try expectGolden("test.txt", tests.text(width: nil) + tests.remedies.joined(separator: "\n") + "\n")
    try expectGolden("test.json", String(decoding: encoder.encode(tests), as: UTF8.self) + "\n")
  }
}
