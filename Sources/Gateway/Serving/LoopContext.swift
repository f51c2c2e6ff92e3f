import NIOCore
import WireFormats

/// What belongs to one event loop: its upstream connections, and the client connections it serves.
final class LoopContext {
  let core: GatewayCore
  let eventLoop: any EventLoop
  let pool: UpstreamPool
  private var connections: [ObjectIdentifier: ClientConnection] = [:]
  private(set) var isDraining = false
  private var emptyPromise: EventLoopPromise<Void>?
  private var shuffle = SplitMix64()

  init(core: GatewayCore, eventLoop: any EventLoop, pool: UpstreamPool) {
    self.core = core
    self.eventLoop = eventLoop
    self.pool = pool
  }

  func register(_ connection: ClientConnection) {
    connections[ObjectIdentifier(connection)] = connection
  }

  func unregister(_ connection: ClientConnection) {
    connections[ObjectIdentifier(connection)] = nil
    if isDraining, connections.isEmpty { emptyPromise?.succeed() }
  }

  /// One of the routes that take the format as it comes, each as likely as the other (`simple-shuffle`).
  func choose(from routes: [ModelRouter.Route], speaking format: WireFormat) -> ModelRouter.Route? {
    if routes.count == 1 { return routes[0].deployment.speaks(format) ? routes[0] : nil }
    return routes.filter { $0.deployment.speaks(format) }.randomElement(using: &shuffle)
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
