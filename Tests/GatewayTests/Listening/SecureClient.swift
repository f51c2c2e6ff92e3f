import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// A client that comes by TLS to `localhost`.
struct SecureClient {
  /// What came of a conversation.
  struct Outcome {
    let received: [UInt8]
    /// What was agreed on to be spoken, and in which version of TLS.
    let protocolName: String?
    let version: TLSVersion?
  }

  private let asyncChannel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
  private let agreement: Agreement

  /// Connects, and leaves the rest to ``converse(_:)``.
  ///
  /// - Parameters:
  ///   - port: the port of this machine.
  ///   - certificates: a PEM file of whom to trust.
  ///   - configure: changes how TLS is spoken.
  /// - Returns: the connection.
  /// - Throws: when nobody listens there, or the certificates cannot be read.
  static func connect(
    port: Int,
    trusting certificates: String,
    configure: (inout TLSConfiguration) -> Void = { _ in }
  ) async throws -> SecureClient {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.trustRoots = .file(certificates)
    configuration.applicationProtocols = ["h2", "http/1.1"]
    configure(&configuration)
    let context = try NIOSSLContext(configuration: configuration)
    let agreement = Agreement()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers(
            NIOSSLClientHandler(context: context, serverHostname: "localhost"),
            agreement
          )
          return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return SecureClient(asyncChannel: channel, agreement: agreement)
  }

  /// Sends a text, and reads to the end of the connection.
  func converse(_ text: String) async throws -> Outcome {
    let received = try await asyncChannel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: text))
      var received: [UInt8] = []
      for try await piece in inbound { received += piece.readableBytesView }
      return received
    }
    let (name, version) = agreement.value.withLock { $0 }
    return Outcome(received: received, protocolName: name, version: version)
  }

  private final class Agreement: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    let value = Mutex<(String?, TLSVersion?)>((nil, nil))

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if case .handshakeCompleted(let name)? = event as? TLSUserEvent {
        let version = try? context.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self).tlsVersion
        value.withLock { $0 = (name, version) }
      }
      context.fireUserInboundEventTriggered(event)
    }
  }
}
