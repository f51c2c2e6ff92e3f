import NIOCore
import NIOHTTP1

/// One HTTP/1.1 connection to an upstream: carries one request at a time, and goes back to its pool after each.
final class UpstreamConnection: ChannelDuplexHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundIn = Never
  typealias OutboundOut = HTTPClientRequestPart

  private enum State {
    /// In the pool, or just connected.
    case idle
    case waitingForHead
    case receiving(isReusable: Bool)
    case closed
  }

  let endpoint: UpstreamEndpoint
  private unowned let pool: UpstreamPool
  private var context: ChannelHandlerContext?
  private var state = State.idle
  private var receiver: (any UpstreamResponseReceiver)?
  private var requestCount = 0
  private var lastError: (any Error)?

  /// Back-pressure: while the client takes no more, nothing more is read from here.
  private var isPaused = false
  private var hasPendingRead = false

  /// When this connection came back to the pool.
  private(set) var idleSince = NIODeadline.now()

  init(endpoint: UpstreamEndpoint, pool: UpstreamPool) {
    self.endpoint = endpoint
    self.pool = pool
  }

  // MARK: - For the receiver

  /// Whether a request can be sent.
  var isUsable: Bool {
    guard case .idle = state, let context else { return false }
    return context.channel.isActive
  }

  /// Sends one request, its body in pieces that need not be copied together.
  func send(_ head: HTTPRequestHead, body: [ByteBuffer], receiver: any UpstreamResponseReceiver) {
    guard let context, case .idle = state else {
      receiver.upstreamDidFail(.closedBeforeHead, wasReused: requestCount > 0)
      return
    }
    self.receiver = receiver
    state = .waitingForHead
    requestCount += 1
    context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
    for piece in body where piece.readableBytes > 0 {
      context.write(Self.wrapOutboundOut(.body(.byteBuffer(piece))), promise: nil)
    }
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
  }

  /// Gives the request up. The connection ends with it, for there is no other way to tell an HTTP/1.1 upstream.
  func cancel() {
    receiver = nil
    context?.close(promise: nil)
  }

  /// Stops or resumes reading.
  func setPaused(_ paused: Bool) {
    isPaused = paused
    guard !paused, hasPendingRead, let context else { return }
    hasPendingRead = false
    context.read()
  }

  /// Ends an unused connection.
  func close() {
    context?.close(promise: nil)
  }

  // MARK: - Channel events

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
  }

  func read(context: ChannelHandlerContext) {
    if isPaused {
      hasPendingRead = true
    } else {
      context.read()
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch (Self.unwrapInboundIn(data), state) {
    case (.head(let head), .waitingForHead):
      state = .receiving(isReusable: head.isKeepAlive)
      receiver?.upstreamDidReceive(head: head)
    case (.body(let body), .receiving):
      receiver?.upstreamDidReceive(body: body)
    case (.end(let trailers), .receiving(let isReusable)):
      finish(context, trailers, isReusable: isReusable)
    case (_, .idle):
      // Nobody asked: what an upstream says between requests must not become the next one's answer.
      state = .closed
      context.close(promise: nil)
    case (_, .closed), (.head, _), (_, .waitingForHead):
      break
    }
  }

  private func finish(_ context: ChannelHandlerContext, _ trailers: HTTPHeaders?, isReusable: Bool) {
    let receiver = self.receiver
    self.receiver = nil
    isPaused = false
    // A request still being sent while its answer is complete was refused early; such a connection is not reused.
    if isReusable, context.channel.isActive, context.channel.isWritable {
      state = .idle
      idleSince = .now()
      pool.takeBack(self)
    } else {
      state = .closed
      context.close(promise: nil)
    }
    receiver?.upstreamDidEnd(trailers: trailers)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    receiver?.upstreamDidCompleteRead()
    context.fireChannelReadComplete()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    lastError = lastError ?? error
    fail(.transport(error))
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    switch state {
    case .waitingForHead: fail(lastError.map(UpstreamFailure.transport) ?? .closedBeforeHead)
    case .receiving: fail(.truncated)
    case .idle, .closed: break
    }
    state = .closed
    pool.forget(self)
    context.fireChannelInactive()
  }

  private func fail(_ failure: UpstreamFailure) {
    let receiver = self.receiver
    self.receiver = nil
    state = .closed
    receiver?.upstreamDidFail(failure, wasReused: requestCount > 1)
  }
}
