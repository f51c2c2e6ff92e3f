import NIOCore

/// The last bytes of a stream of events as the client has it, which tell whether an event of our own may follow, and the
/// name in its first bytes that such an event may have to bear.
struct EventStreamTail {
  private let framing: AnswerFraming
  private var lastBytes: UInt64 = 0
  /// The provider's name for its answer, if it was looked for and found.
  private(set) var answerID: String?
  /// In how many more pieces it may be found. A provider that writes the framing by itself needs several.
  private var piecesToSeek = 0

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
    if piecesToSeek > 0 {
      answerID = Self.firstID(in: piece)
      piecesToSeek = answerID == nil ? piecesToSeek - 1 : 0
    }
    if let bytes = piece.getInteger(at: piece.writerIndex - 8, as: UInt64.self) {
      lastBytes = bytes
    } else {
      for byte in piece.readableBytesView.suffix(8) { lastBytes = lastBytes << 8 | UInt64(byte) }
    }
  }

  /// Looks for the provider's name for its answer in the first pieces, which hold the first event.
  mutating func seekAnswerID() { piecesToSeek = 4 }

  /// The first `id` within the first bytes. Nothing is parsed: a stream that passes as it comes costs no more for it.
  private static func firstID(in piece: ByteBuffer) -> String? {
    piece.withUnsafeReadableBytes { bytes in
      let key = Array("\"id\":".utf8)
      let bytes = bytes.prefix(1024)
      var start = bytes.startIndex
      while let quote = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) {
        start = quote + 1
        guard bytes[quote...].starts(with: key) else { continue }
        let value = bytes[(quote + key.count)...].drop { $0 == UInt8(ascii: " ") }
        guard value.first == UInt8(ascii: "\"") else { return nil }
        let id = value.dropFirst().prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 > 0x20 }
        // What is cut off, or has escapes in it, is not known whole.
        guard id.endIndex < bytes.endIndex, bytes[id.endIndex] == UInt8(ascii: "\"") else { return nil }
        return String(decoding: id, as: UTF8.self)
      }
      return nil
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
