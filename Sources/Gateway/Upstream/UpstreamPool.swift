import NIOCore
import NIOPosix

/// The upstream connections of one event loop. Nothing in it is shared with another loop, so nothing is locked.
final class UpstreamPool {
  private let eventLoop: any EventLoop
  private let limits: GatewayLimits
  /// How a new connection is made. It may be replaced at any time: what goes on ends as it began, and no other request
  /// follows on a connection that was made before.
  var transport: UpstreamTransport {
    didSet {
      generation += 1
      closeIdle()
    }
  }
  private var generation = 0
  private var idle: [UpstreamEndpoint: IdleConnections] = [:]
  /// The upstream asked last is often the one asked next.
  private var recent: IdleConnections?
  private var sweep: RepeatedTask?
  private var isClosed = false

  /// A pool for `eventLoop`.
  init(eventLoop: any EventLoop, limits: GatewayLimits, transport: UpstreamTransport) {
    self.eventLoop = eventLoop
    self.limits = limits
    self.transport = transport
  }

  /// An idle connection, the one used last first: it is the least likely to have been closed by the other side.
  func idleConnection(to endpoint: UpstreamEndpoint) -> UpstreamConnection? {
    let idle = idleConnections(to: endpoint)
    while let connection = idle.connections.popLast() {
      if connection.isUsable { return connection }
    }
    return nil
  }

  private func idleConnections(to endpoint: UpstreamEndpoint) -> IdleConnections {
    if let recent, recent.endpoint == endpoint { return recent }
    let found = idle[endpoint] ?? IdleConnections(to: endpoint)
    idle[endpoint] = found
    recent = found
    return found
  }

  /// Connects anew. The connection is complete with proxy and TLS before anybody gets it.
  func connect(
    to endpoint: UpstreamEndpoint,
    _ completion: @escaping (Result<UpstreamConnection, any Error>) -> Void
  ) {
    eventLoop.assertInEventLoop()
    let transport = transport
    let way = transport.way(to: endpoint)
    let limits = limits
    let generation = generation
    let boundSelf = NIOLoopBound(self, eventLoop: eventLoop)
    let boundCompletion = NIOLoopBound(completion, eventLoop: eventLoop)
    ClientBootstrap(group: eventLoop)
      .resolver(transport.resolver?(eventLoop))
      .connectTimeout(limits.connectTimeout)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelInitializer { channel in
        // A name with several addresses has a channel for each that is tried: none may share its handler with another.
        channel.eventLoop.makeCompletedFuture {
          let pool = boundSelf.value
          let connection = UpstreamConnection(endpoint: endpoint, way: way, pool: pool, limits: limits)
          connection.generation = generation
          try channel.pipeline.syncOperations.addHandler(connection)
        }
      }
      .connect(host: way.proxy?.host ?? endpoint.host, port: way.proxy?.port ?? endpoint.port)
      .whenComplete { result in
        switch result {
        case .success(let channel):
          boundSelf.value.setUp(channel, to: endpoint, way, transport, boundCompletion.value)
        case .failure(let error):
          let fault = way.proxy.map { ProxyFault(proxy: $0, kind: .unreachable(NetworkReason.words(for: error))) }
          boundCompletion.value(.failure(fault ?? error))
        }
      }
  }

  /// Takes the steps between a connection and its use.
  private func setUp(
    _ channel: any Channel,
    to endpoint: UpstreamEndpoint,
    _ way: UpstreamTransport.Way,
    _ transport: UpstreamTransport,
    _ completion: @escaping (Result<UpstreamConnection, any Error>) -> Void
  ) {
    let pipeline = channel.pipeline.syncOperations
    do {
      let connection = try pipeline.handler(type: UpstreamConnection.self)
      let tunnel: TunnelHandshake? =
        if case .tunnel(let proxy) = way {
          TunnelHandshake(target: endpoint.authority, authorization: proxy.authorization, limits: limits)
        } else {
          nil
        }
      let tls = try transport.tls(for: endpoint)
      guard tunnel != nil || tls != nil else {
        completion(.success(connection))
        return
      }
      let setup = ConnectionSetup(proxy: way.proxy, tunnel: tunnel, tls: tls, timeout: limits.connectTimeout) {
        result in
        completion(result.map { connection })
      }
      try pipeline.addHandler(setup, position: .before(connection))
    } catch {
      channel.close(promise: nil)
      completion(.failure(error))
    }
  }

  /// Takes back a connection whose answer is complete.
  func takeBack(_ connection: UpstreamConnection) {
    guard !isClosed, connection.generation == generation else {
      connection.close()
      return
    }
    connection.didReturnToPool()
    idleConnections(to: connection.endpoint).connections.append(connection)
    scheduleSweep()
  }

  /// Drops a connection that has ended.
  func forget(_ connection: UpstreamConnection) {
    idle[connection.endpoint]?.connections.removeAll { $0 === connection }
  }

  /// Ends all idle connections, and from now on each that comes back.
  func close() {
    isClosed = true
    sweep?.cancel()
    closeIdle()
  }

  private func closeIdle() {
    let lists = idle.values
    idle = [:]
    recent = nil
    for list in lists {
      for connection in list.connections { connection.close() }
    }
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
    for list in idle.values {
      for connection in list.connections where connection.idleSince < oldest { connection.close() }
    }
    idle = idle.filter { !$0.value.connections.isEmpty }
    recent = nil
    guard idle.isEmpty else { return }
    sweep?.cancel()
    sweep = nil
  }
}
