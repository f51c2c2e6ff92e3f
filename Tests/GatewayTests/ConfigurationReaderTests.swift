import Diagnostics
import Secrets
import Testing

@testable import Gateway

@Suite struct ConfigurationReaderTests {
  private let environment = ["KEY": "k-1", "BASE": "https://api.host/v1", "LITELLM_MASTER_KEY": "sk-m"]

  private func read(
    _ yaml: String,
    simulate: Bool = false
  ) throws(Failure) -> (GatewayConfiguration, [Diagnostic]) {
    try ConfigurationReader.read(yaml: yaml, file: "c.yaml", environment: { environment[$0] }, simulate: simulate)
  }

  private func problem(_ yaml: String, simulate: Bool = false) -> String? {
    do throws(Failure) {
      _ = try read(yaml, simulate: simulate)
      return nil
    } catch {
      #expect(error.status == .badInput)
      #expect(error.diagnostics.allSatisfy { $0.hint != nil || $0.severity != .error || $0.id == "config.type" })
      return error.description
    }
  }

  private func file(_ parameters: String, general: String = "master_key: os.environ/LITELLM_MASTER_KEY") -> String {
    """
    model_list:
      - model_name: m
        litellm_params:
          \(parameters)
    general_settings:
      \(general)
    """
  }

  @Test func aWholeFileIsRead() throws {
    let (configuration, findings) = try read(
      """
      model_list:
        - model_name: a
          litellm_params: {model: openai/b, api_key: os.environ/KEY, api_base: os.environ/BASE, timeout: 2.5}
        - model_name: c
          litellm_params: {model: claude-x, api_key: os.environ/KEY}
          model_info: {mode: chat}
      router_settings: {routing_strategy: simple-shuffle, timeout: 90, num_retries: 2, disable_cooldowns: true}
      litellm_settings: {drop_params: true, request_timeout: 600, telemetry: false}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY, max_request_size_mb: 8}
      """
    )
    #expect(findings.isEmpty)
    #expect(configuration.deployments.map(\.modelName) == ["a", "c"])
    #expect(configuration.deployments[0].upstream?.host == "api.host")
    #expect(configuration.deployments[0].timeouts.silence == 2.5)
    #expect(configuration.deployments[1].provider == .anthropic)
    #expect(configuration.deployments[1].upstream?.host == "api.anthropic.com")
    #expect(configuration.timeouts.silence == 90)
    #expect(configuration.maximumBodySize == 8 << 20)
    #expect(configuration.masterKey.exposed == "sk-m")
  }

  @Test func whatHasNoEffectIsSaidAndIsNoMistake() throws {
    let keys = "litellm_settings: {drop_params: false, callbacks: []}\n"
    let (_, findings) = try read(keys + file("{model: openai/x, api_key: os.environ/KEY}"))
    #expect(findings.map(\.id) == ["config.no-effect"])
    #expect(findings.map(\.severity) == [.note])
    #expect(findings[0].message.contains("`litellm_settings.drop_params` (line 1), `litellm_settings.callbacks`"))
  }

  @Test(arguments: [
    ("model: openai/x\n      api_base: os.environ/BASE", "c.yaml:2:5: error: `m` has no `api_key`"),
    ("model: openai/x\n      api_key: os.environ/NONE", "c.yaml:5:16: error: `m` needs NONE"),
    ("model: openai/x\n      api_key: ${KEY}", "c.yaml:5:16: error: `${…}` is not replaced in this file"),
    ("api_key: os.environ/KEY", "`m` has no `litellm_params.model`"),
    ("model: azure/x\n      api_key: os.environ/KEY", "c.yaml:4:14: error: the embedded engine has no upstream"),
    ("model: unheard-of\n      api_key: os.environ/KEY", "has no upstream for `unheard-of`"),
    ("model: openai/x\n      api_key: os.environ/KEY\n      api_base: host/v1", "must begin with `https://`"),
    ("model: openai/x\n      api_key: os.environ/KEY\n      api_base: https://h:0/v1", "its port"),
    ("model: openai/x\n      api_key: os.environ/KEY\n      api_base: https://u:p@h/v1", "user name"),
    ("model: openai/x\n      api_key: \"\"", "c.yaml:5:16: error: `api_key` is empty"),
    ("model: [openai/x]\n      api_key: os.environ/KEY", "`model` must be a single value"),
    ("model: openai/x\n      api_key: \"a b\"", "contains a space"),
    (
      "model: openai/x\n      api_key: os.environ/KEY\n      timeout: soon",
      "must be a number of seconds above 0, not `soon`"
    ),
    ("model: openai/x\n      model: openai/y", "stands there twice"),
    ("model: openai/x\n     api_key: k", "c.yaml:5"),
  ])
  func aBadModelIsNamedWithItsPlace(_ parameters: String, _ expected: String) throws {
    let found = try #require(problem(file(parameters)))
    #expect(found.contains(expected), "\(found)")
  }

  @Test(arguments: [
    ("", "the file is empty"), ("- a", "must be a mapping"), ("model_list: []", "master_key"),
    ("model_list: 3", "must be a list"), ("a: [", "c.yaml:"), ("\ta: b", "c.yaml:1:"),
    ("general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}", "`model_list` names no model"),
    (
      "router_settings: {routing_strategy: fastest}\ngeneral_settings: {master_key: os.environ/LITELLM_MASTER_KEY}",
      "there is no routing strategy `fastest`"
    ),
  ])
  func aBadFileIsExplained(_ yaml: String, _ expected: String) throws {
    #expect(try #require(problem(yaml)).contains(expected))
  }

  @Test func theMasterKeyIsRequired() throws {
    let parameters = "{model: openai/x, api_key: os.environ/KEY}"
    let without = "model_list: [{model_name: m, litellm_params: \(parameters)}]"
    let empty = without + "\ngeneral_settings: {master_key: \"\"}"
    #expect(try #require(problem(empty)).contains("`general_settings.master_key` is empty"))
    #expect(try #require(problem(without)).contains("`general_settings.master_key` is missing"))
    let unset = without + "\ngeneral_settings: {master_key: os.environ/UNSET}"
    let message = try #require(problem(unset))
    #expect(message.contains("needs UNSET"))
    #expect(!message.contains("is missing"))
  }

  @Test func simulationNeedsNoProviderKey() throws {
    let yaml = file("model: openai/x\n      api_key: os.environ/NONE\n      api_base: os.environ/NONE")
    let (configuration, _) = try read(yaml, simulate: true)
    #expect(configuration.deployments.first?.mockResponse?.contains("simulated") == true)
    #expect(problem(yaml) != nil)
  }

  @Test func unknownKeysAreNamedAndKnownOnesWithoutEffectToo() throws {
    let (_, findings) = try read(
      """
      model_list:
        - model_name: a
          litellm_params: {model: openai/b, api_key: os.environ/KEY, api_bse: x, max_tokens: 3}
      router_settings: {polling_interval: {}, num_retires: 2}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY, alerting: []}
      """
    )
    let unknown = findings.filter { $0.id == "config.unknown-key" }
    #expect(unknown.map(\.message).contains { $0.contains("litellm_params.api_bse") })
    #expect(unknown.map(\.message).contains { $0.contains("router_settings.num_retires") })
    #expect(unknown.allSatisfy { $0.line != nil && $0.column != nil && $0.severity == .warning })
    let ignored = try #require(findings.first { $0.id == "config.no-effect" }?.message)
    for name in [
      "litellm_params.max_tokens` (line 3)", "router_settings.polling_interval` (line 4)", "general_settings.alerting",
    ] {
      #expect(ignored.contains(name))
    }
  }

  @Test func anAddressThatIsNotSetMeansTheVendorAndIsSaidOnce() throws {
    let model = "litellm_params: {model: openai/x, api_key: os.environ/KEY, api_base: os.environ/NONE}"
    let (configuration, findings) = try read(
      """
      model_list:
        - {model_name: a, \(model)}
        - {model_name: b, \(model)}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
      """
    )
    #expect(configuration.deployments.map { $0.upstream?.host } == ["api.openai.com", "api.openai.com"])
    #expect(findings.map(\.id) == ["config.vendor-address"])
    #expect(findings.first?.description.contains("NONE is empty: requests go to https://api.openai.com/v1") == true)
  }

  @Test func aMissingKeyIsNamedOnceForAllItsModels() throws {
    let model = "litellm_params: {model: openai/x, api_key: os.environ/NONE}"
    let master = "general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}"
    let found = problem("model_list:\n  - {model_name: a, \(model)}\n  - {model_name: b, \(model)}\n\(master)")
    #expect(found?.split(separator: "\n").count == 2)
    #expect(found?.contains("`a` needs NONE") == true)
  }

  @Test func whatTheFileSaysSteersNoTerminal() throws {
    let (_, findings) = try read(file("model: openai/x\n      api_key: os.environ/KEY\n      \"a\\nb\\e[2J\": 1"))
    #expect(findings.map(\.id) == ["config.unknown-key"])
    #expect(findings.first?.message.contains("a?b?[2J") == true)
  }

  @Test func aByteOrderMarkIsNoPartOfTheText() throws {
    _ = try read("\u{FEFF}" + file("model: openai/x\n      api_key: os.environ/KEY"))
  }

  @Test func aKeyInTheFileIsAWarningThatDoesNotShowIt() throws {
    let (_, findings) = try read(file("model: openai/x\n      api_key: sk-very-secret-value"))
    #expect(findings.map(\.id) == ["config.literal-key"])
    #expect(!findings.description.contains("very-secret"))
  }
}
