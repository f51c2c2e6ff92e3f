import NIOCore

/// What belongs to one event loop: its upstream connections, and the client connections it serves.
final class LoopContext {
  /// What new requests begin with.
  private(set) var core: GatewayCore
  let eventLoop: any EventLoop
  let pool: UpstreamPool
  private var connections: [ObjectIdentifier: ClientConnection] = [:]
  private(set) var isDraining = false
  private var emptyPromise: EventLoopPromise<Void>?
  /// Decides between deployments that are equally good.
  var generator = SplitMix64()
  /// What requests leave for those after them, of whichever connection: an idle one holds none of it.
  var buffers = SpareBuffers()
  var requests = SpareObjects<InboundRequest>()
  var forwardings = SpareObjects<Forwarding>()

  init(core: GatewayCore, eventLoop: any EventLoop, pool: UpstreamPool) {
    self.core = core
    self.eventLoop = eventLoop
    self.pool = pool
  }

  /// From now on requests begin with another configuration. Those under way keep theirs.
  func use(_ core: GatewayCore, _ transport: UpstreamTransport) {
    self.core = core
    pool.transport = transport
  }

  func register(_ connection: ClientConnection) {
    connections[ObjectIdentifier(connection)] = connection
    core.metrics.connectionBegan()
  }

  func unregister(_ connection: ClientConnection) {
    connections[ObjectIdentifier(connection)] = nil
    core.metrics.connectionEnded()
    if isDraining, connections.isEmpty { emptyPromise?.succeed() }
  }

  /// Ends idle connections at once and the others with their present answer.
  ///
  /// - Returns: a future that succeeds when none is left.
  func drain() -> EventLoopFuture<Void> {
    isDraining = true
    pool.close()
    let promise = emptyPromise ?? eventLoop.makePromise(of: Void.self)
    emptyPromise = promise
    for connection in connections.values { connection.drain() }
    if connections.isEmpty { promise.succeed() }
    return promise.futureResult
  }

  /// Ends every connection, in the middle of an answer if need be.
  func closeAll() {
    for connection in connections.values { connection.close() }
  }
}
