public import Secrets
public import WireFormats

/// One entry of `model_list`: a name that clients ask for, and the upstream that answers it.
public struct Deployment: Sendable {
  /// The name that clients use, perhaps with `*`.
  public var modelName: String
  /// The name that the upstream knows, perhaps with `*`.
  public var upstreamModel: String
  /// The prefix before the slash of `litellm_params.model`: which protocol the upstream speaks.
  public var provider: ProviderKind
  /// Where the upstream is. `nil` only where ``mockResponse`` answers in its place.
  public var upstream: UpstreamEndpoint?
  /// The upstream's key.
  public var apiKey: Secret
  /// The text that is answered without asking any upstream.
  public var mockResponse: String?
  /// Its name in response headers and in the log: `model_info.id`, or the model's name with a number.
  public var id: String
  /// This deployment's own timeouts, in place of the configuration's.
  public var timeouts = Timeouts()
  /// `weight`: its share of the requests.
  public var weight: Double?
  /// `rpm` and `tpm` as weights.
  public var requestsPerMinute: Double?
  /// See ``requestsPerMinute``.
  public var tokensPerMinute: Double?
  /// `rpm` and `tpm` as limits, which may also stand in `model_info`.
  var rates: RateLimits?
  /// `max_parallel_requests`: how many requests may be under way at once.
  public var maximumParallelRequests: Int?
  /// `order`: the lowest is asked first, and the others only in its place.
  public var order: Int?
  /// `num_retries`, in place of the router's.
  public var maximumRetries: Int?
  /// `cooldown_time` in seconds, in place of the router's and of the provider's `Retry-After`.
  public var cooldownSeconds: Double?
  /// `model_info.allowed_fails`, in place of the router's.
  public var allowedFails: Int?
  /// `model_info.allowed_fails_policy`: before ``allowedFails``, and before the router's.
  public var allowedFailsByClass = FailureCounts()

  /// What its tokens cost; `nil` where the configuration does not say.
  public var prices: TokenPrices?

  /// `model_info.max_output_tokens`: the most that the model can answer; `nil` where the configuration does not say.
  public var maximumOutputTokens: Int?
}

/// The upstream protocols, by the prefix that LiteLLM gives them.
public enum ProviderKind: String, Sendable, CaseIterable {
  /// OpenAI and whatever speaks all of its API.
  case openAI = "openai"
  /// An endpoint that knows chat completions, but not responses.
  case customOpenAI = "custom_openai"
  /// vLLM, which is asked for chat completions.
  case hostedVLLM = "hosted_vllm"
  /// Anthropic and whatever speaks its Messages API.
  case anthropic

  /// Whether such an upstream answers a format itself.
  public func speaks(_ format: WireFormat) -> Bool {
    switch format {
    case .chatCompletions, .completions, .embeddings: self != .anthropic
    case .responses: self == .openAI
    case .messages, .countTokens: self == .anthropic
    }
  }

  /// The API that LiteLLM calls where `api_base` is not given at all.
  var defaultBase: String {
    switch self {
    case .openAI, .customOpenAI, .hostedVLLM: "https://api.openai.com/v1"
    case .anthropic: "https://api.anthropic.com"
    }
  }

  /// The kind that LiteLLM takes for a model name without a prefix.
  static func inferred(from model: String) -> ProviderKind? {
    if model.hasPrefix("claude") { return .anthropic }
    let openAIPrefixes = ["gpt-", "chatgpt-", "o1", "o3", "o4", "text-embedding-", "codex-"]
    return openAIPrefixes.contains(where: model.hasPrefix) ? .openAI : nil
  }
}
