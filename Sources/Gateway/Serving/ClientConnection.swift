import NIOCore
import NIOHTTP1
import WireFormats

/// One client's HTTP/1.1 connection: takes its requests one after another, and sees each through to its answer.
///
/// A request is read whole before anything is sent on, since the model stands in its body. The answer is passed on
/// piece by piece; while the client takes no more, nothing more is read from the upstream.
final class ClientConnection: ChannelDuplexHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = Never
  typealias OutboundOut = HTTPServerResponsePart

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
    case responding
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

  /// Whether another request may follow on this connection.
  var keepsAlive = true
  /// Parts of further requests that came before the present answer was complete (pipelining).
  private var early: CircularBuffer<HTTPServerRequestPart> = []
  private var isReplaying = false
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
    if case .waiting = state { finishLog(fault: "client closed") }
    if case .responding = state { finishLog(fault: "client closed") }
    if case .receiving = state { finishLog(fault: "client closed") }
    state = .closed
    cancelUpstream()
    timer?.task.cancel()
    timer = nil
    early = []
    loop.unregister(self)
    context.fireChannelInactive()
  }

  /// Reading goes on while an answer is on its way, so that a client's leaving is noticed; but a client that already
  /// sends its next request has to wait.
  func read(context: ChannelHandlerContext) {
    if early.isEmpty {
      context.read()
    } else {
      hasPendingRead = true
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = Self.unwrapInboundIn(data)
    switch state {
    case .idle, .receiving, .refusing: receive(part)
    case .waiting, .responding: early.append(part)
    case .lingering, .closed: break
    }
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
    switch (error, state) {
    case (HTTPParserError.headerOverflow, .idle):
      refuseUnreadable(ErrorReply(.headersTooLarge, "the request's header fields are too many or too large"))
    case (is HTTPParserError, .idle), (is HTTPParserError, .receiving), (is HTTPParserError, .refusing):
      refuseUnreadable(ErrorReply(.invalidRequest, "this is not an HTTP/1.1 request"))
    default:
      close()
    }
  }

  // MARK: - Receiving

  private func receive(_ part: HTTPServerRequestPart) {
    switch part {
    case .head(let head): begin(head)
    case .body(let piece): receiveBody(piece)
    case .end: endOfRequest()
    }
  }

  private func begin(_ head: HTTPRequestHead) {
    let admission = Admission(head, core: core, isDraining: loop.isDraining)
    keepsAlive = head.isKeepAlive && head.version == .http1_1 && !loop.isDraining
    let request = InboundRequest(head: head, admission: admission, id: core.makeRequestID(), start: .now())
    self.request = request
    if let refusal = admission.refusal {
      refuse(refusal, expectsContinue: head.expectsContinue)
      return
    }
    state = .receiving
    if head.expectsContinue {
      let head = HTTPResponseHead(version: .http1_1, status: .continue)
      context?.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
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

  private func receiveBody(_ piece: ByteBuffer) {
    guard request != nil else { return }
    if case .refusing = state {
      request?.bodySize += piece.readableBytes
    } else {
      request?.append(piece)
    }
    guard let size = request?.bodySize, size > core.configuration.maximumBodySize else { return }
    keepsAlive = false
    answer(Admission.tooLarge(core.configuration.maximumBodySize))
  }

  private func endOfRequest() {
    if let size = request?.bodySize { request?.log.requestBytes = size }
    switch state {
    case .refusing(let reply): answer(reply)
    case .receiving: dispatch()
    default: break
    }
  }

  /// What is not HTTP gets one answer, and the end of the connection.
  private func refuseUnreadable(_ reply: ErrorReply) {
    keepsAlive = false
    if request == nil {
      let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "-")
      let admission = Admission(head, core: core, isDraining: false)
      request = InboundRequest(head: head, admission: admission, id: core.makeRequestID(), start: .now())
    }
    answer(reply)
  }

  // MARK: - The end of an answer

  /// After an answer's last byte: the next request, or the end.
  func completeAnswer() {
    context?.flush()
    finishLog(fault: "")
    request = nil
    pendingUpstreamRequest = nil
    guard keepsAlive, !loop.isDraining else {
      linger()
      return
    }
    state = .idle
    setDeadline(.now() + core.limits.idleTimeout)
    replayEarlyParts()
  }

  /// Answers what came early. A local answer ends within this loop, so the loop does not start anew inside itself: a
  /// client could fill the stack with pipelined requests otherwise.
  private func replayEarlyParts() {
    guard !isReplaying else { return }
    isReplaying = true
    defer { isReplaying = false }
    while !early.isEmpty {
      switch state {
      case .idle, .receiving, .refusing: receive(early.removeFirst())
      case .waiting, .responding: return
      case .lingering, .closed: early = []
      }
    }
    guard hasPendingRead else { return }
    hasPendingRead = false
    context?.read()
  }

  private func linger() {
    guard let context else { return }
    state = .lingering
    early = []
    setDeadline(.now() + core.limits.lingerTimeout)
    context.close(mode: .output, promise: nil)
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

extension HTTPRequestHead {
  fileprivate var expectsContinue: Bool {
    headers.first(name: "expect")?.lowercased() == "100-continue"
  }
}
