import NIOCore

/// How a receiver wants an answer's body.
enum BodyForm {
  /// As it came, chunk sizes and all.
  case verbatim
  /// What stands between the framing.
  case payload
}

/// Whoever waits for an upstream's answer. All calls come on the event loop that both sides share.
protocol UpstreamResponseReceiver: AnyObject {
  func upstreamDidReceive(head: UpstreamHead) -> BodyForm
  /// A piece of the body without its framing, to be looked at before it comes as ``upstreamDidReceive(body:)``.
  func upstreamDidSee(payload: UnsafeRawBufferPointer)
  func upstreamDidReceive(body: ByteBuffer)
  /// The answer is complete. The upstream connection is no longer the receiver's.
  func upstreamDidEnd()
  /// The upstream has handed over all that it has read for now: a good moment to flush.
  func upstreamDidCompleteRead()
  /// There will be no more of the answer. The upstream connection is no longer the receiver's.
  func upstreamDidFail(_ failure: UpstreamFailure, wasReused: Bool)
}
