import NIOCore
import SeededRandom
import Testing

@testable import Gateway

/// The codec reads memory by hand, so damaged messages in every cut must never make it read past their end. In debug
/// builds that traps.
@Suite struct HostileBytesTests {
  private static let messages = [
    "POST /v1/messages?a=b HTTP/1.1\r\nHost: a\r\nx-api-key: k\r\nContent-Length: 5\r\n\r\nhello",
    "\r\nGET / HTTP/1.0\r\nConnection: close, X-A\r\nX-A: b\r\nTE:\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\n",
    "HTTP/1.1 204\r\n\r\n", "HTTP/1.0 500 \r\nContent-Length: 0\r\n\r\n",
  ]
  private static let bytes: [UInt8] = [0, 9, 10, 13, 32, 45, 48, 58, 59, 65, 102, 127, 128, 255]

  @Test(arguments: messages.indices)
  func damagedMessagesAreRead(_ index: Int) {
    var generator = SeededGenerator(seed: UInt64(index))
    let original = Array(Self.messages[index].utf8)
    for _ in 0..<4000 {
      var damaged = original
      for _ in 0..<Int.random(in: 0...3, using: &generator) {
        let position = Int.random(in: 0..<damaged.count, using: &generator)
        switch Int.random(in: 0...2, using: &generator) {
        case 0: damaged[position] = Self.bytes.randomElement(using: &generator) ?? 0
        case 1: damaged.insert(Self.bytes.randomElement(using: &generator) ?? 0, at: position)
        default: if damaged.count > 1 { damaged.remove(at: position) }
        }
      }
      read(damaged, cut: Int.random(in: 1...damaged.count, using: &generator))
    }
  }

  /// Reads one message as a request and as an answer, in pieces of `cut` bytes.
  private func read(_ bytes: [UInt8], cut: Int) {
    var buffer = ByteBuffer()
    var heads = HeadReader()
    var bodies: [BodyReader] = []
    for start in stride(from: 0, to: bytes.count, by: cut) {
      buffer.writeBytes(bytes[start..<min(start + cut, bytes.count)])
      if bodies.isEmpty {
        guard let found = try? heads.take(from: &buffer, limits: GatewayLimits()) else {
          continue
        }
        _ = ConnectionOptions(found)
        if let line = try? RequestLine(found) {
          _ = found.text(line.target)
          if let framing = try? BodyFraming(request: found, isHTTP10: line.isHTTP10) {
            bodies.append(BodyReader(framing))
          }
        }
        if let answer = try? UpstreamHead(found) {
          _ = found.text(answer.line.reason)
          bodies.append(BodyReader(answer.framing))
        }
        var writer = HeadWriter(capacity: 64)
        writer.fields(of: found, ConnectionOptions(found)) { $0.isHopByHop }
      }
      for index in bodies.indices {
        _ = buffer.withUnsafeReadableBytes { bytes in
          try? bodies[index].read(bytes) { piece in #expect(piece.upperBound <= bytes.count) }
        }
      }
    }
  }
}
