import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A scripted model provider on a free loopback port, for tests.
///
/// It speaks OpenAI Chat Completions, OpenAI Responses and Anthropic Messages, plain and streamed, and misbehaves on
/// request: errors, delays, cut connections, oversized bodies. Everything it receives is recorded byte for byte.
public final class FakeUpstream: Sendable {
  /// The TCP port it listens on, on 127.0.0.1.
  public let port: Int

  /// The address without a path, such as `http://127.0.0.1:40123`.
  public let origin: String

  private let server: any Channel
  private let log: Log

  private init(server: any Channel, port: Int, scheme: String, log: Log) {
    self.server = server
    self.port = port
    self.origin = "\(scheme)://127.0.0.1:\(port)"
    self.log = log
  }

  /// Starts a provider that answers as `script` says.
  ///
  /// - Parameters:
  ///   - script: what to answer.
  ///   - tls: serve HTTPS in this way instead of plain HTTP.
  ///   - host: the address to listen on; another than loopback for containers alone.
  ///   - port: the port to listen on, such as that of a provider stopped before; 0 for any that is free.
  /// - Returns: the running provider; call ``stop()`` when done, or use ``run(_:tls:_:)``.
  /// - Throws: when no socket can be bound or the certificate cannot be loaded.
  public static func start(
    _ script: Script,
    tls: ServerTLS? = nil,
    host: String = "127.0.0.1",
    port: Int = 0
  ) async throws -> FakeUpstream {
    let log = Log()
    let sslContext = try tls?.context()
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let connection = log.opened(channel)
          if let sslContext {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: sslContext))
          }
          try channel.pipeline.syncOperations.addHandlers([
            ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)),
            Handler(script: script, log: log, connection: connection),
          ])
        }
      }
      .bind(host: host, port: port)
      .get()
    guard let port = server.localAddress?.port else { throw ChannelError.unknownLocalAddress }
    return FakeUpstream(server: server, port: port, scheme: tls == nil ? "http" : "https", log: log)
  }

  /// Runs `body` with a provider that is stopped afterwards, also when `body` throws.
  ///
  /// - Parameters:
  ///   - script: what to answer.
  ///   - tls: serve HTTPS in this way instead of plain HTTP.
  ///   - body: the test.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws, or the error that kept the provider from starting.
  public static func run<Result>(
    _ script: Script,
    tls: ServerTLS? = nil,
    _ body: (FakeUpstream) async throws -> Result
  ) async throws -> Result {
    let upstream = try await start(script, tls: tls)
    do {
      let result = try await body(upstream)
      await upstream.stop()
      return result
    } catch {
      await upstream.stop()
      throw error
    }
  }

  /// Closes the listening socket and every open connection.
  public func stop() async {
    try? await server.close()
    for channel in log.openChannels { try? await channel.close() }
  }

  /// Every complete request received so far, in order of arrival.
  public var requests: [Request] { log.state.withLock { $0.requests } }

  /// The requests that asked a model to generate something: no model lists, token counts or probes.
  public var modelRequests: [Request] { requests.filter { $0.format != nil } }

  /// The ordinals (index into ``requests``) of requests whose client closed before the reply was complete.
  public var abandoned: [Int] { log.state.withLock { $0.abandoned } }

  /// How many bytes of reply bodies were handed to the sockets so far; stands still while clients do not read.
  public var bodyBytesSent: Int { log.state.withLock { $0.bodyBytesSent } }

  /// How many connections were ever accepted.
  public var connectionCount: Int { log.state.withLock { $0.connectionCount } }

  /// How many of them are open now.
  public var openConnectionCount: Int { log.openChannels.count }

  /// The certificate of ``ServerTLS/selfSigned``, for `localhost` and 127.0.0.1, to be trusted by the client.
  public static var certificatePEM: String { TestCertificate.certificate }

  /// Waits until `condition` holds for this provider.
  ///
  /// - Parameters:
  ///   - timeout: how long to wait at most.
  ///   - condition: looked at every few milliseconds.
  /// - Throws: ``TimedOut`` when it does not come true in time.
  public func wait(timeout: Duration = .seconds(10), until condition: (FakeUpstream) -> Bool) async throws {
    let deadline = ContinuousClock.now + timeout
    while !condition(self) {
      guard ContinuousClock.now < deadline else { throw TimedOut(timeout: timeout) }
      try await Task.sleep(for: .milliseconds(3))
    }
  }

  /// A condition that did not come true in time.
  public struct TimedOut: Error, CustomStringConvertible {
    /// How long was waited.
    public let timeout: Duration

    /// The error in words.
    public var description: String { "the fake upstream did not see what was expected within \(timeout)" }
  }
}
