import NIOCore

/// The head of a message: the bytes as they came, and where its parts stand in them.
///
/// Nothing is turned into strings. A field that passes is copied from these bytes into the head that goes on, and the
/// few that the gateway looks at are compared where they are.
struct MessageHead {
  /// One field line.
  struct Field {
    let name: FieldName
    // A head is far smaller than 4 GB, and a connection keeps room for many fields.
    private let lineStart, lineEnd, valueStart, valueEnd: UInt32

    init(name: FieldName, line: Range<Int>, value: Range<Int>) {
      self.name = name
      lineStart = UInt32(line.lowerBound)
      lineEnd = UInt32(line.upperBound)
      valueStart = UInt32(value.lowerBound)
      valueEnd = UInt32(value.upperBound)
    }

    /// The line from its name to its line end, in the head's bytes.
    var line: Range<Int> { Int(lineStart)..<Int(lineEnd) }
    /// The value, without white space around it.
    var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
  }

  /// The head's bytes, from the first line to the empty one.
  let bytes: ByteBuffer
  /// The first line, without its line end.
  let startLine: Range<Int>
  /// The fields in their order.
  let fields: [Field]

  /// The value of the first field of a name.
  func first(_ name: FieldName) -> Range<Int>? {
    for field in fields where field.name == name { return field.value }
    return nil
  }

  /// Whether there is such a field.
  func contains(_ name: FieldName) -> Bool { first(name) != nil }

  /// The text of a part of the head. Bytes that are not UTF-8 are replaced.
  func text(_ range: Range<Int>) -> String {
    bytes.withUnsafeReadableBytes { String(decoding: $0[range], as: UTF8.self) }
  }

  /// Whether a part of the head begins with `lowercase` in any mix of cases.
  func begins(_ range: Range<Int>, with lowercase: StaticString) -> Bool {
    let end = min(range.upperBound, range.lowerBound + lowercase.utf8CodeUnitCount)
    return matches(range.lowerBound..<end, lowercase)
  }

  /// Whether a part of the head is `lowercase` in any mix of cases.
  func matches(_ range: Range<Int>, _ lowercase: StaticString) -> Bool {
    bytes.withUnsafeReadableBytes { UnsafeRawBufferPointer(rebasing: $0[range]).matchesLowercased(lowercase) }
  }
}
