import Glibc
import NIOCore
import NIOSSL
import NIOTLS

/// Makes of a new connection one that requests can be sent on: asks a proxy for a tunnel, then begins TLS, each where it
/// is needed. Leaves the pipeline when that is done.
final class ConnectionSetup: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// What is needed for TLS.
  struct TLS {
    let context: NIOSSLContext
    /// The name or address that the certificate must be for.
    let host: String
    /// Whether it is an address, which is not asked for by name.
    let isAddress: Bool
  }

  private let proxy: ProxyServer?
  private var tunnel: TunnelHandshake?
  private let tls: TLS?
  private let timeout: TimeAmount
  private var tlsHandler: NIOSSLClientHandler?
  private var timer: Scheduled<Void>?
  private var completion: ((Result<Void, any Error>) -> Void)?

  /// - Parameters:
  ///   - proxy: where the connection leads to, if not to the upstream.
  ///   - tunnel: what to ask the proxy for, if it is to be asked.
  ///   - tls: with what to begin TLS, if that is wanted.
  ///   - timeout: how long both together may take.
  ///   - completion: what to do when it is done, or has failed.
  init(
    proxy: ProxyServer?,
    tunnel: TunnelHandshake?,
    tls: TLS?,
    timeout: TimeAmount,
    completion: @escaping (Result<Void, any Error>) -> Void
  ) {
    self.proxy = proxy
    self.tunnel = tunnel
    self.tls = tls
    self.timeout = timeout
    self.completion = completion
  }

  // MARK: - Channel events

  func handlerAdded(context: ChannelHandlerContext) {
    guard context.channel.isActive else {
      fail(ChannelError.eof, context)
      return
    }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: timeout) { bound.value.0.timedOut(bound.value.1) }
    if let action = tunnel?.connected() { perform(action, context) } else { beginTLS(context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if let action = tunnel?.received(Self.unwrapInboundIn(data)) {
      perform(action, context)
    } else {
      context.fireChannelRead(data)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    context.fireUserInboundEventTriggered(event)
    guard case .handshakeCompleted? = event as? TLSUserEvent else { return }
    if let fault = wrongName { fail(fault, context) } else { succeed(context) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if let action = tunnel?.closed() { perform(action, context) } else { fail(understood(error), context) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    if let action = tunnel?.closed() { perform(action, context) } else { fail(understood(ChannelError.eof), context) }
    context.fireChannelInactive()
  }

  private func timedOut(_ context: ChannelHandlerContext) {
    if let action = tunnel?.timedOut() {
      perform(action, context)
    } else {
      fail(tls.map { TLSFault(host: $0.host, .silent) } ?? ChannelError.connectTimeout(timeout), context)
    }
  }

  /// An error of TLS in clear.
  private func understood(_ error: any Error) -> any Error {
    guard let tls else { return error }
    return TLSFault(error, host: tls.host, certificate: tlsHandler?.peerCertificate, now: time(nil)) ?? error
  }

  /// Whether the certificate, which is in order otherwise, is for somebody else.
  private var wrongName: TLSFault? {
    guard let tls, !tls.isAddress else { return nil }
    let names = tlsHandler?.peerCertificate.map { CertificateNames($0) } ?? CertificateNames([])
    return names.contain(tls.host) ? nil : TLSFault(host: tls.host, .wrongName(names.names))
  }

  // MARK: - The steps

  private func perform(_ action: TunnelHandshake.Action, _ context: ChannelHandlerContext) {
    switch action {
    case .wait: break
    case .send(let bytes): context.writeAndFlush(Self.wrapOutboundOut(bytes), promise: nil)
    case .established:
      tunnel = nil
      beginTLS(context)
    case .fail(let kind):
      guard let proxy else { return }
      fail(ProxyFault(proxy: proxy, kind: kind), context)
    }
  }

  private func beginTLS(_ context: ChannelHandlerContext) {
    guard let tls else {
      succeed(context)
      return
    }
    do {
      // In a connection that is open it begins at once.
      let handler = try NIOSSLClientHandler(context: tls.context, serverHostname: tls.isAddress ? nil : tls.host)
      tlsHandler = handler
      try context.pipeline.syncOperations.addHandler(handler, position: .first)
    } catch {
      fail(error, context)
    }
  }

  private func succeed(_ context: ChannelHandlerContext) {
    guard let completion else { return }
    self.completion = nil
    context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    completion(.success(()))
  }

  private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
    guard let completion else { return }
    self.completion = nil
    timer?.cancel()
    completion(.failure(error))
    context.close(promise: nil)
  }
}
