import NIOCore
import WireFormats

/// One client's HTTP/1.1 connection: takes its requests one after another, and sees each through to its answer.
///
/// A request is read whole before anything is sent on, since the model stands in its body. The answer is passed on
/// piece by piece; while the client takes no more, nothing more is read from the upstream.
final class ClientConnection: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = Never
  typealias OutboundOut = ByteBuffer

  enum State {
    /// Between requests.
    case idle
    /// A request's body is arriving.
    case receiving
    /// A request's body is arriving and is thrown away; the answer is already decided.
    case refusing(ErrorReply)
    /// An upstream has the request.
    case waiting
    /// The answer's head has been written.
    case responding(AnswerFraming)
    /// The last answer has been written; what still arrives is thrown away until the client has gone.
    case lingering
    case closed
  }

  let loop: LoopContext
  var context: ChannelHandlerContext?
  var state = State.idle
  var request: InboundRequest?
  var upstream: UpstreamConnection?
  var pendingUpstreamRequest: UpstreamRequest?
  /// How long the upstream of the present request may be silent.
  var timeoutSeconds = 0
  /// What is to be written with the next flush, small pieces together.
  var outbound = ByteBuffer()

  /// Whether another request may follow on this connection.
  var keepsAlive = true
  /// What has arrived and is not understood yet; while an answer is on its way, the requests after it (pipelining).
  private var inbound = ByteBuffer()
  private var isProcessing = false
  private var hasPendingRead = false
  private var deadline = NIODeadline.distantFuture
  private var timer: (task: Scheduled<Void>, deadline: NIODeadline)?

  init(loop: LoopContext) {
    self.loop = loop
  }

  var core: GatewayCore { loop.core }

  // MARK: - Channel events

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
  }

  func channelActive(context: ChannelHandlerContext) {
    loop.register(self)
    setDeadline(.now() + core.limits.headTimeout)
    context.fireChannelActive()
    if loop.isDraining { close() }
  }

  func channelInactive(context: ChannelHandlerContext) {
    switch state {
    case .receiving, .refusing, .waiting, .responding: finishLog(fault: "client closed")
    case .idle, .lingering, .closed: break
    }
    state = .closed
    cancelUpstream()
    timer?.task.cancel()
    timer = nil
    inbound = ByteBuffer()
    loop.unregister(self)
    context.fireChannelInactive()
  }

  /// Reading goes on while an answer is on its way, so that a client's leaving is noticed; but a client that already
  /// sends its next request has to wait.
  func read(context: ChannelHandlerContext) {
    if isBusy, inbound.readableBytes > 0 {
      hasPendingRead = true
    } else {
      context.read()
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var piece = Self.unwrapInboundIn(data)
    switch state {
    case .lingering, .closed: return
    default: break
    }
    if inbound.readableBytes == 0 { inbound = piece } else { inbound.writeBuffer(&piece) }
    process()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    switch state {
    case .receiving, .refusing:
      if let request { setDeadline(request.start + core.limits.bodyTimeout) }
    default: break
    }
    context.fireChannelReadComplete()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    upstream?.setPaused(!context.channel.isWritable)
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    close()
  }

  private var isBusy: Bool {
    switch state {
    case .waiting, .responding: true
    case .idle, .receiving, .refusing, .lingering, .closed: false
    }
  }

  // MARK: - Receiving

  /// Understands what has arrived, as far as it goes.
  ///
  /// A local answer ends within this loop, so the loop does not start anew inside itself: a client could fill the stack
  /// with pipelined requests otherwise.
  private func process() {
    guard !isProcessing else { return }
    isProcessing = true
    defer { isProcessing = false }
    do throws(HTTPFault) {
      while try step() {}
    } catch {
      refuseUnreadable(error)
    }
    guard hasPendingRead, !isBusy else { return }
    hasPendingRead = false
    context?.read()
  }

  /// - Returns: whether there may be more to do.
  private func step() throws(HTTPFault) -> Bool {
    switch state {
    case .idle:
      guard inbound.readableBytes > 0, let head = try MessageHead.take(from: &inbound, limits: core.limits) else {
        return false
      }
      try begin(head)
      return true
    case .receiving:
      return try readBody(isKept: true)
    case .refusing:
      return try readBody(isKept: false)
    case .waiting, .responding:
      return false
    case .lingering, .closed:
      inbound = ByteBuffer()
      return false
    }
  }

  private func begin(_ head: MessageHead) throws(HTTPFault) {
    let request = try InboundRequest(head, core: core, isDraining: loop.isDraining)
    keepsAlive = !request.isHTTP10 && !request.options.close && !loop.isDraining
    self.request = request
    if let refusal = request.admission.refusal {
      refuse(refusal, expectsContinue: request.admission.expectsContinue)
      return
    }
    state = .receiving
    if request.admission.expectsContinue {
      context?.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
    }
  }

  /// Refuses a request while its body may still be on its way.
  ///
  /// A client that is still sending when the connection closes loses the answer to a reset, so a body within the limit
  /// is read to its end first, and after a larger one the connection lingers.
  private func refuse(_ reply: ErrorReply, expectsContinue: Bool) {
    let isEndless = reply.kind == .requestTooLarge || reply.kind == .upgradeRequired
    if isEndless || expectsContinue {
      keepsAlive = false
      answer(reply)
    } else {
      state = .refusing(reply)
    }
  }

  private func readBody(isKept: Bool) throws(HTTPFault) -> Bool {
    let limit = core.configuration.maximumBodySize
    guard let isComplete = try request?.readBody(from: &inbound, isKept: isKept, limit: limit) else { return false }
    let size = request?.bodySize ?? 0
    request?.log.requestBytes = size
    if size > limit {
      keepsAlive = false
      answer(Admission.tooLarge(limit))
      return true
    }
    guard isComplete else { return false }
    if case .refusing(let reply) = state { answer(reply) } else { dispatch() }
    return true
  }

  /// What is not HTTP gets one answer, and the end of the connection.
  private func refuseUnreadable(_ fault: HTTPFault) {
    keepsAlive = false
    inbound = ByteBuffer()
    let reply =
      switch fault {
      case .headTooLarge:
        ErrorReply(.headersTooLarge, "the request's header fields are too many or too large")
      case .startLine, .field: ErrorReply(.invalidRequest, "this is not an HTTP/1.1 request")
      case .framing: ErrorReply(.invalidRequest, "the length of the request's body is not clear")
      }
    answer(reply)
  }

  // MARK: - The end of an answer

  /// After an answer's last byte: the next request, or the end.
  func completeAnswer() {
    flush()
    finishLog(fault: "")
    request = nil
    pendingUpstreamRequest = nil
    guard keepsAlive, !loop.isDraining else {
      linger()
      return
    }
    state = .idle
    setDeadline(.now() + core.limits.idleTimeout)
    process()
  }

  private func linger() {
    guard let context else { return }
    state = .lingering
    inbound = ByteBuffer()
    setDeadline(.now() + core.limits.lingerTimeout)
    context.close(mode: .output, promise: nil)
    guard hasPendingRead else { return }
    hasPendingRead = false
    context.read()
  }

  // MARK: - Writing

  /// Up to this size a piece is copied behind what is to be written before it.
  private static let copiedSize = 8 << 10

  /// Writes a piece with the next flush.
  func emit(_ piece: ByteBuffer) {
    if piece.readableBytes <= Self.copiedSize {
      outbound.writeImmutableBuffer(piece)
    } else {
      writeOutbound()
      context?.write(Self.wrapOutboundOut(piece), promise: nil)
    }
  }

  /// Hands everything over to the socket.
  func flush() {
    writeOutbound()
    context?.flush()
  }

  private func writeOutbound() {
    guard outbound.readableBytes > 0 else { return }
    let piece = outbound
    outbound = ByteBuffer()
    context?.write(Self.wrapOutboundOut(piece), promise: nil)
  }

  // MARK: - Ending

  /// Ends the connection when its present answer is complete.
  func drain() {
    keepsAlive = false
    if case .idle = state { close() }
  }

  /// Ends the connection now.
  func close() {
    context?.close(promise: nil)
  }

  func cancelUpstream() {
    upstream?.cancel()
    upstream = nil
    pendingUpstreamRequest = nil
  }

  // MARK: - Time

  /// Sets the time by which something must have happened. One timer serves all deadlines of a connection; it is only
  /// set anew when a deadline comes before it.
  func setDeadline(_ deadline: NIODeadline) {
    self.deadline = deadline
    if let timer, timer.deadline <= deadline { return }
    timer?.task.cancel()
    let boundSelf = NIOLoopBound(self, eventLoop: loop.eventLoop)
    let task = loop.eventLoop.scheduleTask(deadline: deadline) { boundSelf.value.timerFired() }
    timer = (task, deadline)
  }

  private func timerFired() {
    timer = nil
    guard deadline <= .now() else {
      setDeadline(deadline)
      return
    }
    switch state {
    case .idle, .lingering, .closed:
      close()
    case .receiving, .refusing:
      keepsAlive = false
      answer(ErrorReply(.requestTimeout, "the request's body did not arrive in time"))
    case .waiting, .responding:
      upstream?.cancel()
      upstream = nil
      upstreamDidFail(.timeout, wasReused: false)
    }
  }
}
