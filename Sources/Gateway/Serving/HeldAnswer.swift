import NIOCore
import WireFormats

/// A provider's answer of which the client has seen nothing yet, so that another try may still take its place.
///
/// An error is held until it is read to its end. Anything else is held until its first byte of body: a provider that
/// dies between the two has answered nothing.
struct HeldAnswer {
  let answer: UpstreamHead
  /// Whether it is an error in whose place another try may come.
  let isFailure: Bool
  private let isHTTP10: Bool
  /// What translates it; `nil` where it passes as it comes.
  let translation: Translation?
  /// Whether its events follow a head that the client already has.
  var followsOpening: Bool
  /// What has come of an error's body, without its framing.
  var body = ByteBuffer()

  /// The largest error that is held. One that is larger is passed on as it comes.
  static let maximumBodySize = 256 << 10
  /// The largest answer that is translated as a whole.
  static let maximumTranslatedSize = 64 << 20

  init(
    _ answer: UpstreamHead,
    isFailure: Bool,
    isHTTP10: Bool,
    translation: Translation?,
    followsOpening: Bool
  ) {
    self.translation = translation
    self.answer = answer
    self.isFailure = isFailure
    self.isHTTP10 = isHTTP10
    self.followsOpening = followsOpening
  }

  /// Whether it has to be whole before anything can be made of it.
  var isCollected: Bool {
    isFailure || translation.map { !$0.isStream || answer.line.status != 200 || !answer.isPlainEventStream } ?? false
  }

  /// How the client gets it, if it gets it.
  var framing: AnswerFraming {
    if translation != nil { return isHTTP10 ? .payloadUntilClose : .chunks }
    if followsOpening { return answer.framing == .chunked ? .verbatim : .chunks }
    let framing = AnswerFraming(answer.framing, isHTTP10: isHTTP10)
    // An error's chunks are taken apart as they come, so they cannot become the client's.
    return isFailure && answer.framing == .chunked && framing == .verbatim ? .chunks : framing
  }

  /// How the body is wanted.
  var form: BodyForm { isCollected || translation != nil || framing == .payloadUntilClose ? .payload : .verbatim }

  /// What it says about its deployment, once it is complete.
  ///
  /// - Parameters:
  ///   - distinguishesRefusals: whether the body is to be looked at.
  ///   - now: seconds since 1970.
  /// - Returns: what routing goes by.
  func failure(distinguishesRefusals: Bool, now: Int) -> AttemptFailure {
    let retryAfter = answer.head.first(.retryAfter).flatMap { RetryAfter.seconds(answer.head.text($0), now: now) }
    let status = answer.line.status
    var failure = AttemptFailure(kind: status < 400 ? .connection : .status(status), retryAfterSeconds: retryAfter)
    if distinguishesRefusals {
      failure.reason = body.withUnsafeReadableBytes { bytes in
        RefusalReason(status: status, body: bytes.bindMemory(to: UInt8.self).span)
      }
    }
    return failure
  }

  /// What it says, for a client that can no longer be shown the answer itself.
  func reply(upstream: String) -> ErrorReply {
    let status = answer.line.status
    guard status >= 400 else {
      return ErrorReply(.badGateway, "the provider at \(upstream) answered with something else than a stream of events")
    }
    let message = body.withUnsafeReadableBytes { ProviderError.message(in: $0.bindMemory(to: UInt8.self).span) }
    let kind: ErrorReply.Kind =
      switch status {
      case 401: .authentication
      case 403: .forbidden
      case 404: .notFound
      case 408, 504: .gatewayTimeout
      case 413: .requestTooLarge
      case 429: .rateLimited
      default: status >= 500 ? .badGateway : .invalidRequest
      }
    return ErrorReply(kind, message ?? "the provider at \(upstream) answered with status \(status)")
  }
}
