import NIOCore
import NIOPosix
import NIOSSL

/// The upstream connections of one event loop. Nothing in it is shared with another loop, so nothing is locked.
final class UpstreamPool {
  private let eventLoop: any EventLoop
  private let limits: GatewayLimits
  private let tlsContext: NIOSSLContext?
  private var idle: [UpstreamEndpoint: [UpstreamConnection]] = [:]
  private var sweep: RepeatedTask?
  private var isClosed = false

  /// A pool for `eventLoop`. Without a TLS context only `http://` upstreams can be reached.
  init(eventLoop: any EventLoop, limits: GatewayLimits, tlsContext: NIOSSLContext?) {
    self.eventLoop = eventLoop
    self.limits = limits
    self.tlsContext = tlsContext
  }

  /// An idle connection, the one used last first: it is the least likely to have been closed by the other side.
  func idleConnection(to endpoint: UpstreamEndpoint) -> UpstreamConnection? {
    while let connection = idle[endpoint]?.popLast() {
      if connection.isUsable { return connection }
    }
    return nil
  }

  /// Connects anew.
  func connect(
    to endpoint: UpstreamEndpoint,
    _ completion: @escaping (Result<UpstreamConnection, any Error>) -> Void
  ) {
    eventLoop.assertInEventLoop()
    let connection = UpstreamConnection(endpoint: endpoint, pool: self, limits: limits)
    let boundConnection = NIOLoopBound(connection, eventLoop: eventLoop)
    let boundCompletion = NIOLoopBound(completion, eventLoop: eventLoop)
    let tlsContext = tlsContext
    ClientBootstrap(group: eventLoop)
      .connectTimeout(limits.connectTimeout)
      .channelOption(.socketOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if endpoint.usesTLS {
            guard let tlsContext else { throw NoTLSContext() }
            let handler = try NIOSSLClientHandler(context: tlsContext, serverHostname: endpoint.tlsServerName)
            try pipeline.addHandler(handler)
          }
          try pipeline.addHandler(boundConnection.value)
        }
      }
      .connect(host: endpoint.host, port: endpoint.port)
      .whenComplete { result in
        boundCompletion.value(result.map { _ in boundConnection.value })
      }
  }

  /// Takes back a connection whose answer is complete.
  func takeBack(_ connection: UpstreamConnection) {
    guard !isClosed else {
      connection.close()
      return
    }
    connection.didReturnToPool()
    idle[connection.endpoint, default: []].append(connection)
    scheduleSweep()
  }

  /// Drops a connection that has ended.
  func forget(_ connection: UpstreamConnection) {
    idle[connection.endpoint]?.removeAll { $0 === connection }
  }

  /// Ends all idle connections, and from now on each that comes back.
  func close() {
    isClosed = true
    sweep?.cancel()
    let connections = idle.values.joined()
    idle = [:]
    for connection in connections { connection.close() }
  }

  private func scheduleSweep() {
    guard sweep == nil else { return }
    let boundSelf = NIOLoopBound(self, eventLoop: eventLoop)
    sweep = eventLoop.scheduleRepeatedTask(initialDelay: .seconds(10), delay: .seconds(10)) { _ in
      boundSelf.value.closeExpired()
    }
  }

  private func closeExpired() {
    let oldest = NIODeadline.now() - limits.upstreamIdleTimeout
    for connection in idle.values.joined() where connection.idleSince < oldest { connection.close() }
    idle = idle.filter { !$0.value.isEmpty }
    guard idle.isEmpty else { return }
    sweep?.cancel()
    sweep = nil
  }
}

/// The configuration had no `https://` upstream when the gateway started.
private struct NoTLSContext: Error, CustomStringConvertible {
  var description: String { "TLS is not set up" }
}

extension UpstreamEndpoint {
  /// The name to ask for and to check in the certificate; none for an address, which SNI does not carry.
  var tlsServerName: String? {
    (try? SocketAddress(ipAddress: host, port: port)) == nil ? host : nil
  }
}
