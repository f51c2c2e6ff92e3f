import Glibc
import NIOCore
import WireFormats

/// What keeps a client waiting while its provider is silent. No ping counts as a sign of life of the provider.
///
/// Within a stream a ping goes between two events. Before a stream begins, the gateway at last begins it itself: Claude
/// Code gives up where it sees no head for six minutes. That takes nothing from the right to try again, as the client
/// has seen nothing of an answer; what comes then is either a provider's events, or the error as the only event.
extension ClientConnection {
  /// A ping is due.
  func ping(at now: NIODeadline) {
    guard let forwarding else { return }
    forwarding.pingDue = now + core.limits.pingInterval
    // A client that does not take what there is needs no more of it.
    guard let ping = forwarding.format.ping, context?.channel.isWritable == true else { return }
    switch state {
    case .waiting where forwarding.isOpened || open(forwarding):
      emit(EventStreamTail.chunk(ping))
    case .responding:
      guard let piece = forwarding.streamTail?.following(ping) else { return }
      emit(piece)
    default:
      return
    }
    flush()
  }

  /// Begins the answer in the provider's place.
  ///
  /// - Returns: whether it has; not where an answer has begun to arrive that could not follow.
  private func open(_ forwarding: Forwarding) -> Bool {
    if let held = forwarding.held, !held.answer.isPlainEventStream { return false }
    forwarding.isOpened = true
    forwarding.held?.followsOpening = true
    var writer = HeadWriter(capacity: 256)
    writer.raw("HTTP/1.1 200 OK\r\n")
    writer.field("Content-Type", "text/event-stream; charset=utf-8")
    writer.field("Cache-Control", "no-cache")
    writer.raw("Transfer-Encoding: chunked\r\n")
    if let id = request?.id { writer.field("x-request-id", id.text) }
    if !keepsAlive { writer.raw("Connection: close\r\n") }
    outbound = writer.finish()
    return true
  }

  /// Ends an answer that the gateway has begun, with events of its own.
  func endOpened(with events: [[UInt8]]) {
    noteFirstByte(status: 200, at: .now())
    state = .responding(.chunks)
    for event in events {
      request?.log.responseBytes += event.count
      emit(EventStreamTail.chunk(event))
    }
    outbound.writeStaticString("0\r\n\r\n")
    completeAnswer()
  }

  /// Ends it with an error. Claude Code repeats a stream that ends with an overload as it repeats a status of 529; after
  /// any other error it asks once more without a stream, and then gets the status that belongs to it.
  func endOpened(with reply: ErrorReply, _ forwarding: Forwarding) {
    guard let request else { return }
    let event = reply.event(
      for: forwarding.format,
      requestID: request.id.text,
      created: time(nil),
      isFirst: true
    )
    endOpened(with: [event].compactMap { $0 })
  }
}

extension WireFormat {
  /// Whether the gateway begins a stream before the provider does. Codex waits for a head without limit, and would take
  /// an error less well in a stream than as a status.
  var isOpenedEarly: Bool { self == .messages || self == .chatCompletions || self == .completions }
}
