public import NIOCore
import NIOPosix
public import Secrets

/// A connection to a provider, made as the engine makes its own: through the proxies that are set, and with the
/// authorities that are trusted. Whoever wants to know whether a provider can be reached asks in the same way.
public struct ProviderConnection: Sendable {
  /// The connection, past proxy and TLS.
  public let channel: any Channel
  /// What stands before the path in a request's first line: a proxy that passes requests on wants the whole URL.
  public let targetPrefix: String
  /// The value of `Proxy-Authorization`, if such a proxy wants one.
  public let proxyAuthorization: Secret?

  /// Connects.
  ///
  /// - Parameters:
  ///   - endpoint: the provider.
  ///   - settings: how it is reached.
  ///   - timeout: how long each of connecting and TLS may take.
  /// - Returns: the connection.
  /// - Throws: ``ConnectionFault``, or a `Failure` if certificates to trust cannot be read.
  public static func open(
    to endpoint: UpstreamEndpoint,
    _ settings: OutboundSettings,
    timeout: TimeAmount
  ) async throws -> ProviderConnection {
    let transport = try UpstreamTransport(settings, to: [endpoint])
    let way = transport.way(to: endpoint)
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    do {
      let channel = try await ClientBootstrap(group: loop)
        .resolver(transport.resolver?(loop))
        .connectTimeout(timeout)
        .connect(host: way.proxy?.host ?? endpoint.host, port: way.proxy?.port ?? endpoint.port)
        .get()
      try await setUp(channel, to: endpoint, way, transport, timeout)
      if case .forwarding(let form) = way {
        return ProviderConnection(
          channel: channel,
          targetPrefix: "http://\(endpoint.hostHeader)",
          proxyAuthorization: form.proxy.authorization
        )
      }
      return ProviderConnection(channel: channel, targetPrefix: "", proxyAuthorization: nil)
    } catch {
      throw fault(error, way)
    }
  }

  private static func setUp(
    _ channel: any Channel,
    to endpoint: UpstreamEndpoint,
    _ way: UpstreamTransport.Way,
    _ transport: UpstreamTransport,
    _ timeout: TimeAmount
  ) async throws {
    let done = channel.eventLoop.makePromise(of: Void.self)
    channel.eventLoop.execute {
      do {
        let tunnel: TunnelHandshake? =
          if case .tunnel(let proxy) = way {
            TunnelHandshake(target: endpoint.authority, authorization: proxy.authorization, limits: GatewayLimits())
          } else {
            nil
          }
        let tls = try transport.tls(for: endpoint)
        guard tunnel != nil || tls != nil else { return done.succeed(()) }
        let setup = ConnectionSetup(proxy: way.proxy, tunnel: tunnel, tls: tls, timeout: timeout) { result in
          done.completeWith(result)
        }
        try channel.pipeline.syncOperations.addHandler(setup)
      } catch {
        channel.close(promise: nil)
        done.fail(error)
      }
    }
    try await done.futureResult.get()
  }

  private static func fault(_ error: any Error, _ way: UpstreamTransport.Way) -> ConnectionFault {
    switch error {
    case let fault as ProxyFault: return ConnectionFault(step: .proxy, words: "\(fault)")
    case let fault as TLSFault: return ConnectionFault(step: .encryption, words: "\(fault)")
    default: break
    }
    let words = NetworkReason.words(for: error)
    if let proxy = way.proxy {
      return ConnectionFault(step: .proxy, words: "\(ProxyFault(proxy: proxy, kind: .unreachable(words)))")
    }
    let isName =
      switch error {
      case let error as NIOConnectionError: error.connectionErrors.isEmpty
      default: error is SocketAddressError.UnknownHost
      }
    return ConnectionFault(step: isName ? .name : .connection, words: words)
  }
}
