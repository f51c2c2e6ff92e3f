import Glibc
import NIOCore
import NIOSSL

/// One HTTP/1.1 connection to an upstream: carries one request at a time, and goes back to its pool after each.
final class UpstreamConnection: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = Never
  typealias OutboundOut = ByteBuffer

  private enum State {
    /// In the pool, or just connected.
    case idle
    case waitingForHead(informational: Int)
    case receiving(BodyReader, BodyForm, isReusable: Bool)
    case closed
  }

  /// More interim answers than this before the real one are no answer.
  private static let maximumInformational = 16

  let endpoint: UpstreamEndpoint
  /// Which of its pool's transports it was made by.
  var generation = 0
  private let way: UpstreamTransport.Way
  private unowned let pool: UpstreamPool
  private let limits: GatewayLimits
  private var context: ChannelHandlerContext?
  private var state = State.idle
  private var receiver: (any UpstreamResponseReceiver)?
  /// Whether it has been in the pool, where the upstream may have closed it at any moment.
  private var wasPooled = false
  private var lastError: (any Error)?
  private var inbound = ByteBuffer()
  private var heads = HeadReader()

  /// Back-pressure: while the client takes no more, nothing more is read from here.
  private var isPaused = false
  private var hasPendingRead = false

  /// When this connection came back to the pool.
  private(set) var idleSince = NIODeadline.now()

  init(endpoint: UpstreamEndpoint, way: UpstreamTransport.Way, pool: UpstreamPool, limits: GatewayLimits) {
    self.endpoint = endpoint
    self.way = way
    self.pool = pool
    self.limits = limits
  }

  // MARK: - For the receiver

  /// Whether a request can be sent.
  var isUsable: Bool {
    guard case .idle = state, let context else { return false }
    return context.channel.isActive
  }

  /// Sends one request: its head, and what of its body does not stand behind that, in pieces.
  func send(_ head: ByteBuffer, _ body: [ByteBuffer], receiver: any UpstreamResponseReceiver) {
    guard let context, case .idle = state else {
      receiver.upstreamDidFail(.closedBeforeHead, wasReused: wasPooled)
      return
    }
    self.receiver = receiver
    state = .waitingForHead(informational: 0)
    if case .forwarding(let form) = way {
      for piece in form.rewrite([head]) { context.write(NIOAny(piece), promise: nil) }
    } else {
      context.write(NIOAny(head), promise: nil)
    }
    for piece in body { context.write(NIOAny(piece), promise: nil) }
    context.flush()
  }

  /// Gives the request up. The connection ends with it, for there is no other way to tell an HTTP/1.1 upstream.
  func cancel() {
    receiver = nil
    state = .closed
    context?.close(promise: nil)
  }

  /// Stops or resumes reading.
  func setPaused(_ paused: Bool) {
    isPaused = paused
    guard !paused, hasPendingRead, let context else { return }
    hasPendingRead = false
    context.read()
  }

  /// Notes that it is in the pool from now on.
  func didReturnToPool() {
    wasPooled = true
    idleSince = .now()
  }

  /// Ends an unused connection.
  func close() {
    state = .closed
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
    var piece = Self.unwrapInboundIn(data)
    switch state {
    case .closed:
      return
    case .idle:
      // Nobody asked: what an upstream says between requests must not become the next one's answer.
      close()
      return
    case .waitingForHead, .receiving:
      break
    }
    if inbound.readableBytes == 0 { inbound = piece } else { inbound.writeBuffer(&piece) }
    do throws(HTTPFault) {
      try readAnswer()
    } catch {
      fail(.malformed(error))
      context.close(promise: nil)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    receiver?.upstreamDidCompleteRead()
    context.fireChannelReadComplete()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    lastError = lastError ?? error
    fail(hasAnswerBegun ? .transport(error) : failureWithoutAnswer)
    context.close(promise: nil)
  }

  /// Whether any byte of an answer has come.
  private var hasAnswerBegun: Bool {
    switch state {
    case .waitingForHead(let informational): informational > 0 || inbound.readableBytes > 0
    case .receiving: true
    case .idle, .closed: false
    }
  }

  /// Why there is no answer at all. A provider closes an idle connection in more than one way: with TLS often without
  /// the word that TLS has for it, and by a reset when the request is already under way.
  private var failureWithoutAnswer: UpstreamFailure {
    switch lastError {
    case nil: .closedBeforeHead
    case let error as IOError where [ECONNRESET, EPIPE].contains(error.errnoCode): .closedBeforeHead
    case NIOSSLError.uncleanShutdown?: .closedBeforeHead
    case let error?: .transport(error)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    switch state {
    case .waitingForHead:
      fail(hasAnswerBegun ? .truncated : failureWithoutAnswer)
    case .receiving(let reader, _, _):
      if reader.endsWithConnection { finish(isReusable: false) } else { fail(.truncated) }
    case .idle, .closed:
      break
    }
    state = .closed
    pool.forget(self)
    context.fireChannelInactive()
  }

  // MARK: - The answer

  private func readAnswer() throws(HTTPFault) {
    while case .waitingForHead(let informational) = state {
      guard let head = try heads.take(from: &inbound, limits: limits) else { return }
      let answer = try UpstreamHead(head)
      guard !answer.isInformational else {
        // 101 would change the protocol, which nobody asked for.
        guard answer.line.status != 101, informational < Self.maximumInformational else { throw .startLine }
        state = .waitingForHead(informational: informational + 1)
        continue
      }
      if answer.line.status == 407, case .forwarding(let form) = way {
        let kind = ProxyFault.Kind.refusal(head, hadCredentials: form.proxy.authorization != nil)
        fail(.connect(ProxyFault(proxy: form.proxy, kind: kind)))
        context?.close(promise: nil)
        return
      }
      let form = receiver?.upstreamDidReceive(head: answer) ?? .verbatim
      // The receiver may have given up meanwhile.
      guard case .waitingForHead = state else { return }
      state = .receiving(BodyReader(answer.framing), form, isReusable: answer.isReusable)
    }
    try readBody()
  }

  private func readBody() throws(HTTPFault) {
    guard case .receiving(var reader, let form, let isReusable) = state else { return }
    if inbound.readableBytes > 0, !reader.isComplete {
      var pieces: [Range<Int>] = []
      let result = inbound.withUnsafeReadableBytes { bytes -> Result<BodyReader.Progress, HTTPFault> in
        do throws(HTTPFault) {
          let progress = try reader.read(bytes) { piece in
            receiver?.upstreamDidSee(payload: UnsafeRawBufferPointer(rebasing: bytes[piece]))
            if form == .payload { pieces.append(piece) }
          }
          return .success(progress)
        } catch {
          return .failure(error)
        }
      }
      let consumed = try result.get().consumed
      state = .receiving(reader, form, isReusable: isReusable)
      let start = inbound.readerIndex
      let arrived = inbound
      inbound.moveReaderIndex(forwardBy: consumed)
      if form == .verbatim, let body = arrived.getSlice(at: start, length: consumed), consumed > 0 {
        receiver?.upstreamDidReceive(body: body)
      }
      for piece in pieces where !piece.isEmpty {
        guard let body = arrived.getSlice(at: start + piece.lowerBound, length: piece.count) else { continue }
        receiver?.upstreamDidReceive(body: body)
      }
    }
    guard case .receiving = state, reader.isComplete else { return }
    finish(isReusable: isReusable && inbound.readableBytes == 0)
  }

  private func finish(isReusable: Bool) {
    let receiver = self.receiver
    self.receiver = nil
    isPaused = false
    inbound = ByteBuffer()
    // A request still being sent while its answer is complete was refused early; such a connection is not reused.
    if isReusable, let context, context.channel.isActive, context.channel.isWritable {
      state = .idle
      pool.takeBack(self)
    } else {
      close()
    }
    receiver?.upstreamDidEnd()
    resumeReading()
  }

  /// What was held back for a slow client is wanted again: only a read tells that the upstream has closed.
  private func resumeReading() {
    guard hasPendingRead, let context else { return }
    hasPendingRead = false
    context.read()
  }

  private func fail(_ failure: UpstreamFailure) {
    let receiver = self.receiver
    self.receiver = nil
    state = .closed
    receiver?.upstreamDidFail(failure, wasReused: wasPooled)
  }
}
