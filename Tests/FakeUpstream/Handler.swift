import NIOCore
import NIOHTTP1

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FakeUpstream {
  /// One connection: collects requests, and plays the replies one after the other, byte for byte as scripted.
  ///
  /// It writes the wire format itself rather than through an encoder, as half of its replies are not to be well-formed.
  final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let script: Script
    private let log: Log
    private let connection: Int

    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var waiting: [Performance] = []
    private var current: Performance?
    private var isPaused = false

    init(script: Script, log: Log, connection: Int) {
      self.script = script
      self.log = log
      self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head):
        self.head = head
        body = []
        if head.headers.contains(name: "expect") {
          context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
        }
      case .body(let part):
        body += part.readableBytesView
      case .end:
        guard let head else { return }
        waiting.append(record(head))
        next(context)
      }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
      if context.channel.isWritable { perform(context) }
      context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
      for performance in [current].compactMap({ $0 }) + waiting { log.abandoned(performance.ordinal) }
      current = nil
      waiting = []
      context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }

    private func record(_ head: HTTPRequestHead) -> Performance {
      let target = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
      let request = Request(
        method: head.method.rawValue,
        path: String(target.first ?? ""),
        query: target.count > 1 ? String(target[1]) : nil,
        headers: head.headers.map { (name: $0.name, value: $0.value) },
        body: body,
        connection: connection
      )
      let ordinal = log.received(request)
      let reply = script.reply(to: request, modelOrdinal: ordinal.model)
      return Performance(reply, ordinal: ordinal.all, isHead: head.method == .HEAD, keepAlive: head.isKeepAlive)
    }

    private func next(_ context: ChannelHandlerContext) {
      guard current == nil, !waiting.isEmpty else { return }
      let performance = waiting.removeFirst()
      current = performance
      pause(performance.reply.delayBeforeHead, context)
    }

    private func pause(_ duration: Duration, _ context: ChannelHandlerContext) {
      guard duration > .zero else { return perform(context) }
      isPaused = true
      context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(duration)) {
        self.isPaused = false
        self.perform(context)
      }
    }

    /// Closes with a lingering time of zero, which the kernel turns into a RST.
    private func reset(_ context: ChannelHandlerContext) {
      guard let socket = context.channel as? any SocketOptionProvider else { return context.close(promise: nil) }
      socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).assumeIsolated()
        .whenComplete { _ in context.close(promise: nil) }
    }

    /// Does what is due until the reply ends, a pause comes, or the client no longer reads.
    private func perform(_ context: ChannelHandlerContext) {
      while !isPaused, context.channel.isWritable, let action = current?.next() {
        switch action {
        case .send(let buffer, let bodyBytes):
          log.sent(bodyBytes: bodyBytes)
          context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        case .pause(let duration):
          return pause(duration, context)
        case .reset:
          current = nil
          reset(context)
        case .finish(let closing):
          current = nil
          if closing {
            context.close(promise: nil)
          } else {
            next(context)
          }
        }
      }
    }
  }
}
