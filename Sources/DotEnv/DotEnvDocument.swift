/// One `.env` file, kept to the byte.
///
/// The reading is Docker Compose's (compose-go's `dotenv` package), because Compose reads the same file. Parsing looks
/// at syntax alone; values come from ``resolve(environment:earlier:)``, edits go through ``set(_:to:)``.
///
/// Parsing takes time linear in the size of the file, whatever the file holds. Bytes that are not UTF-8 are kept in
/// ``bytes`` and show as U+FFFD in text.
public struct DotEnvDocument: Sendable, Equatable {
  /// The file's content, including a byte order mark if it has one.
  public private(set) var bytes: [UInt8]
  /// The assignments in the order of the file, duplicates included.
  public private(set) var assignments: [Assignment]
  /// The comments that start a statement, from `#` to the end of the line; comments behind unquoted values are none.
  var comments: [Range<Int>]

  /// Reads the syntax of a file.
  ///
  /// - Parameter bytes: the whole file.
  /// - Throws: ``DotEnvError`` for the first line that Compose would refuse; it refuses the whole file then.
  public init(parsing bytes: [UInt8]) throws(DotEnvError) {
    var parser = DotEnvParser(bytes: bytes)
    try parser.parse()
    self.bytes = bytes
    assignments = parser.assignments
    comments = parser.comments
  }

  /// Whether the file begins with a UTF-8 byte order mark.
  public var hasByteOrderMark: Bool { bytes.starts(with: DotEnvParser.byteOrderMark) }

  /// The assignment that decides about `key`: the last one.
  public func lastAssignment(of key: String) -> Assignment? {
    assignments.last { $0.key == key }
  }

  /// The text of a part of the file.
  ///
  /// - Parameter span: byte offsets, such as an assignment's `valueSpan`; they must lie inside the file.
  /// - Returns: the text as it stands there, quotes and escapes included.
  public func text(_ span: Range<Int>) -> String {
    String(decoding: bytes[span], as: UTF8.self)
  }
}
