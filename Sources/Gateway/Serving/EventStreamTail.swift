import NIOCore

/// The last bytes of a stream of events as the client has it, which tell whether an event of our own may follow.
struct EventStreamTail {
  private let framing: AnswerFraming
  private var lastBytes: UInt64 = 0

  /// `nil` where nothing can be put behind the answer: it is no stream of events, it is compressed, or its length is
  /// announced.
  init?(_ answer: UpstreamHead, _ framing: AnswerFraming, isTranslated: Bool = false) {
    guard answer.isPlainEventStream else { return nil }
    if case .length = answer.framing, framing == .verbatim { return nil }
    // What the translation gives is always whole events.
    if isTranslated { lastBytes = 0x0A0A }
    self.framing = framing
  }

  /// Takes note of a piece that goes to the client.
  mutating func note(_ piece: ByteBuffer) {
    if let bytes = piece.getInteger(at: piece.writerIndex - 8, as: UInt64.self) {
      lastBytes = bytes
    } else {
      for byte in piece.readableBytesView.suffix(8) { lastBytes = lastBytes << 8 | UInt64(byte) }
    }
  }

  /// The bytes that put an event behind what the client has, or `nil` if that ends in the middle of one: there an event
  /// of ours would be read as a part of it.
  func following(_ event: [UInt8]) -> ByteBuffer? {
    // Chunks that pass as they came end with a line end of their own.
    var end = lastBytes
    if framing == .verbatim {
      guard end & 0xFFFF == 0x0D0A else { return nil }
      end >>= 16
    }
    guard end & 0xFFFF == 0x0A0A || end & 0xFFFF_FFFF == 0x0D0A_0D0A else { return nil }
    return framing == .payloadUntilClose ? ByteBuffer(bytes: event) : Self.chunk(event)
  }

  /// An event in a chunk of its own.
  static func chunk(_ event: [UInt8]) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.writeDigits(event.count, radix: 16)
    buffer.writeStaticString("\r\n")
    buffer.writeBytes(event)
    buffer.writeStaticString("\r\n")
    return buffer
  }
}

extension UpstreamHead {
  /// Whether the body is a stream of events that can be understood as it passes.
  var isPlainEventStream: Bool {
    isEventStream && !head.contains(.contentEncoding)
  }
}
