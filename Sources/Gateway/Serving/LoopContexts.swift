import NIOCore
import NIOPosix

/// One ``LoopContext`` for each event loop of a group.
struct LoopContexts: Sendable {
  private let contexts: [ObjectIdentifier: NIOLoopBound<LoopContext>]
  private let group: MultiThreadedEventLoopGroup

  init(group: MultiThreadedEventLoopGroup, core: GatewayCore, transport: UpstreamTransport) async throws {
    var contexts: [ObjectIdentifier: NIOLoopBound<LoopContext>] = [:]
    for eventLoop in group.makeIterator() {
      contexts[ObjectIdentifier(eventLoop)] = try await eventLoop.submit {
        let pool = UpstreamPool(eventLoop: eventLoop, limits: core.limits, transport: transport)
        return NIOLoopBound(LoopContext(core: core, eventLoop: eventLoop, pool: pool), eventLoop: eventLoop)
      }.get()
    }
    self.contexts = contexts
    self.group = group
  }

  /// The context of a loop of the group, asked for on that loop.
  func context(of eventLoop: any EventLoop) -> LoopContext {
    guard let context = contexts[ObjectIdentifier(eventLoop)] else {
      preconditionFailure("the server's channels live on the group's own event loops")
    }
    return context.value
  }

  /// Has requests begin with another configuration.
  func use(_ core: GatewayCore, _ transport: UpstreamTransport) async throws {
    for context in contexts.values {
      try await context.eventLoop.submit { context.value.use(core, transport) }.get()
    }
  }

  /// Lets all connections end, and cuts those that have not after `timeout`.
  ///
  /// - Returns: whether none had to be cut.
  func drain(within timeout: TimeAmount) async -> Bool {
    let drained = contexts.values.map { context in
      context.eventLoop.flatSubmit { context.value.drain() }
    }
    let isTimeUp = group.next().makePromise(of: Bool.self)
    let timer = isTimeUp.futureResult.eventLoop.scheduleTask(in: timeout) { isTimeUp.succeed(true) }
    EventLoopFuture.andAllComplete(drained, on: isTimeUp.futureResult.eventLoop).whenComplete { _ in
      timer.cancel()
      isTimeUp.succeed(false)
    }
    let mustCut = (try? await isTimeUp.futureResult.get()) ?? false
    guard mustCut else { return true }
    closeAll()
    return false
  }

  /// Ends every connection, in the middle of an answer if need be.
  func closeAll() {
    for context in contexts.values { context.eventLoop.execute { context.value.closeAll() } }
  }
}
