import Yams

/// The keys of one deployment that say when it gets requests, and for how long it is waited for.
struct DeploymentRoutingDraft {
  private var id = ""
  private var timeouts = Timeouts()
  private var weight: Double?
  private var requestsPerMinute: Double?
  private var tokensPerMinute: Double?
  private var rates = RateLimits()
  private var maximumParallelRequests: Int?
  private var order: Int?
  private var maximumRetries: Int?
  private var cooldownSeconds: Double?
  private var allowedFails: Int?
  private var inputPrice: Double?
  private var outputPrice: Double?
  private var cachedInputPrice: Double?
  private var maximumOutputTokens: Int?
  private var allowedFailsByClass = FailureCounts()

  /// Reads a key of `litellm_params`.
  ///
  /// - Returns: whether it is one of these.
  mutating func read(_ key: String, _ value: Node, _ reader: inout ConfigurationReader) -> Bool {
    switch key {
    case "timeout": timeouts.silence = reader.document.seconds(value, key)
    case "stream_timeout": timeouts.streamStart = reader.document.seconds(value, key)
    case "weight": weight = reader.document.number(value, key)
    case "rpm":
      requestsPerMinute = reader.document.number(value, key)
      rates.requests = requestsPerMinute.map { Int($0) }
    case "tpm":
      tokensPerMinute = reader.document.number(value, key)
      rates.tokens = tokensPerMinute.map { Int($0) }
    case "max_parallel_requests": maximumParallelRequests = reader.document.count(value, key)
    case "order": order = reader.document.count(value, key)
    case "num_retries": maximumRetries = reader.document.count(value, key)
    case "cooldown_time": cooldownSeconds = cooldownSeconds ?? reader.document.number(value, key)
    default: return readPrice(key, value, key, &reader)
    }
    return true
  }

  /// Reads a price, which may stand in either place.
  private mutating func readPrice(
    _ key: String,
    _ value: Node,
    _ name: String,
    _ reader: inout ConfigurationReader
  ) -> Bool {
    switch key {
    case "input_cost_per_token": inputPrice = inputPrice ?? reader.document.number(value, name)
    case "output_cost_per_token": outputPrice = outputPrice ?? reader.document.number(value, name)
    case "cache_read_input_token_cost": cachedInputPrice = cachedInputPrice ?? reader.document.number(value, name)
    default: return false
    }
    return true
  }

  /// Reads a key of `model_info`, which comes before the same key of `litellm_params`, but for `order`, `rpm` and `tpm`.
  mutating func readInfo(_ key: String, _ value: Node, _ reader: inout ConfigurationReader) {
    switch key {
    case "id": id = reader.document.text(value, "model_info.id") ?? ""
    case "cooldown_time": cooldownSeconds = reader.document.number(value, "model_info.cooldown_time")
    case "allowed_fails": allowedFails = reader.document.count(value, "model_info.allowed_fails")
    case "rpm": rates.requests = rates.requests ?? reader.document.count(value, "model_info.rpm")
    case "tpm": rates.tokens = rates.tokens ?? reader.document.number(value, "model_info.tpm").map { Int($0) }
    case "allowed_fails_policy":
      allowedFailsByClass = FailureCounts.allowedFails(value, "model_info.allowed_fails_policy", &reader)
    case "order": order = order ?? reader.document.count(value, "model_info.order")
    case "max_output_tokens":
      maximumOutputTokens = reader.document.count(value, "model_info.max_output_tokens", below: 1_000_000_000)
    default: _ = readPrice(key, value, "model_info.\(key)", &reader)
    }
  }

  func apply(to deployment: inout Deployment) {
    deployment.id = id
    deployment.timeouts = timeouts
    deployment.weight = weight
    deployment.requestsPerMinute = requestsPerMinute
    deployment.tokensPerMinute = tokensPerMinute
    deployment.maximumParallelRequests = maximumParallelRequests
    deployment.rates = rates == RateLimits() ? nil : rates
    deployment.order = order
    deployment.maximumRetries = maximumRetries
    deployment.cooldownSeconds = cooldownSeconds
    deployment.allowedFails = allowedFails
    deployment.maximumOutputTokens = maximumOutputTokens
    if inputPrice != nil || outputPrice != nil {
      deployment.prices = TokenPrices(input: inputPrice ?? 0, output: outputPrice ?? 0, cachedInput: cachedInputPrice)
    }
    deployment.allowedFailsByClass = allowedFailsByClass
  }
}
