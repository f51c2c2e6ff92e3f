import NIOCore

/// Stands before TLS, and tells a client that speaks plain HTTP so. TLS could only hang up, and the client would look
/// for the fault in the network.
final class PlainHTTPRefusal: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let answer: StaticString = """
    HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 99\r\n\r\n\
    {"error":{"message":"this port speaks TLS: use https:// in the base URL","type":"invalid_request"}}
    """

  private var hasRefused = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !hasRefused else { return }
    // TLS begins with a record's type, a method of HTTP with a letter.
    guard let first = Self.unwrapInboundIn(data).readableBytesView.first, isLetter(first) else {
      context.fireChannelRead(data)
      context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
      return
    }
    hasRefused = true
    let answer = ByteBuffer(staticString: Self.answer)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.writeAndFlush(Self.wrapOutboundOut(answer)).whenComplete { _ in bound.value.close(promise: nil) }
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
