internal import Gateway
internal import RequestLog

/// A page of LiteLLM's `GET /spend/logs/v2`: the table `LiteLLM_SpendLogs` without texts.
struct SpendLogPage: Decodable {
  /// One request.
  struct Entry: Decodable {
    struct Metadata: Decodable {
      struct Values: Decodable {
        let cache_read_input_tokens: Int?
      }
      struct Fault: Decodable {
        let error_code: String?
        let error_class: String?
      }
      let user_agent: String?
      let user_api_key_alias: String?
      let additional_usage_values: Values?
      let error_information: Fault?
    }

    let request_id: String
    let spend: Double?
    let prompt_tokens: Int?
    let completion_tokens: Int?
    let startTime: String
    let completionStartTime: String?
    let request_duration_ms: Double?
    let model: String?
    let model_id: String?
    let model_group: String?
    let cache_hit: String?
    let status: String?
    let metadata: Metadata?
  }

  let data: [Entry]
}

extension RequestRecord {
  /// What LiteLLM knows of a request, in the terms of our own log; `nil` if it does not say when it came.
  init?(_ entry: SpendLogPage.Entry) {
    guard let start = Self.microseconds(entry.startTime) else { return nil }
    self.init()
    requestID = entry.request_id
    createdMicroseconds = start
    clientKey = entry.metadata?.user_api_key_alias ?? ""
    tool = ClientTool.name(userAgent: entry.metadata?.user_agent ?? "")
    servedModel = entry.model ?? ""
    // LiteLLM leaves it out for what was no model's.
    model = entry.model_group.flatMap { $0.isEmpty ? nil : $0 } ?? servedModel
    deployment = entry.model_id ?? ""
    inputTokens = entry.prompt_tokens
    outputTokens = entry.completion_tokens
    cachedTokens = entry.metadata?.additional_usage_values?.cache_read_input_tokens
    // It writes 0 where it knows no price.
    cost = entry.spend.flatMap { $0 > 0 ? $0 : nil }
    isCacheHit = entry.cache_hit?.lowercased() == "true"
    // It tells the deployment that was asked last.
    tries = deployment.isEmpty ? 0 : 1
    latencyMicroseconds = Int64((entry.request_duration_ms ?? 0) * 1000)
    let first = entry.completionStartTime.flatMap(Self.microseconds).map { $0 - start }
    firstByteMicroseconds = first.map { max(0, $0) } ?? latencyMicroseconds
    status = 200
    if entry.status == "failure" {
      let fault = entry.metadata?.error_information
      error = fault?.error_class ?? "failure"
      // The code may be a word of the provider's.
      status = fault?.error_code.flatMap { Int($0) } ?? Self.statuses[error] ?? 500
    }
  }

  /// The statuses of LiteLLM's errors, by the names of their classes, as far as they are not 500.
  private static let statuses = [
    "AuthenticationError": 401, "BadGatewayError": 502, "BadRequestError": 400, "ContentPolicyViolationError": 400,
    "ContextWindowExceededError": 400, "InvalidRequestError": 400, "NotFoundError": 404, "PaymentRequiredError": 402,
    "PermissionDeniedError": 403, "RateLimitError": 429, "RejectedRequestError": 400, "ServiceUnavailableError": 503,
    "Timeout": 408, "UnprocessableEntityError": 422, "UnsupportedParamsError": 400,
  ]
}
