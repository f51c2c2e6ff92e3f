import NIOCore

/// Any bytes as what a client or a provider sends: they are refused, or they have one meaning, however they are cut into
/// pieces and whoever else reads them. Compiled together with the sources it tests, see script/fuzz.
///
/// The first byte says whose words they are, the second where they are cut, the rest is what is said.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTP(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
  guard input.count > 2 else { return 0 }
  let isRequest = input[0] & 1 == 0
  let bytes = Array(input.dropFirst(2))
  let whole = Conversation(bytes, isRequest: isRequest, cuts: [])
  let cut = Int(input[1]) * bytes.count / 256
  whole.expectSame(as: Conversation(bytes, isRequest: isRequest, cuts: [cut]))
  whole.expectSame(as: Conversation(bytes, isRequest: isRequest, cuts: Array(1..<bytes.count)))
  for message in whole.messages {
    if isRequest { checkOtherReadings(message) }
    checkCopy(message)
  }
  return 0
}

/// Small bounds are reached by small inputs.
private let limits: GatewayLimits = {
  var limits = GatewayLimits()
  limits.maximumHeadSize = 256
  limits.maximumHeaderCount = 8
  return limits
}()

/// One message as it was understood.
private struct Message: Equatable {
  var head: [UInt8]
  var startLine: Range<Int>
  var lines: [Range<Int>]
  var values: [Range<Int>]
  var framing: BodyFraming
  /// The body with its framing, and without.
  var body: [UInt8] = []
  var payload: [UInt8] = []
  var isComplete = false
}

/// What is understood of bytes that arrive in pieces.
private struct Conversation {
  private(set) var messages: [Message] = []
  /// Why nothing more is understood, if that is so.
  private(set) var fault: HTTPFault?
  private var buffer = ByteBuffer()
  private var heads = HeadReader()
  private var reader: BodyReader?
  private let isRequest: Bool

  init(_ bytes: [UInt8], isRequest: Bool, cuts: [Int]) {
    self.isRequest = isRequest
    var position = 0
    for end in cuts + [bytes.count] where end > position {
      buffer.writeBytes(bytes[position..<end])
      position = end
      do throws(HTTPFault) {
        while try step() {}
      } catch {
        fault = error
        return
      }
    }
  }

  /// Understands a head or a piece of a body; false if more must come first.
  private mutating func step() throws(HTTPFault) -> Bool {
    guard var reader else {
      let before = buffer.readableBytes
      guard let head = try heads.take(from: &buffer, limits: limits) else { return false }
      precondition(buffer.readableBytes < before, "a head of no bytes")
      let framing = try framing(of: head)
      messages.append(
        Message(
          head: Array(head.bytes.readableBytesView),
          startLine: head.startLine,
          lines: head.fields.map(\.line),
          values: head.fields.map(\.value),
          framing: framing
        )
      )
      self.reader = BodyReader(framing)
      return true
    }
    let bytes = Array(buffer.readableBytesView)
    var pieces: [Range<Int>] = []
    let progress = try bytes.withUnsafeBytes { bytes in
      Result { () throws(HTTPFault) in try reader.read(bytes) { pieces.append($0) } }
    }.get()
    precondition(progress.consumed <= bytes.count, "more consumed than there is")
    var end = 0
    for piece in pieces {
      precondition(piece.lowerBound >= end && piece.upperBound <= progress.consumed, "a piece that is elsewhere")
      end = piece.upperBound
      messages[messages.count - 1].payload += bytes[piece]
    }
    messages[messages.count - 1].body += bytes[..<progress.consumed]
    messages[messages.count - 1].isComplete = reader.isComplete
    buffer.moveReaderIndex(forwardBy: progress.consumed)
    self.reader = reader.isComplete ? nil : reader
    return reader.isComplete && buffer.readableBytes > 0
  }

  private func framing(of head: MessageHead) throws(HTTPFault) -> BodyFraming {
    _ = ConnectionOptions(head)
    guard isRequest else { return try UpstreamHead(head).framing }
    let line = try RequestLine(head)
    precondition(!line.method.isEmpty && !line.target.isEmpty, "an empty part")
    return try BodyFraming(request: head, isHTTP10: line.isHTTP10)
  }

  /// What is refused in one piece may in smaller ones be understood up to there, be refused for another reason, or not
  /// before a head is complete. Nothing else may differ.
  func expectSame(as other: Conversation) {
    guard fault != nil else {
      precondition(other.fault == nil && messages == other.messages, "understood in another way")
      return
    }
    precondition(messages.filter(\.isComplete) == other.messages.filter(\.isComplete), "more, or less, is understood")
    precondition(other.messages.count <= messages.count, "a message where there was none")
  }
}

// MARK: - Other readers

/// A request that is passed on ends where every other reader sees its end, however careless that reader is: with line
/// feeds alone, continued lines, spaces before a colon, and any of several fields counting.
private func checkOtherReadings(_ message: Message) {
  var lines: [[UInt8]] = []
  for line in message.head.split(separator: 0x0A, omittingEmptySubsequences: false) {
    let line = Array(line.last == 0x0D ? line.dropLast() : line)
    if let first = line.first, first == 0x20 || first == 0x09, !lines.isEmpty {
      lines[lines.count - 1] += line
    } else {
      lines.append(line)
    }
  }
  var lengths: [Int?] = []
  var isChunked = false
  for line in lines.dropFirst() {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
    let name = String(decoding: line[..<colon], as: UTF8.self).lowercased().filter { !$0.isWhitespace && $0 != "\0" }
    let value = String(decoding: line[(colon + 1)...], as: UTF8.self).lowercased()
    if name == "content-length" { lengths.append(Int(value.filter { !$0.isWhitespace })) }
    if name == "transfer-encoding" { isChunked = isChunked || value.contains("chunked") }
  }
  switch message.framing {
  case .none: precondition(!isChunked && lengths.allSatisfy { $0 == 0 }, "another reader sees a body")
  case .length(let length): precondition(!isChunked && lengths == [length], "another reader sees another length")
  case .chunked: precondition(isChunked && lengths.isEmpty, "another reader sees no chunks")
  case .untilClose: preconditionFailure("a request that ends with its connection")
  }
  if case .chunked = message.framing, message.isComplete { checkChunks(message) }
}

/// The same for chunks: another reader takes the hexadecimal digits, and ignores what is behind them.
private func checkChunks(_ message: Message) {
  var rest = message.body[...]
  var payload: [UInt8] = []
  while let lineFeed = rest.firstIndex(of: 0x0A) {
    let digits = rest[..<lineFeed].prefix { "0123456789abcdefABCDEF".utf8.contains($0) }
    guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16) else { break }
    rest = rest[(lineFeed + 1)...]
    guard size > 0 else {
      // What follows are lines, and the first empty one is the end.
      precondition(rest.suffix(2) == [0x0D, 0x0A], "no empty line at the end")
      precondition(payload == message.payload, "another reader sees another payload")
      return
    }
    precondition(rest.count >= size + 2, "another reader sees a longer chunk")
    payload += rest.prefix(size)
    rest = rest.dropFirst(size + 2)
  }
  preconditionFailure("another reader sees no end")
}

// MARK: - Copies

/// The fields that are copied into another head are the same fields there, and no others.
private func checkCopy(_ message: Message) {
  var buffer = ByteBuffer(bytes: message.head)
  var heads = HeadReader()
  guard let head = try? heads.take(from: &buffer, limits: limits) else {
    preconditionFailure("a head is not read twice")
  }
  let options = ConnectionOptions(head)
  var writer = HeadWriter(capacity: 64)
  writer.raw("X / HTTP/1.1\r\n")
  writer.fields(of: head, options) { $0.isHopByHop || $0 == .contentLength }
  var copied = writer.finish()
  guard let copy = try? heads.take(from: &copied, limits: GatewayLimits()) else {
    preconditionFailure("the copy is no head")
  }
  precondition(copied.readableBytes == 0, "the copy has an end before its end")
  precondition(!copy.contains(.contentLength) && !copy.contains(.transferEncoding), "a length has slipped through")
  func isKept(_ field: MessageHead.Field) -> Bool {
    let name = head.text(field.line).prefix { $0 != ":" }.lowercased()
    return !field.name.isHopByHop && field.name != .contentLength && !options.listedFields.contains(name)
  }
  let kept = head.fields.filter(isKept).map { head.text($0.line) }
  precondition(copy.fields.map { copy.text($0.line) } == kept, "other fields")
}

extension Result where Failure == HTTPFault {
  /// Carries a typed error out of a closure that cannot throw one.
  fileprivate init(_ body: () throws(HTTPFault) -> Success) {
    do throws(HTTPFault) {
      self = .success(try body())
    } catch {
      self = .failure(error)
    }
  }
}
