import NIOCore
import Secrets

/// Requests as a proxy wants them that passes them on itself: with the whole URL in the first line (RFC 9112,
/// section 3.2.2), and with the credentials that are for the proxy.
struct AbsoluteForm: Sendable {
  let proxy: ProxyServer
  private let origin: String

  init(to endpoint: UpstreamEndpoint, through proxy: ProxyServer) {
    self.proxy = proxy
    origin = "http://\(endpoint.hostHeader)"
  }

  /// Rewrites a request that begins with its head.
  func rewrite(_ pieces: [ByteBuffer]) -> [ByteBuffer] {
    guard let first = pieces.first, let (target, lineEnd) = Self.requestLine(first) else { return pieces }
    var head = ByteBufferAllocator().buffer(capacity: lineEnd + origin.utf8.count + 128)
    head.writeBytes(first.readableBytesView.prefix(target))
    head.writeString(origin)
    head.writeBytes(first.readableBytesView.prefix(lineEnd).dropFirst(target))
    if let authorization = proxy.authorization {
      head.writeString("Proxy-Authorization: \(authorization.exposed)\r\n")
    }
    let rest = first.getSlice(at: first.readerIndex + lineEnd, length: first.readableBytes - lineEnd)
    return [head] + [rest].compactMap { $0 } + pieces.dropFirst()
  }

  /// Where the target begins, and where the first line has ended.
  private static func requestLine(_ head: ByteBuffer) -> (target: Int, lineEnd: Int)? {
    let bytes = head.readableBytesView
    guard let space = bytes.firstIndex(of: UInt8(ascii: " ")), let lineFeed = bytes.firstIndex(of: 0x0A) else {
      return nil
    }
    return (space + 1 - bytes.startIndex, lineFeed + 1 - bytes.startIndex)
  }
}
