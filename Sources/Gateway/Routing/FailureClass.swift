import WireFormats

/// The kinds of failure that LiteLLM's policies tell apart, by the names that they have there.
public enum FailureClass: String, Sendable, CaseIterable {
  case badRequest = "BadRequestError"
  case authentication = "AuthenticationError"
  case timeout = "TimeoutError"
  case rateLimit = "RateLimitError"
  case contentPolicyViolation = "ContentPolicyViolationError"
  case internalServer = "InternalServerError"
  case serviceUnavailable = "ServiceUnavailableError"
  case badGateway = "BadGatewayError"
  case notFound = "NotFoundError"

  /// The kind that has a failure's number where its own has none.
  var parent: FailureClass? { self == .contentPolicyViolation ? .badRequest : nil }
}

extension AttemptFailure {
  /// Its kind; `nil` for the few statuses that no policy names.
  var failureClass: FailureClass? {
    if reason == .contentPolicy { return .contentPolicyViolation }
    switch kind {
    // A provider that cannot be reached is to LiteLLM one that answered 500.
    case .connection: return .internalServer
    case .timeout: return .timeout
    case .status(let status):
      switch status {
      case 400, 402, 413, 422: return .badRequest
      case 401: return .authentication
      case 404: return .notFound
      case 408, 504: return .timeout
      case 429: return .rateLimit
      // 529 is Anthropic's word for being overloaded.
      case 500, 529: return .internalServer
      case 502: return .badGateway
      case 503: return .serviceUnavailable
      default: return nil
      }
    }
  }
}

/// A number for some kinds of failure: `retry_policy` and `allowed_fails_policy`.
public struct FailureCounts: Sendable, Equatable {
  /// The numbers of single kinds.
  public var byClass: [FailureClass: Int] = [:]
  /// `DefaultRetries`: for every failure without a number of its own.
  public var byDefault: Int?

  /// No number at all.
  public init() {}

  /// The number for a failure; `nil` where there is none.
  func number(for failure: AttemptFailure) -> Int? {
    guard let failureClass = failure.failureClass else { return byDefault }
    return byClass[failureClass] ?? failureClass.parent.flatMap { byClass[$0] } ?? byDefault
  }

  /// Whether the body of an error has to be read, to know whose number is meant.
  var tellsContentPolicy: Bool { byClass[.contentPolicyViolation] != nil }
}
