public import Diagnostics
import Glibc
import NIOCore
import NIOPosix
import NIOSSL
public import RequestLog
import Synchronization

/// The embedded engine: an HTTP server on one side, the providers on the other, and SwiftNIO alone in between.
///
/// A client's connection and the upstream connections that serve it live on the same event loop, so that a request
/// crosses no thread and takes no lock.
public final class Gateway: Sendable {
  /// How and where to serve.
  public struct Options: Sendable {
    /// The address to listen on.
    public var host: String
    /// The port to listen on; 0 for any that is free.
    public var port: Int
    /// How many event loops serve.
    public var threads: Int
    /// The bounds on what a client may cost.
    public var limits = GatewayLimits()
    /// What to show to clients, which then come by TLS; `nil` for plain HTTP.
    public var certificate: ServerCertificate?
    /// How the providers are reached.
    public var outbound = OutboundSettings()
    /// Who may ask besides this machine itself, and besides those that the configuration names; `nil` for everybody.
    public var allowedAddresses: [AddressRange]?
    /// Where a line for each request goes.
    public var log: LogWriter?
    /// Where a row for each request goes.
    public var requestLog: RequestLog?

    /// Serves at `host` and `port` on `threads` event loops.
    public init(host: String, port: Int, threads: Int = 1) {
      self.host = host
      self.port = port
      self.threads = threads
    }
  }

  /// The address in use, as a client would write it.
  public let baseURL: String

  private let group: MultiThreadedEventLoopGroup
  private let listener: any Channel
  private let loops: LoopContexts
  private let core: Mutex<GatewayCore>
  private let drainTimeout: TimeAmount
  private let hasStopped = Atomic(false)
  private let hasEnded = Atomic(false)
  private let wasCut = Atomic(false)

  private init(
    baseURL: String,
    group: MultiThreadedEventLoopGroup,
    listener: any Channel,
    loops: LoopContexts,
    core: GatewayCore
  ) {
    self.baseURL = baseURL
    self.group = group
    self.listener = listener
    self.loops = loops
    self.core = Mutex(core)
    drainTimeout = core.limits.drainTimeout
  }

  /// Starts to serve.
  ///
  /// - Parameters:
  ///   - configuration: what to serve.
  ///   - options: how and where.
  /// - Returns: the gateway, which already answers.
  /// - Throws: a ``Failure`` if the port is taken (and by whom), or if the certificates cannot be read.
  public static func start(
    _ configuration: GatewayConfiguration,
    _ options: Options
  ) async throws(Failure) -> Gateway {
    let transport = try UpstreamTransport(options.outbound, for: configuration)
    let core = GatewayCore(
      configuration: configuration,
      allowedAddresses: options.allowedAddresses,
      limits: options.limits,
      log: options.log,
      requestLog: options.requestLog,
      startSeconds: time(nil)
    )
    let group = MultiThreadedEventLoopGroup(numberOfThreads: options.threads)
    do {
      let loops = try await LoopContexts(group: group, core: core, transport: transport)
      let listener = try await listen(options, group: group, loops: loops)
      return Gateway(
        baseURL: baseURL(options, listener.localAddress?.port ?? options.port),
        group: group,
        listener: listener,
        loops: loops,
        core: core
      )
    } catch {
      try? await group.shutdownGracefully()
      throw bindFailure(error, options)
    }
  }

  /// Finds out whether a gateway could listen there, without starting one.
  ///
  /// - Parameter options: where.
  /// - Throws: a ``Failure`` as ``start(_:_:)`` does.
  public static func checkAddress(_ options: Options) async throws(Failure) {
    do {
      let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .bind(host: options.host, port: options.port)
        .get()
      try await listener.close()
    } catch {
      throw bindFailure(error, options)
    }
  }

  /// Serves by another configuration from now on. Requests under way end by the one with which they began; what is known
  /// of deployments and client keys that are still there stays known.
  ///
  /// - Parameters:
  ///   - configuration: what to serve.
  ///   - options: how: ``Options/outbound`` and ``Options/allowedAddresses`` are taken over, the others stay as they were
  ///     at the start.
  /// - Throws: a ``Failure`` if it cannot be served; then nothing has changed.
  public func reload(_ configuration: GatewayConfiguration, _ options: Options) async throws(Failure) {
    let transport = try UpstreamTransport(options.outbound, for: configuration)
    let next = core.withLock { core in
      core = core.successor(configuration, allowedAddresses: options.allowedAddresses)
      return core
    }
    do {
      try await loops.use(next, transport)
    } catch {
      throw Failure(.unavailable, id: "proxy.stopping", "the gateway is stopping")
    }
  }

  /// Stops listening, lets the running requests end within ``GatewayLimits/drainTimeout``, and cuts the rest.
  ///
  /// Only the first call does so.
  ///
  /// - Returns: whether every request came to its own end.
  @discardableResult
  public func stop() async -> Bool {
    guard !hasStopped.exchange(true, ordering: .relaxed) else { return true }
    try? await listener.close()
    let isComplete = await loops.drain(within: drainTimeout)
    hasEnded.store(true, ordering: .releasing)
    try? await group.shutdownGracefully()
    return isComplete && !wasCut.load(ordering: .relaxed)
  }

  /// Cuts all connections, so that a ``stop()`` under way ends at once.
  public func cut() {
    wasCut.store(true, ordering: .relaxed)
    guard !hasEnded.load(ordering: .acquiring) else { return }
    loops.closeAll()
  }

  // MARK: - Listening

  private static func listen(
    _ options: Options,
    group: MultiThreadedEventLoopGroup,
    loops: LoopContexts
  ) async throws -> any Channel {
    var configuration = options.certificate?.configuration
    // A client that does not say goodbye is not waited for any longer than one that does not read.
    configuration?.shutdownTimeout = options.limits.lingerTimeout
    let tlsContext = try configuration.map { try NIOSSLContext(configuration: $0) }
    return try await ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let loop = loops.context(of: channel.eventLoop)
          let pipeline = channel.pipeline.syncOperations
          if let tlsContext {
            try pipeline.addHandlers([PlainHTTPRefusal(), NIOSSLServerHandler(context: tlsContext)])
          }
          try pipeline.addHandler(ClientConnection(loop: loop))
        }
      }
      .bind(host: options.host, port: options.port)
      .get()
  }

  private static func baseURL(_ options: Options, _ port: Int) -> String {
    let host =
      switch options.host {
      case "0.0.0.0": "127.0.0.1"
      case "::": "[::1]"
      default: options.host.contains(":") ? "[\(options.host)]" : options.host
      }
    return "\(options.certificate == nil ? "http" : "https")://\(host):\(port)"
  }

  private static func bindFailure(_ error: any Error, _ options: Options) -> Failure {
    switch error {
    case let error as IOError where error.errnoCode == EADDRINUSE:
      let owner = PortOwner.find(port: options.port).map { " by \($0)" } ?? ""
      return Failure(
        .unavailable,
        id: "proxy.port-in-use",
        "port \(options.port) is in use\(owner)",
        hint: "stop that program, or set AGENTPROXY_PORT in .env and run `agentproxy-setup init` again"
      )
    case let error as IOError where error.errnoCode == EACCES:
      return Failure(
        .unavailable,
        id: "proxy.port-refused",
        "this user may not listen on port \(options.port)",
        hint: "use a port above 1023"
      )
    default:
      return Failure(
        .unavailable,
        id: "proxy.address",
        "cannot listen on \(options.host):\(options.port): \(error)",
        hint: "AGENTPROXY_BIND must be an address of this machine, such as 127.0.0.1"
      )
    }
  }
}
