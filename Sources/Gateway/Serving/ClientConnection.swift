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
    /// An upstream has the request, or it waits for another try. The client has seen nothing of an answer.
    case waiting
    /// The answer has begun.
    case responding(AnswerFraming)
    /// The answer is complete, but the client has not taken all of it yet.
    case finishing
    /// The last answer has been taken; what still arrives is thrown away until the client has gone.
    case lingering
    case closed
  }

  let loop: LoopContext
  /// The configuration with which the present request began, or the last one.
  private(set) var core: GatewayCore
  var context: ChannelHandlerContext?
  var state = State.idle
  var request: InboundRequest?
  var upstream: UpstreamConnection?
  var forwarding: Forwarding? {
    didSet {
      guard let oldValue, oldValue !== forwarding else { return }
      noteUsage(of: oldValue)
      oldValue.close()
      loop.forwardings.keep(oldValue)
    }
  }
  /// How long the upstream may be silent within the present answer, in seconds.
  var silenceTimeout = 0.0
  /// What is to be written with the next flush, small pieces together. No piece of what a provider sent itself: that
  /// memory is the event loop's.
  var outbound = ByteBuffer()

  private var isAllowed = false
  /// Whether another request may follow on this connection.
  var keepsAlive = true
  /// What has arrived and is not understood yet; while an answer is on its way, the requests after it (pipelining).
  var inbound = ByteBuffer()
  private var heads = HeadReader()
  private var isProcessing = false
  var hasPendingRead = false
  /// What the client had not taken at the last look.
  var watchedBytes = Int.max
  var deadline = NIODeadline.distantFuture
  var timer: (task: Scheduled<Void>, deadline: NIODeadline)?

  init(loop: LoopContext) {
    self.loop = loop
    core = loop.core
  }

  // MARK: - Channel events

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
  }

  func channelActive(context: ChannelHandlerContext) {
    loop.register(self)
    isAllowed = core.isAllowed(context.channel.remoteAddress)
    setDeadline(.now() + core.limits.headTimeout)
    context.fireChannelActive()
    if loop.isDraining { close() }
  }

  func channelInactive(context: ChannelHandlerContext) {
    cancelUpstream()
    switch state {
    case .receiving, .refusing, .waiting, .responding, .finishing: finishLog(fault: "client closed")
    case .idle, .lingering, .closed: break
    }
    state = .closed
    request = nil
    timer?.task.cancel()
    timer = nil
    inbound = ByteBuffer()
    loop.unregister(self)
    context.fireChannelInactive()
  }

  /// Reading goes on while an answer is on its way, so that a client's leaving is noticed; but a client that already
  /// sends its next request has to wait.
  func read(context: ChannelHandlerContext) {
    if isHeldBack {
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
    if case .responding = state {
      // From now on it is the client that has to do something, or again the provider.
      if context.channel.isWritable {
        setDeadline(.now() + .ofSeconds(silenceTimeout))
      } else {
        // What the provider has already sent is still to come: it must not look as if the client had taken nothing.
        watchedBytes = Int.max
        setDeadline(.now() + core.limits.idleTimeout)
      }
    }
    if context.channel.isWritable { process() }
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    close()
  }

  private var isBusy: Bool {
    switch state {
    case .waiting, .responding, .finishing: true
    case .idle, .receiving, .refusing, .lingering, .closed: false
    }
  }

  /// Whether what has arrived has to wait: for the present answer, or for the client to take the ones before.
  private var isHeldBack: Bool {
    guard let context, inbound.readableBytes > 0 else { return false }
    if case .idle = state { return !context.channel.isWritable }
    return isBusy
  }

  // MARK: - Receiving

  /// Understands what has arrived, as far as it goes.
  ///
  /// A local answer ends within this loop, so the loop does not start anew inside itself: a client could fill the stack
  /// with pipelined requests otherwise.
  func process() {
    guard !isProcessing else { return }
    isProcessing = true
    defer { isProcessing = false }
    do throws(HTTPFault) {
      while try step() {}
    } catch {
      refuseUnreadable(error)
    }
    releaseInbound()
    guard hasPendingRead, !isHeldBack else { return }
    hasPendingRead = false
    context?.read()
  }

  /// Gives back the memory of what is understood.
  private func releaseInbound() {
    if inbound.readableBytes == 0 {
      inbound = ByteBuffer()
    } else if inbound.readerIndex > 64 << 10 {
      inbound.discardReadBytes()
    }
  }

  /// - Returns: whether there may be more to do.
  private func step() throws(HTTPFault) -> Bool {
    switch state {
    case .idle:
      // A client that takes no answers gets no new ones made.
      guard inbound.readableBytes > 0, context?.channel.isWritable == true,
        let head = try heads.take(from: &inbound, limits: core.limits)
      else { return false }
      try begin(head)
      return true
    case .receiving:
      return try readBody(isKept: true)
    case .refusing:
      return try readBody(isKept: false)
    case .waiting, .responding, .finishing:
      return false
    case .lingering, .closed:
      inbound = ByteBuffer()
      return false
    }
  }

  private func begin(_ head: MessageHead) throws(HTTPFault) {
    if core !== loop.core {
      core = loop.core
      isAllowed = core.isAllowed(context?.channel.remoteAddress)
    }
    let client = Admission.Client(isAllowed: isAllowed, isDraining: loop.isDraining)
    let request = loop.requests.take() ?? InboundRequest()
    try request.begin(head, core: core, client: client)
    keepsAlive = !request.isHTTP10 && !request.options.close && !loop.isDraining
    self.request = request
    let expectsContinue = request.admission?.expectsContinue == true
    if let refusal = request.admission?.refusal {
      refuse(refusal, expectsContinue: expectsContinue)
      return
    }
    state = .receiving
    if expectsContinue {
      context?.writeAndFlush(NIOAny(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
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
    if request == nil { request = InboundRequest(unreadable: core.makeRequestID()) }
    answer(reply)
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
    forwarding = nil
  }
}
