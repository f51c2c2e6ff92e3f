/// An error that the gateway itself answers, to be written in the shape of the client's wire format.
public struct ErrorReply: Error, Sendable, Equatable {
  /// What went wrong.
  public let kind: Kind
  /// What went wrong and what to do, in the user's words. Never contains a secret.
  public let message: String
  /// The request field that is at fault, where there is one.
  public let parameter: String?
  /// When the same request may succeed, in seconds from now, where that is known.
  public let retryAfterSeconds: Int?
  /// Anthropic's `error.details.error_code`, where its SDKs know by it what to send instead.
  public let detail: String?

  /// Makes an error of its parts.
  public init(
    _ kind: Kind,
    _ message: String,
    parameter: String? = nil,
    retryAfterSeconds: Int? = nil,
    detail: String? = nil
  ) {
    self.kind = kind
    self.message = message
    self.parameter = parameter
    self.retryAfterSeconds = retryAfterSeconds
    self.detail = detail
  }

  /// The kinds of error, each with its status and its name in either dialect.
  public enum Kind: Sendable, Equatable, CaseIterable {
    /// The request cannot be understood, or names a model that is not there.
    case invalidRequest
    /// No key, or a wrong one.
    case authentication
    /// Who asks may not.
    case forbidden
    /// No such path.
    case notFound
    /// The path is there, but not for this method.
    case methodNotAllowed
    /// The client took too long to send its request.
    case requestTimeout
    /// The body is larger than the limit.
    case requestTooLarge
    /// A WebSocket was asked for; plain HTTP is what there is.
    case upgradeRequired
    /// The head is larger than the limit.
    case headersTooLarge
    /// Too much has been asked of late, or too much has failed; later it may go well.
    case rateLimited
    /// The client's key has spent what it may.
    case budgetExceeded
    /// Understood, but this gateway does not do it.
    case notSupported
    /// The upstream cannot be reached, or does not speak HTTP.
    case badGateway
    /// The gateway is about to stop.
    case unavailable
    /// The upstream took too long to answer.
    case gatewayTimeout
  }
}

extension ErrorReply.Kind {
  /// The HTTP status.
  public var status: Int {
    switch self {
    case .invalidRequest: 400
    case .authentication: 401
    case .forbidden: 403
    case .notFound: 404
    case .methodNotAllowed: 405
    case .requestTimeout: 408
    case .requestTooLarge: 413
    case .upgradeRequired: 426
    case .rateLimited, .budgetExceeded: 429
    case .headersTooLarge: 431
    case .notSupported: 501
    case .badGateway: 502
    case .unavailable: 503
    case .gatewayTimeout: 504
    }
  }

  /// The status's words (RFC 9110, section 15).
  public var reason: StaticString {
    switch self {
    case .invalidRequest: "Bad Request"
    case .authentication: "Unauthorized"
    case .forbidden: "Forbidden"
    case .notFound: "Not Found"
    case .methodNotAllowed: "Method Not Allowed"
    case .requestTimeout: "Request Timeout"
    case .requestTooLarge: "Content Too Large"
    case .upgradeRequired: "Upgrade Required"
    case .rateLimited, .budgetExceeded: "Too Many Requests"
    case .headersTooLarge: "Request Header Fields Too Large"
    case .notSupported: "Not Implemented"
    case .badGateway: "Bad Gateway"
    case .unavailable: "Service Unavailable"
    case .gatewayTimeout: "Gateway Timeout"
    }
  }

  /// Whether the same request could succeed a little later. Where it could not, the answer says so in
  /// `x-should-retry: false`, without which Claude Code repeats a refused request for three minutes.
  public var isWorthRetrying: Bool {
    switch self {
    case .requestTimeout, .rateLimited, .badGateway, .unavailable, .gatewayTimeout: true
    case .invalidRequest, .authentication, .forbidden, .notFound, .methodNotAllowed, .requestTooLarge, .upgradeRequired,
      .headersTooLarge, .notSupported, .budgetExceeded:
      false
    }
  }

  /// The `error.type` in OpenAI's shape.
  public var openAIType: StaticString {
    switch self {
    case .authentication: "authentication_error"
    case .forbidden: "permission_error"
    case .badGateway, .unavailable, .gatewayTimeout: "server_error"
    case .notSupported: "not_supported"
    case .rateLimited: "rate_limit_error"
    // The word by which Codex gives up at once, and says why.
    case .budgetExceeded: "insufficient_quota"
    default: "invalid_request_error"
    }
  }

  /// The `error.type` in Anthropic's shape.
  public var anthropicType: StaticString {
    switch self {
    case .authentication: "authentication_error"
    case .forbidden: "permission_error"
    case .notFound: "not_found_error"
    case .requestTooLarge, .headersTooLarge: "request_too_large"
    case .notSupported: "not_supported"
    case .rateLimited: "rate_limit_error"
    case .budgetExceeded: "billing_error"
    case .badGateway: "api_error"
    case .unavailable: "overloaded_error"
    case .gatewayTimeout, .requestTimeout: "timeout_error"
    case .invalidRequest, .methodNotAllowed, .upgradeRequired: "invalid_request_error"
    }
  }
}

extension ErrorReply {
  /// The body in the shape that clients of `dialect` read.
  ///
  /// - Parameters:
  ///   - dialect: the client's family of wire formats.
  ///   - requestID: the gateway's name for the request, as in its log.
  /// - Returns: the JSON text.
  public func body(for dialect: WireFormat.Dialect, requestID: String) -> [UInt8] {
    switch dialect {
    case .openAI: openAIBody(requestID: requestID)
    case .anthropic: anthropicBody(type: kind.anthropicType, requestID: requestID)
    }
  }

  private func openAIBody(requestID: String) -> [UInt8] {
    var json = JSONText()
    json.raw(#"{"error":{"message":"#)
    json.string(message)
    json.raw(#","type":""#)
    json.raw(kind.openAIType)
    json.raw(#"","param":"#)
    if let parameter { json.string(parameter) } else { json.raw("null") }
    json.raw(#","code":""#)
    json.number(kind.status)
    json.raw(#""},"request_id":"#)
    json.string(requestID)
    json.raw("}\n")
    return json.bytes
  }

  func anthropicBody(type: StaticString, requestID: String) -> [UInt8] {
    var json = JSONText()
    json.raw(#"{"type":"error","error":{"type":""#)
    json.raw(type)
    json.raw(#"","message":"#)
    json.string(message)
    if let detail {
      json.raw(#","details":{"error_code":"#)
      json.string(detail)
      json.raw("}")
    }
    json.raw(#"},"request_id":"#)
    json.string(requestID)
    json.raw("}\n")
    return json.bytes
  }
}
