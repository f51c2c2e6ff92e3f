import WireFormats

/// Why an upstream gave no answer, or only a part of one.
enum UpstreamFailure: Error {
  /// No connection could be made.
  case connect(any Error)
  /// The connection ended before the answer's head.
  case closedBeforeHead
  /// The connection ended within the answer.
  case truncated
  /// What came is not HTTP.
  case malformed(HTTPFault)
  /// The network or the encryption failed.
  case transport(any Error)
  /// Nothing came for too long.
  case timeout

  /// The answer for a client that has had nothing yet.
  func reply(upstream: String) -> ErrorReply {
    switch self {
    case .connect(let error):
      ErrorReply(.badGateway, "cannot connect to the provider at \(upstream): \(NetworkReason.words(for: error))")
    case .closedBeforeHead:
      ErrorReply(.badGateway, "the provider at \(upstream) closed the connection without an answer")
    case .truncated:
      ErrorReply(
        .badGateway,
        "the provider at \(upstream) closed the connection before the answer was complete"
      )
    case .malformed:
      ErrorReply(.badGateway, "the provider at \(upstream) does not answer in HTTP/1.1")
    case .transport(let error):
      ErrorReply(.badGateway, "the provider at \(upstream) cannot be used: \(NetworkReason.words(for: error))")
    case .timeout:
      ErrorReply(.gatewayTimeout, "the provider at \(upstream) did not answer in time")
    }
  }

  /// What routing makes of it.
  var asAttempt: AttemptFailure {
    if case .timeout = self { AttemptFailure(kind: .timeout) } else { AttemptFailure(kind: .connection) }
  }

  /// A short name for the log.
  var label: String {
    switch self {
    case .connect: "upstream connect"
    case .closedBeforeHead: "upstream closed"
    case .truncated: "upstream truncated"
    case .malformed: "upstream malformed"
    case .transport: "upstream transport"
    case .timeout: "upstream timeout"
    }
  }
}
