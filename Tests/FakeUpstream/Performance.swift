import NIOCore
import NIOHTTP1

extension FakeUpstream {
  /// A reply being sent: says what goes over the wire next.
  struct Performance {
    enum Action {
      case send(ByteBuffer, bodyBytes: Int)
      case pause(Duration)
      case reset
      case finish(closing: Bool)
    }

    let reply: Reply
    let ordinal: Int
    private let keepAlive: Bool
    private var steps: ArraySlice<Reply.Step>
    private var headIsSent: Bool
    private var isEnded: Bool

    /// - Parameters:
    ///   - reply: what is to be sent.
    ///   - ordinal: which request it answers.
    ///   - isHead: the request was a `HEAD`, so no body may follow.
    ///   - keepAlive: the client can use the connection again.
    init(_ reply: Reply, ordinal: Int, isHead: Bool, keepAlive: Bool) {
      self.reply = reply
      self.ordinal = ordinal
      self.keepAlive = keepAlive
      steps = isHead ? [] : reply.steps[...]
      headIsSent = reply.framing == .raw
      isEnded = isHead
    }

    /// What is due now; `finish` or `reset` is the last.
    mutating func next() -> Action {
      guard headIsSent else {
        headIsSent = true
        return .send(head, bodyBytes: 0)
      }
      guard let step = steps.popFirst() else { return end() }
      switch step {
      case .bytes(let bytes):
        return piece(bytes)
      case .pause(let duration):
        return .pause(duration)
      case .filler(let count):
        let size = min(count, 16 * 1024)
        if count > size { steps = [.filler(bytes: count - size)] + steps }
        return piece(Array(repeating: UInt8(ascii: "x"), count: size))
      case .close:
        return .finish(closing: true)
      case .reset:
        return .reset
      }
    }

    private var endsConnection: Bool {
      !keepAlive || reply.framing == .untilClose || reply.framing == .raw
        || reply.headers.contains { $0.name.lowercased() == "connection" && $0.value.lowercased() == "close" }
    }

    private var head: ByteBuffer {
      let phrase = HTTPResponseStatus(statusCode: reply.status).reasonPhrase
      var text = "HTTP/1.1 \(reply.status) \(phrase)\r\n"
      for field in reply.headers { text += "\(field.name): \(field.value)\r\n" }
      switch reply.framing {
      case .length: text += "content-length: \(bodyLength)\r\n"
      case .chunked: text += "transfer-encoding: chunked\r\n"
      case .announced, .untilClose, .raw: break
      }
      return ByteBuffer(string: text + "\r\n")
    }

    private var bodyLength: Int {
      reply.steps.reduce(0) { sum, step in
        switch step {
        case .bytes(let bytes): sum + bytes.count
        case .filler(let count): sum + count
        case .pause, .close, .reset: sum
        }
      }
    }

    private func piece(_ bytes: [UInt8]) -> Action {
      guard reply.framing == .chunked, !bytes.isEmpty else {
        return .send(ByteBuffer(bytes: bytes), bodyBytes: bytes.count)
      }
      var buffer = ByteBuffer(string: String(bytes.count, radix: 16) + "\r\n")
      buffer.writeBytes(bytes)
      buffer.writeString("\r\n")
      return .send(buffer, bodyBytes: bytes.count)
    }

    private mutating func end() -> Action {
      guard reply.framing == .chunked, !isEnded else { return .finish(closing: endsConnection) }
      isEnded = true
      return .send(ByteBuffer(string: "0\r\n\r\n"), bodyBytes: 0)
    }
  }
}
