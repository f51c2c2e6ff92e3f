import NIOCore

/// How the end of a body is found (RFC 9112, section 6).
enum BodyFraming: Equatable {
  case none
  case length(Int)
  case chunked
  /// The end of the connection is the end of the body; answers only.
  case untilClose

  /// The framing of a request's body.
  ///
  /// Whatever two readers could understand in two ways is refused: a length beside chunks, two lengths, any other
  /// transfer coding, chunks in HTTP/1.0. That is what request smuggling is made of.
  init(request head: MessageHead, isHTTP10: Bool) throws(HTTPFault) {
    let length = try Self.length(head)
    guard head.contains(.transferEncoding) else {
      self = length.map { $0 == 0 ? .none : .length($0) } ?? .none
      return
    }
    guard length == nil, !isHTTP10, try Self.isChunked(head) else { throw .framing }
    self = .chunked
  }

  /// The framing of the body of an answer to a `POST`. Chunks win over a length, as the RFC has it.
  init(response head: MessageHead, status: Int) throws(HTTPFault) {
    if (100..<200).contains(status) || status == 204 || status == 304 {
      self = .none
    } else if head.contains(.transferEncoding) {
      guard try Self.isChunked(head) else { throw .framing }
      self = .chunked
    } else {
      self = try Self.length(head).map { $0 == 0 ? .none : .length($0) } ?? .untilClose
    }
  }

  private static func isChunked(_ head: MessageHead) throws(HTTPFault) -> Bool {
    let fields = head.fields.filter { $0.name == .transferEncoding }
    return fields.count == 1 && head.matches(fields[0].value, "chunked")
  }

  private static func length(_ head: MessageHead) throws(HTTPFault) -> Int? {
    var length: Int?
    for field in head.fields where field.name == .contentLength {
      guard length == nil, let value = number(head, field.value) else { throw .framing }
      length = value
    }
    return length
  }

  private static func number(_ head: MessageHead, _ range: Range<Int>) -> Int? {
    guard (1...15).contains(range.count) else { return nil }
    return head.bytes.withUnsafeReadableBytes { bytes in
      var value = 0
      for index in range {
        guard bytes[index] >= UInt8(ascii: "0"), bytes[index] <= UInt8(ascii: "9") else { return nil }
        value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
      }
      return value
    }
  }
}
