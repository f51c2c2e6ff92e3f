internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// One request and its answer, over a connection of their own.
enum SingleExchange {
  /// Sends a request, and waits for the whole answer.
  ///
  /// - Parameters:
  ///   - head: the request's head, which closes the connection.
  ///   - body: its body.
  ///   - patience: how long to wait for the connection, five seconds at most, and how long for all the rest.
  ///   - host: whose certificate has to be shown; `nil` if TLS is not spoken.
  ///   - connect: makes the connection.
  /// - Returns: the answer.
  /// - Throws: `GatewayClient.Fault` for what came too late or was broken, and else why there is no connection.
  static func run(
    _ head: HTTPRequestHead,
    body: [UInt8] = [],
    patience: TimeAmount,
    encryptedFor host: String? = nil,
    connect: (ClientBootstrap) -> EventLoopFuture<any Channel>
  ) async throws -> GatewayClient.Answer {
    let group = MultiThreadedEventLoopGroup.singleton
    let answer = group.next().makePromise(of: GatewayClient.Answer.self)
    let bootstrap = ClientBootstrap(group: group)
      .connectTimeout(min(patience, .seconds(5)))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let host { try channel.pipeline.syncOperations.addHandler(encryption(host)) }
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(AnswerCollector(answer))
        }
      }
    do {
      let channel = try await connect(bootstrap).get()
      let timer = channel.eventLoop.scheduleTask(in: patience) {
        answer.fail(GatewayClient.Fault.timeout)
        channel.close(promise: nil)
      }
      defer {
        timer.cancel()
        channel.close(promise: nil)
      }
      channel.write(HTTPClientRequestPart.head(head), promise: nil)
      if !body.isEmpty { channel.write(HTTPClientRequestPart.body(.byteBuffer(ByteBuffer(bytes: body))), promise: nil) }
      channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
      return try await answer.futureResult.get()
    } catch {
      // If nothing was sent, the promise has nobody left who would keep it.
      answer.fail(error)
      throw error
    }
  }

  private static func encryption(_ host: String) throws -> NIOSSLClientHandler {
    let context = try NIOSSLContext(configuration: .makeClientConfiguration())
    // An address is no name to show to a server.
    let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
    return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
  }
}
