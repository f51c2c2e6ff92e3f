import WireFormats

/// What is known of a try that failed.
struct AttemptFailure: Equatable {
  enum Kind: Equatable {
    /// The provider answered with this status, 400 or above.
    case status(Int)
    /// There was no connection, or no answer that can be used.
    case connection
    /// Nothing came in time.
    case timeout
  }

  let kind: Kind
  /// The provider's `Retry-After`, in seconds.
  var retryAfterSeconds: Int?
  /// Why the provider refuses the request, where that makes a difference.
  var reason: RefusalReason?

  /// Whether the same request may succeed when it is sent again.
  var isWorthRetrying: Bool {
    switch kind {
    case .connection, .timeout: true
    case .status(let status): Self.isWorthRetrying(status)
    }
  }

  /// Whether only this deployment's credentials are at fault, so that another one may still answer.
  var isRefusalOfThisDeployment: Bool { kind == .status(401) || kind == .status(403) }

  /// The statuses that LiteLLM tries again.
  static func isWorthRetrying(_ status: Int) -> Bool { status >= 500 || [408, 409, 429].contains(status) }

  /// What it says of the deployment's health.
  var severity: Severity {
    switch kind {
    case .connection, .timeout: .counts
    case .status(401), .status(402), .status(404), .status(429): .decisive
    case .status(let status): status >= 500 || status == 408 ? .counts : .none
    }
  }

  enum Severity {
    /// The request is at fault, not the deployment.
    case none
    /// It may be a passing fault.
    case counts
    /// The next request would fail as well.
    case decisive
  }

  /// A word for the log.
  var label: String {
    switch kind {
    case .status(let status): String(status)
    case .connection: "connection"
    case .timeout: "timeout"
    }
  }
}
