import NIOCore
import NIOPosix
import Synchronization

/// A forward proxy on a free loopback port, for tests. Every name leads to the port that its script says.
public final class FakeProxy: Sendable {
  /// What is done with a request, whose head is in text.
  public enum Behaviour: Sendable {
    /// Answers `CONNECT` with success, and passes everything on to a port of this machine.
    case tunnel(to: Int)
    /// Passes the request on as it came, to a port of this machine, and everything after it.
    case forward(to: Int)
    /// Sends these bytes, and closes.
    case answer(String)
    /// Says nothing.
    case silence
  }

  /// The TCP port it listens on, on 127.0.0.1.
  public let port: Int

  private let server: any Channel
  private let log: Log

  private final class Log: Sendable {
    let heads = Mutex<[String]>([])
  }

  private init(server: any Channel, port: Int, log: Log) {
    self.server = server
    self.port = port
    self.log = log
  }

  /// Runs `body` with a proxy that is stopped afterwards.
  ///
  /// - Parameters:
  ///   - behaviour: what to do with a request, decided by its head.
  ///   - body: the test.
  /// - Throws: what `body` throws, or the error that kept the proxy from starting.
  public static func run(
    _ behaviour: @escaping @Sendable (String) -> Behaviour,
    _ body: (FakeProxy) async throws -> Void
  ) async throws {
    let log = Log()
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let handler = Front { head in
            log.heads.withLock { $0.append(head) }
            return behaviour(head)
          }
          try channel.pipeline.syncOperations.addHandler(handler)
        }
      }
      .bind(host: "127.0.0.1", port: 0)
      .get()
    guard let port = server.localAddress?.port else { throw ChannelError.unknownLocalAddress }
    do {
      try await body(FakeProxy(server: server, port: port, log: log))
    } catch {
      try? await server.close()
      throw error
    }
    try? await server.close()
  }

  /// The heads of the requests so far, in the order of their arrival.
  public var heads: [String] { log.heads.withLock { $0 } }

  /// The side of the client: reads a head, and then passes on what comes.
  private final class Front: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let behaviour: (String) -> Behaviour
    private var inbound = ByteBuffer()
    private var hasDecided = false
    private var target: (any Channel)?

    init(_ behaviour: @escaping (String) -> Behaviour) {
      self.behaviour = behaviour
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      var bytes = Self.unwrapInboundIn(data)
      if let target {
        target.writeAndFlush(bytes, promise: nil)
        return
      }
      inbound.writeBuffer(&bytes)
      let text = String(buffer: inbound)
      guard !hasDecided, let end = text.firstRange(of: "\r\n\r\n") else { return }
      hasDecided = true
      let head = String(text[..<end.upperBound])
      switch behaviour(head) {
      case .silence: break
      case .answer(let answer):
        context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
        context.close(promise: nil)
      case .forward(let port): connect(to: port, context, greeting: nil)
      case .tunnel(let port):
        inbound.moveReaderIndex(forwardBy: head.utf8.count)
        connect(to: port, context, greeting: "HTTP/1.1 200 Connection established\r\nContent-Length: 7\r\n\r\n")
      }
    }

    func channelInactive(context: ChannelHandlerContext) {
      target?.close(promise: nil)
      context.fireChannelInactive()
    }

    private func connect(to port: Int, _ context: ChannelHandlerContext, greeting: String?) {
      let client = context.channel
      let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      ClientBootstrap(group: context.eventLoop)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Back(client: client)) }
        }
        .connect(host: "127.0.0.1", port: port)
        .whenComplete { result in
          let (front, context) = bound.value
          guard case .success(let target) = result else { return context.close(promise: nil) }
          front.target = target
          if let greeting { context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: greeting)), promise: nil) }
          if front.inbound.readableBytes > 0 { target.writeAndFlush(front.inbound, promise: nil) }
        }
    }
  }

  /// The side of the target.
  private final class Back: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let client: any Channel

    init(client: any Channel) {
      self.client = client
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      client.writeAndFlush(Self.unwrapInboundIn(data), promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
      client.close(promise: nil)
      context.fireChannelInactive()
    }
  }
}
