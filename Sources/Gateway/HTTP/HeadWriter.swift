import NIOCore

/// Writes the head of a message into bytes.
struct HeadWriter {
  /// The bytes so far.
  private(set) var bytes: ByteBuffer

  /// - Parameters:
  ///   - buffer: whose memory is used. What stands in it goes.
  ///   - capacity: how much is likely to be written.
  init(in buffer: consuming ByteBuffer = ByteBuffer(), capacity: Int) {
    buffer.clear(minimumCapacity: capacity)
    bytes = buffer
  }

  mutating func raw(_ text: StaticString) { bytes.writeStaticString(text) }

  mutating func text(_ text: String) { bytes.writeString(text) }

  mutating func prepared(_ bytes: [UInt8]) { self.bytes.writeBytes(bytes) }

  mutating func number(_ number: Int) { bytes.writeDigits(number) }

  /// Writes a time in milliseconds, exact to the microsecond.
  mutating func milliseconds(_ microseconds: Int64) {
    let microseconds = Int(max(0, microseconds))
    number(microseconds / 1000)
    raw(".")
    bytes.writeDigits(microseconds % 1000, width: 3)
  }

  /// Writes a part of another head.
  mutating func part(_ range: Range<Int>, of head: MessageHead) {
    head.bytes.withUnsafeReadableBytes { source in
      _ = bytes.writeBytes(UnsafeRawBufferPointer(rebasing: source[range]))
    }
  }

  /// Writes a field of our own. Neither part may contain a line end.
  mutating func field(_ name: StaticString, _ value: String) {
    raw(name)
    raw(": ")
    text(value)
    raw("\r\n")
  }

  mutating func field(_ name: StaticString, _ number: Int) {
    raw(name)
    raw(": ")
    self.number(number)
    raw("\r\n")
  }

  /// Copies the field lines of another head, but for those that are to be dropped and those that its `Connection` lists.
  ///
  /// Lines that stand beside each other are copied in one go.
  mutating func fields(of head: MessageHead, _ options: ConnectionOptions, dropping isDropped: (FieldName) -> Bool) {
    var run: Range<Int>?
    for field in head.fields {
      if isDropped(field.name) || isListed(field, head, options) { continue }
      if let pending = run, pending.upperBound == field.line.lowerBound {
        run = pending.lowerBound..<field.line.upperBound
      } else {
        if let pending = run { part(pending, of: head) }
        run = field.line
      }
    }
    if let pending = run { part(pending, of: head) }
  }

  private func isListed(_ field: MessageHead.Field, _ head: MessageHead, _ options: ConnectionOptions) -> Bool {
    guard !options.listedFields.isEmpty else { return false }
    let line = head.text(field.line)
    return options.listedFields.contains(line.prefix { $0 != ":" }.lowercased())
  }

  /// Writes the empty line, and hands over the bytes.
  consuming func finish() -> ByteBuffer {
    bytes.writeStaticString("\r\n")
    return bytes
  }
}
