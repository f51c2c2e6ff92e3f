extension FakeUpstream {
  /// A way for a provider to fail, which can be done to any reply.
  public enum Fault: Sendable, Hashable, CustomStringConvertible {
    /// Takes the request, and closes the connection in good order.
    case close
    /// Takes the request, and tears the connection down.
    case reset
    /// Takes the request, and says nothing.
    case stall
    /// Sends the head, and closes.
    case closeAfterHead
    /// Sends the head, and says nothing more.
    case stallAfterHead
    /// Sends half of the reply, and closes.
    case closeHalfway
    /// Sends half of the reply, and tears the connection down.
    case resetHalfway
    /// Sends half of the reply, and says nothing more.
    case stallHalfway
    /// Sends the reply up to the middle of a piece, and closes.
    case closeWithinAPiece
    /// Announces more than it sends, and closes.
    case shortLength
    /// Sends something that is not HTTP.
    case garbage
    /// Sends half of the reply, and then something that is no chunk.
    case garbageHalfway
    /// Sends the head in two lengths that contradict each other.
    case twoLengths
    /// Answers with an error status, and `Retry-After` where it is given.
    case status(Int, retryAfter: Int? = nil)
    /// Sends the whole reply, a few bytes at a time.
    case drip

    /// One of each kind, with the statuses that providers use for trouble of their own.
    public static let all: [Fault] = [
      .close, .reset, .stall, .closeAfterHead, .stallAfterHead, .closeHalfway, .resetHalfway, .stallHalfway,
      .closeWithinAPiece, .shortLength, .garbage, .garbageHalfway, .twoLengths, .status(429),
      .status(429, retryAfter: 1), .status(500), .status(500, retryAfter: 1), .status(503),
      .status(503, retryAfter: 1), .status(529), .status(529, retryAfter: 1), .drip,
    ]

    /// The fault in a word.
    public var description: String {
      switch self {
      case .close: "close"
      case .reset: "reset"
      case .stall: "stall"
      case .closeAfterHead: "closeAfterHead"
      case .stallAfterHead: "stallAfterHead"
      case .closeHalfway: "closeHalfway"
      case .resetHalfway: "resetHalfway"
      case .stallHalfway: "stallHalfway"
      case .closeWithinAPiece: "closeWithinAPiece"
      case .shortLength: "shortLength"
      case .garbage: "garbage"
      case .garbageHalfway: "garbageHalfway"
      case .twoLengths: "twoLengths"
      case .status(let status, let retryAfter): "\(status)\(retryAfter.map { " after \($0) s" } ?? "")"
      case .drip: "drip"
      }
    }
  }
}

extension FakeUpstream.Reply {
  /// The same reply, spoilt.
  ///
  /// - Parameters:
  ///   - fault: how.
  ///   - format: the shape of an error.
  /// - Returns: the changed reply.
  public func with(_ fault: FakeUpstream.Fault, as format: FakeUpstream.Format) -> Self {
    // Long enough for whoever is tested to lose patience first.
    let silence = Step.pause(.seconds(30))
    switch fault {
    case .close: return .nothing
    case .reset: return Self(framing: .raw, steps: [.reset])
    case .stall: return delayed(by: .seconds(30))
    case .closeAfterHead: return afterHead([.close])
    case .stallAfterHead: return afterHead([silence])
    case .closeHalfway: return halfway([.close])
    case .resetHalfway: return halfway([.reset])
    case .stallHalfway: return halfway([silence])
    case .closeWithinAPiece:
      guard case .bytes(let bytes) = steps.last else { return self }
      return halfway([.bytes(Array(bytes.prefix(bytes.count / 4))), Self.breath, .close])
    case .shortLength:
      let first = Array(halves.first.prefix(10))
      let head = "HTTP/1.1 200 OK\r\ncontent-type: \(type)\r\ncontent-length: 100000\r\n\r\n"
      return Self(framing: .raw, steps: [.bytes(Array(head.utf8) + first), Self.breath, .close])
    case .garbage:
      return Self(framing: .raw, steps: [.bytes(Array("\u{1}\u{2}garbage\n\n".utf8)), .close])
    case .garbageHalfway:
      let first = halves.first
      let head = "HTTP/1.1 200 OK\r\ncontent-type: \(type)\r\ntransfer-encoding: chunked\r\n\r\n"
      let chunk = "\(String(first.count, radix: 16))\r\n"
      let end = Array("\r\n".utf8)
      return Self(
        framing: .raw,
        steps: [.bytes(Array((head + chunk).utf8) + first + end), Self.breath, .bytes(Array("zz\r\n".utf8)), .close]
      )
    case .twoLengths:
      let head = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nabc"
      return Self(framing: .raw, steps: [.bytes(Array(head.utf8)), .close])
    case .status(let status, let retryAfter):
      let headers = retryAfter.map { [(name: "retry-after", value: String($0))] } ?? []
      return .error(status, "trouble \(status)", as: format, headers: headers)
    case .drip:
      var reply = self
      reply.steps = steps.flatMap { step -> [Step] in
        guard case .bytes(let bytes) = step else { return [step] }
        let middle = bytes.count / 2
        return [.bytes(Array(bytes[..<middle])), .pause(.milliseconds(2)), .bytes(Array(bytes[middle...]))]
      }
      return reply
    }
  }

  /// A pause in which what was sent goes through on its own.
  private static var breath: Step { .pause(.milliseconds(60)) }

  private var type: String { headers.first { $0.name == "content-type" }?.value ?? "application/json" }

  private var isStream: Bool { framing == .chunked }

  /// All that is sent before the middle, and the pieces that it consists of. A reply in one piece is cut in two.
  private var halves: (first: [UInt8], pieces: [Step]) {
    let pieces = steps.compactMap { step -> [UInt8]? in if case .bytes(let bytes) = step { bytes } else { nil } }
    let first = isStream ? Array(pieces.prefix(pieces.count / 2)) : pieces.map { Array($0.prefix($0.count / 2)) }
    return (first.flatMap { $0 }, first.map { .bytes($0) })
  }

  private func halfway(_ end: [Step]) -> Self {
    var reply = self
    reply.headers = announcedHeaders
    reply.framing = isStream ? .chunked : .announced
    reply.steps = halves.pieces + [Self.breath] + end
    return reply
  }

  private func afterHead(_ end: [Step]) -> Self {
    var reply = self
    reply.headers = announcedHeaders
    reply.framing = isStream ? .chunked : .announced
    reply.steps = [Self.breath] + end
    return reply
  }

  /// The length of the whole reply stands in the head, however little of it is sent.
  private var announcedHeaders: [(name: String, value: String)] {
    guard !isStream else { return headers }
    let length = steps.reduce(0) { sum, step in if case .bytes(let bytes) = step { sum + bytes.count } else { sum } }
    return headers + [(name: "content-length", value: String(length))]
  }
}
