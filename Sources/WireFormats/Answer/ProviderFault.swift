/// An error that the provider answered, in no wire format.
struct ProviderFault: Error, Sendable, Equatable {
  var kind: Kind
  /// The provider's own words.
  var message: String
  /// The provider's own name for it, in OpenAI's formats.
  var code: String?
  /// The field that is at fault.
  var parameter: String?

  init(_ kind: Kind, _ message: String, code: String? = nil, parameter: String? = nil) {
    self.kind = kind
    self.message = message
    self.code = code
    self.parameter = parameter
  }

  /// What went wrong.
  enum Kind: Sendable, Equatable, CaseIterable {
    case invalidRequest, authentication, billing, permission, notFound, tooLarge, rateLimited, overloaded, timeout
    /// Anything that the provider itself is to blame for.
    case server
    /// The request is too long for the model.
    case contextOverflow
  }

  /// The provider's stream ended in the middle.
  static var cut: ProviderFault {
    ProviderFault(.server, "the provider's stream ended before the answer was complete; ask again")
  }
}

extension ProviderFault.Kind {
  /// What a status means.
  init(status: Int) {
    switch status {
    case 401: self = .authentication
    case 402: self = .billing
    case 403: self = .permission
    case 404: self = .notFound
    case 408, 504: self = .timeout
    case 413: self = .tooLarge
    case 429: self = .rateLimited
    case 503, 529: self = .overloaded
    case 500...: self = .server
    default: self = .invalidRequest
    }
  }

  /// What a `type` or `code` means, of either provider; `nil` for one that is not known.
  init?(name: String) {
    switch name {
    case "invalid_request_error", "invalid_prompt": self = .invalidRequest
    case "authentication_error", "invalid_api_key": self = .authentication
    case "billing_error", "insufficient_quota", "usage_limit_reached": self = .billing
    case "permission_error": self = .permission
    case "not_found_error", "model_not_found": self = .notFound
    case "request_too_large": self = .tooLarge
    case "rate_limit_error", "rate_limit_exceeded", "tokens", "requests": self = .rateLimited
    case "overloaded_error", "server_is_overloaded", "slow_down": self = .overloaded
    case "timeout_error": self = .timeout
    case "api_error", "server_error", "internal_error": self = .server
    case "context_length_exceeded": self = .contextOverflow
    default: return nil
    }
  }

  /// The `error.type` of Messages.
  var anthropicType: String {
    switch self {
    case .invalidRequest, .contextOverflow: "invalid_request_error"
    case .authentication: "authentication_error"
    case .billing: "billing_error"
    case .permission: "permission_error"
    case .notFound: "not_found_error"
    case .tooLarge: "request_too_large"
    case .rateLimited: "rate_limit_error"
    case .overloaded: "overloaded_error"
    case .timeout: "timeout_error"
    case .server: "api_error"
    }
  }

  /// The `error.type` of OpenAI's formats.
  var openAIType: String {
    switch self {
    case .invalidRequest, .notFound, .tooLarge, .contextOverflow: "invalid_request_error"
    case .authentication: "authentication_error"
    case .billing: "insufficient_quota"
    case .permission: "permission_error"
    case .rateLimited: "rate_limit_error"
    case .overloaded, .timeout, .server: "server_error"
    }
  }

  /// The `error.code` that OpenAI's clients act on.
  var openAICode: String? {
    switch self {
    case .contextOverflow: "context_length_exceeded"
    case .billing: "insufficient_quota"
    case .rateLimited: "rate_limit_exceeded"
    case .authentication: "invalid_api_key"
    case .notFound: "model_not_found"
    case .overloaded: "server_is_overloaded"
    case .invalidRequest, .permission, .tooLarge, .timeout, .server: nil
    }
  }

  /// The `error.code` of a failed response; Codex knows these and repeats the turn for any other.
  var responsesCode: String {
    switch self {
    case .contextOverflow: "context_length_exceeded"
    case .billing: "insufficient_quota"
    case .rateLimited: "rate_limit_exceeded"
    case .invalidRequest, .authentication, .permission, .notFound, .tooLarge: "invalid_prompt"
    case .overloaded, .timeout, .server: "server_error"
    }
  }
}
