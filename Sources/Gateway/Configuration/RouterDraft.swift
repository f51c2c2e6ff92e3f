import Diagnostics
import WireFormats
import Yams

/// Reads `router_settings`, and those keys of `litellm_settings` that mean the same.
///
/// Where a key stands in both, the one of `router_settings` counts.
struct RouterDraft {
  private(set) var aliases: [ModelAlias] = []
  private var router = Values()
  private var shared = Values()

  /// The keys that may stand in either place.
  private struct Values {
    var maximumRetries: Int?
    var allowedFails: Int?
    var silence: Double?
    var streamStart: Double?
    var fallbacks: Fallbacks?
    var byDefault: [String]?
    var byReason: [RefusalReason: [String: [String]]] = [:]
    var maximumDepth: Int?
  }

  private struct Fallbacks {
    var byModel: [String: [String]] = [:]
    var byDefault: [String] = []

    /// All in one table, the default under `*`; `nil` where there are none.
    var withDefault: [String: [String]]? {
      var table = byModel
      if !byDefault.isEmpty { table["*"] = byDefault }
      return table.isEmpty ? nil : table
    }
  }

  private var strategy: RoutingStrategy?
  private var latency = LatencyArguments()
  private var retryAfterSeconds: Double?
  private var retriesByClass: FailureCounts?
  private var retriesByModel: [String: FailureCounts] = [:]
  private var allowedFailsByClass = FailureCounts()
  private var cooldownSeconds: Double?
  private var disablesCooldowns = false
  private var maximumParallelRequests: Int?
  private var enforcesRates = false
  /// Every model named by a fallback, for the check that there is such a model.
  private var fallbackNames: [(name: String, node: Node)] = []

  // MARK: - Results

  var settings: RoutingSettings {
    var settings = RoutingSettings()
    if let strategy { settings.strategy = strategy }
    if case .latencyBased = settings.strategy { settings.strategy = .latencyBased(latency) }
    settings.retries.maximumRetries =
      router.maximumRetries ?? shared.maximumRetries ?? settings.retries.maximumRetries
    settings.retries.minimumDelaySeconds = retryAfterSeconds ?? settings.retries.minimumDelaySeconds
    settings.retries.byClass = retriesByClass
    settings.retries.byModel = retriesByModel
    settings.cooldowns.allowedFailsByClass = allowedFailsByClass
    settings.cooldowns.allowedFails = router.allowedFails ?? shared.allowedFails
    settings.cooldowns.seconds = cooldownSeconds ?? settings.cooldowns.seconds
    settings.cooldowns.isDisabled = disablesCooldowns
    settings.maximumParallelRequests = maximumParallelRequests
    settings.enforcesRates = enforcesRates
    let fallbacks = router.fallbacks ?? shared.fallbacks
    settings.fallbacks.byModel = fallbacks?.byModel ?? [:]
    settings.fallbacks.byDefault = router.byDefault ?? shared.byDefault ?? fallbacks?.byDefault ?? []
    settings.fallbacks.byReason = shared.byReason.merging(router.byReason) { $1 }
    settings.fallbacks.maximumDepth = router.maximumDepth ?? shared.maximumDepth ?? settings.fallbacks.maximumDepth
    return settings
  }

  var timeouts: Timeouts {
    var timeouts = Timeouts()
    timeouts.silence = router.silence ?? shared.silence
    timeouts.streamStart = router.streamStart
    return timeouts
  }

  // MARK: - Reading

  /// Reads a key of `router_settings`.
  ///
  /// - Returns: whether it is one that is honoured.
  mutating func read(_ key: String, _ value: Node, _ reader: inout ConfigurationReader) -> Bool {
    let name = "router_settings.\(key)"
    switch key {
    case "model_group_alias": readAliases(value, &reader)
    case "routing_strategy": strategy = RoutingStrategy.read(value, &reader)
    case "routing_strategy_args": readLatency(value, name, &reader)
    case "retry_after": retryAfterSeconds = reader.document.number(value, name)
    case "retry_policy": retriesByClass = FailureCounts.retries(value, name, &reader)
    case "model_group_retry_policy":
      for (model, _, value) in reader.document.pairs(value, name) {
        retriesByModel[model] = FailureCounts.retries(value, "\(name).\(model)", &reader)
      }
    case "allowed_fails_policy": allowedFailsByClass = FailureCounts.allowedFails(value, name, &reader)
    case "cooldown_time": cooldownSeconds = reader.document.number(value, name)
    case "disable_cooldowns": disablesCooldowns = reader.document.flag(value, name) ?? false
    case "default_max_parallel_requests": maximumParallelRequests = reader.document.count(value, name)
    case "optional_pre_call_checks": readChecks(value, name, &reader)
    case "timeout": router.silence = reader.document.seconds(value, name)
    case "stream_timeout": router.streamStart = reader.document.seconds(value, name)
    default:
      var values = router
      defer { router = values }
      return readEither(key, value, name, &values, &reader)
    }
    return true
  }

  /// Reads a key of `litellm_settings`.
  ///
  /// - Returns: whether it is one that is honoured.
  mutating func readShared(_ key: String, _ value: Node, _ reader: inout ConfigurationReader) -> Bool {
    let name = "litellm_settings.\(key)"
    if key == "request_timeout" {
      shared.silence = reader.document.seconds(value, name)
      return true
    }
    var values = shared
    defer { shared = values }
    return readEither(key, value, name, &values, &reader)
  }

  private mutating func readEither(
    _ key: String,
    _ value: Node,
    _ name: String,
    _ values: inout Values,
    _ reader: inout ConfigurationReader
  ) -> Bool {
    switch key {
    case "num_retries": values.maximumRetries = reader.document.count(value, name)
    case "allowed_fails": values.allowedFails = reader.document.count(value, name)
    case "max_fallbacks": values.maximumDepth = reader.document.count(value, name)
    case "default_fallbacks": values.byDefault = readNames(value, name, &reader)
    case "fallbacks": values.fallbacks = readFallbacks(value, name, &reader)
    case "context_window_fallbacks":
      values.byReason[.contextOverflow] = readFallbacks(value, name, &reader).withDefault
    case "content_policy_fallbacks":
      values.byReason[.contentPolicy] = readFallbacks(value, name, &reader).withDefault
    default: return false
    }
    return true
  }

  private mutating func readChecks(_ node: Node, _ name: String, _ reader: inout ConfigurationReader) {
    for entry in reader.document.entries(node, name) {
      guard let check = reader.document.text(entry, name) else { continue }
      if check == "enforce_model_rate_limits" {
        enforcesRates = true
      } else {
        reader.withoutEffect.append(("\(name).\(check)", entry.mark?.line))
      }
    }
  }

  private mutating func readLatency(_ node: Node, _ name: String, _ reader: inout ConfigurationReader) {
    for (key, keyNode, value) in reader.document.pairs(node, name) {
      let name = "\(name).\(key)"
      switch key {
      case "ttl": latency.lifetimeSeconds = reader.document.seconds(value, name) ?? latency.lifetimeSeconds
      case "lowest_latency_buffer": latency.buffer = reader.document.number(value, name) ?? latency.buffer
      case "max_latency_list_size":
        latency.sampleCount = max(1, reader.document.count(value, name) ?? latency.sampleCount)
      default: reader.withoutEffect.append((name, keyNode.mark?.line))
      }
    }
  }

  // MARK: - Names of models

  /// A list of mappings such as `- gpt-x: [gpt-y, claude-z]`.
  private mutating func readFallbacks(
    _ node: Node,
    _ name: String,
    _ reader: inout ConfigurationReader
  ) -> Fallbacks {
    var fallbacks = Fallbacks()
    for entry in reader.document.entries(node, name) {
      guard case .mapping = entry else {
        reader.document.report(
          .error,
          "config.fallbacks",
          "an entry of `\(name)` must name a model and those that stand in for it",
          hint: "write `- gpt-x: [gpt-y, claude-z]`",
          at: entry
        )
        continue
      }
      for (model, _, targets) in reader.document.pairs(entry, name) {
        let targets = readNames(targets, "\(name).\(model)", &reader)
        if model == "*" {
          fallbacks.byDefault = targets
        } else if fallbacks.byModel[model] == nil {
          fallbacks.byModel[model] = targets
        }
      }
    }
    return fallbacks
  }

  private mutating func readNames(_ node: Node, _ name: String, _ reader: inout ConfigurationReader) -> [String] {
    var names: [String] = []
    for entry in reader.document.entries(node, name) {
      guard let text = reader.document.text(entry, name) else { continue }
      names.append(text)
      fallbackNames.append((text, entry))
    }
    return names
  }

  private mutating func readAliases(_ node: Node, _ reader: inout ConfigurationReader) {
    for (name, _, value) in reader.document.pairs(node, "model_group_alias") {
      guard case .mapping = value else {
        if let target = reader.document.text(value, "model_group_alias.\(name)") {
          aliases.append(ModelAlias(name: name, target: target, isHidden: false))
        }
        continue
      }
      var target: String?
      var isHidden = false
      for (key, _, value) in reader.document.pairs(value, "model_group_alias.\(name)") {
        switch key {
        case "model": target = reader.document.text(value, "model_group_alias.\(name).model")
        case "hidden": isHidden = value.bool ?? false
        default: break
        }
      }
      if let target { aliases.append(ModelAlias(name: name, target: target, isHidden: isHidden)) }
    }
  }

  /// Warns of aliases and fallbacks that lead nowhere.
  func checkNames(_ deployments: [Deployment], _ reader: inout ConfigurationReader) {
    func isServed(_ model: String) -> Bool {
      deployments.contains { $0.modelName == model || ModelPattern($0.modelName)?.match(model) != nil }
    }
    for alias in aliases where !isServed(alias.target) {
      reader.document.report(
        .warning,
        "config.alias",
        "the alias `\(alias.name)` stands for `\(alias.target)`, which is not in `model_list`",
        at: nil
      )
    }
    for (name, node) in fallbackNames where !isServed(name) && !aliases.contains(where: { $0.name == name }) {
      reader.document.report(
        .warning,
        "config.fallback",
        "`\(name)` is named as a fallback and is not in `model_list`",
        hint: "check the spelling",
        at: node
      )
    }
  }
}

extension RoutingStrategy {
  /// LiteLLM's other strategies, which this engine does not have.
  private static let unavailable: Set<String> = [
    "cost-based-routing", "usage-based-routing", "usage-based-routing-v2", "provider-budget-routing", "lar1",
  ]

  static func read(_ node: Node, _ reader: inout ConfigurationReader) -> RoutingStrategy? {
    guard let name = reader.document.text(node, "router_settings.routing_strategy") else { return nil }
    switch name {
    case "simple-shuffle": return .simpleShuffle
    case "least-busy": return .leastBusy
    // LiteLLM knows the long form alone.
    case "latency-based-routing", "latency-based": return .latencyBased(LatencyArguments())
    default: break
    }
    let isKnown = unavailable.contains(name)
    reader.document.report(
      .error,
      "config.routing",
      isKnown
        ? "the embedded engine does not have the routing strategy `\(name)`" : "there is no routing strategy `\(name)`",
      hint: "use `simple-shuffle`, `least-busy` or `latency-based-routing`\(isKnown ? ", or the compose engine" : "")",
      at: node
    )
    return nil
  }
}
