import Diagnostics
import Testing
import WireFormats

@testable import Gateway

@Suite struct RoutingConfigurationTests {
  private func read(_ models: String, _ sections: String) throws(Failure) -> (GatewayConfiguration, [Diagnostic]) {
    try ConfigurationReader.read(
      yaml: """
        model_list:
        \(models)
        general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
        \(sections)
        """,
      file: "c.yaml",
      environment: { ["KEY": "k-1", "LITELLM_MASTER_KEY": "sk-m"][$0] }
    )
  }

  private let model = "  - {model_name: m, litellm_params: {model: openai/x, api_key: os.environ/KEY}}"

  @Test func theDefaultsAreLiteLLMs() throws {
    let (configuration, findings) = try read(model, "")
    #expect(findings.isEmpty)
    let routing = configuration.routing
    #expect(routing.strategy == .simpleShuffle)
    #expect(routing.retries == RetryPolicy())
    #expect(routing.retries.maximumRetries == 2)
    #expect(routing.cooldowns.allowedFails == nil)
    #expect(routing.cooldowns.seconds == 5)
    #expect(routing.fallbacks == FallbackTable())
    #expect(routing.fallbacks.maximumDepth == 5)
    #expect(configuration.deployments[0].id == "m/1")
    #expect(configuration.startTimeout(of: configuration.deployments[0], streamed: true) == 600)
  }

  @Test func everySettingIsReadFromItsPlace() throws {
    let (configuration, findings) = try read(
      """
        - model_name: m
          litellm_params:
            {model: openai/x, api_key: os.environ/KEY, weight: 3, rpm: 10, tpm: 1000, order: 1, num_retries: 4, max_parallel_requests: 8,
             timeout: 2.5, stream_timeout: 0.5, cooldown_time: 9}
          model_info: {id: first, allowed_fails: 7, mode: chat}
        - model_name: m
          litellm_params: {model: openai/y, api_key: os.environ/KEY, cooldown_time: 9}
          model_info: {cooldown_time: 1, order: 2, rpm: 7, allowed_fails_policy: {RateLimitErrorAllowedFails: 5}}
        - {model_name: backup, litellm_params: {model: openai/z, api_key: os.environ/KEY}}
      """,
      """
      router_settings:
        routing_strategy: latency-based
        routing_strategy_args: {ttl: 60, lowest_latency_buffer: 0.5, max_latency_list_size: 4}
        num_retries: 1
        retry_after: 3
        allowed_fails: 6
        cooldown_time: 12
        disable_cooldowns: false
        timeout: 90
        stream_timeout: 20
        max_fallbacks: 2
        optional_pre_call_checks: [enforce_model_rate_limits]
        default_max_parallel_requests: 5
        fallbacks: [{m: [backup]}, {"*": [m]}]
        context_window_fallbacks: [{m: [backup]}]
        content_policy_fallbacks: [{m: [backup]}, {"*": [m]}]
        retry_policy: {TimeoutErrorRetries: 3, NotFoundErrorRetries: null, DefaultRetries: 1}
        model_group_retry_policy: {m: {ContentPolicyViolationErrorRetries: 0, ServiceUnavailableErrorRetries: 4}}
        allowed_fails_policy: {BadGatewayErrorAllowedFails: 8}
      litellm_settings:
        {num_retries: 9, request_timeout: 5, default_fallbacks: [backup], content_policy_fallbacks: [{x: [m]}]}
      """
    )
    #expect(findings.isEmpty)
    let routing = configuration.routing
    var latency = LatencyArguments()
    latency.lifetimeSeconds = 60
    latency.buffer = 0.5
    latency.sampleCount = 4
    #expect(routing.strategy == .latencyBased(latency))
    #expect(routing.retries.maximumRetries == 1)
    #expect(routing.retries.minimumDelaySeconds == 3)
    #expect(routing.cooldowns.allowedFails == 6)
    #expect(routing.cooldowns.seconds == 12)
    #expect(routing.fallbacks.byModel == ["m": ["backup"]])
    #expect(routing.fallbacks.byDefault == ["backup"])
    #expect(
      routing.fallbacks.byReason == [
        .contextOverflow: ["m": ["backup"]], .contentPolicy: ["m": ["backup"], "*": ["m"]],
      ]
    )
    #expect(routing.retries.byClass?.byClass == [.timeout: 3])
    #expect(routing.retries.byClass?.byDefault == 1)
    #expect(routing.retries.byModel["m"]?.byClass == [.contentPolicyViolation: 0, .serviceUnavailable: 4])
    #expect(routing.cooldowns.allowedFailsByClass.byClass == [.badGateway: 8])
    #expect(routing.fallbacks.maximumDepth == 2)
    #expect(routing.maximumParallelRequests == 5)
    #expect(routing.enforcesRates)
    let first = configuration.deployments[0]
    #expect(first.maximumParallelRequests == 8)
    #expect(first.id == "first")
    #expect(first.weight == 3 && first.requestsPerMinute == 10 && first.tokensPerMinute == 1000)
    #expect(first.order == 1 && first.maximumRetries == 4 && first.allowedFails == 7 && first.cooldownSeconds == 9)
    let second = configuration.deployments[1]
    #expect(second.id == "m/2")
    #expect(second.cooldownSeconds == 1 && second.order == 2)
    #expect(first.rates == RateLimits(requests: 10, tokens: 1000))
    #expect(second.rates == RateLimits(requests: 7) && second.requestsPerMinute == nil)
    #expect(second.allowedFailsByClass.byClass == [.rateLimit: 5])
    #expect(configuration.startTimeout(of: first, streamed: true) == 0.5)
    #expect(configuration.startTimeout(of: first, streamed: false) == 2.5)
    #expect(configuration.silenceTimeout(of: first) == 2.5)
    #expect(configuration.startTimeout(of: second, streamed: true) == 20)
    #expect(configuration.silenceTimeout(of: second) == 90)
  }

  @Test func litellmSettingsCountWhereTheRouterSaysNothing() throws {
    let (configuration, findings) = try read(
      model,
      "litellm_settings: {num_retries: 9, allowed_fails: 2, request_timeout: 5, fallbacks: [{x: [m]}], content_policy_fallbacks: [{y: [m]}]}"
    )
    #expect(findings.isEmpty)
    #expect(configuration.routing.retries.maximumRetries == 9)
    #expect(configuration.routing.cooldowns.allowedFails == 2)
    #expect(configuration.timeouts.silence == 5)
    #expect(configuration.routing.fallbacks.byModel == ["x": ["m"]])
    #expect(configuration.routing.fallbacks.byReason == [.contentPolicy: ["y": ["m"]]])
  }

  @Test func aKindOfFailureThatNoPolicyKnowsIsNamed() throws {
    let (_, findings) = try read(
      model,
      "router_settings: {retry_policy: {BadGatewayErrorRetries: 1}, allowed_fails_policy: {DefaultRetries: 1}}"
    )
    #expect(findings.map(\.id) == ["config.unknown-key", "config.unknown-key"])
    #expect(findings.first?.message.contains("`router_settings.retry_policy.BadGatewayErrorRetries`") == true)
  }

  @Test(arguments: [
    ("routing_strategy: fastest", "c.yaml:4:37: error: there is no routing strategy `fastest`"),
    (
      "routing_strategy: cost-based-routing",
      "the embedded engine does not have the routing strategy `cost-based-routing`"
    ),
    ("num_retries: -1", "`router_settings.num_retries` must be a whole number from 0 on"),
    ("num_retries: 1.5", "whole number"), ("cooldown_time: soon", "must be a number from 0 on"),
    ("timeout: 0", "must be a number of seconds above 0"), ("disable_cooldowns: perhaps", "must be `true` or `false`"),
    ("fallbacks: {m: [x]}", "`router_settings.fallbacks` must be a list"),
    ("fallbacks: [m]", "an entry of `router_settings.fallbacks` must name a model"),
    ("retry_policy: {TimeoutErrorRetries: many}", "`router_settings.retry_policy.TimeoutErrorRetries` must be a whole"),
    ("fallbacks: [{m: x}]", "`router_settings.fallbacks.m` must be a list"),
  ])
  func aBadValueIsNamedWithItsPlace(_ setting: String, _ expected: String) throws {
    let failure = try #require(throws: Failure.self) { try read(model, "router_settings: {\(setting)}") }
    #expect(failure.description.contains(expected), "\(failure.description)")
    #expect(failure.diagnostics.allSatisfy { $0.line != nil })
  }

  @Test func otherChecksBeforeACallHaveNoEffect() throws {
    let (configuration, findings) = try read(
      model,
      "router_settings: {optional_pre_call_checks: [prompt_caching, session_affinity]}"
    )
    #expect(!configuration.routing.enforcesRates)
    #expect(findings.map(\.id) == ["config.no-effect"])
    let message = try #require(findings.first?.message)
    #expect(message.contains("`router_settings.optional_pre_call_checks.prompt_caching` (line 4)"))
  }

  @Test func aFallbackThatIsNotServedIsAWarning() throws {
    let (_, findings) = try read(model, "router_settings: {fallbacks: [{m: [elsewhere]}]}")
    #expect(findings.map(\.id) == ["config.fallback"])
    #expect(findings.first?.line == 4)
  }
}
