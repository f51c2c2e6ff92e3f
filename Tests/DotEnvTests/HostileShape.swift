import Testing

/// A file of a megabyte: one part again and again, between a head and a tail.
struct HostileShape: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var head: String
  var part: String
  var tail: String
  /// What the reader says about it; empty if it is read.
  var message: String

  init(_ name: String, _ head: String, _ part: String, _ tail: String = "", refused message: String = "") {
    testDescription = name
    self.head = head
    self.part = part
    self.tail = tail
    self.message = message
  }

  var bytes: [UInt8] {
    let part = Array(part.utf8)
    var text = Array(head.utf8)
    for _ in 0..<((1 << 20) / part.count) { text += part }
    return text + tail.utf8
  }
}
