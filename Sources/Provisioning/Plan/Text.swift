/// A file's content, and the same as it may be shown.
public struct Text: Sendable, Equatable, CustomStringConvertible {
  /// The content itself, secrets included.
  public let bytes: [UInt8]
  /// The content with each secret masked.
  public let shown: String

  /// A content without secrets.
  init(_ text: String) {
    bytes = Array(text.utf8)
    shown = text
  }

  /// A content without secrets, as it was read.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    shown = String(decoding: bytes, as: UTF8.self)
  }

  /// A content with secrets, and what may be shown of it.
  init(bytes: [UInt8], shown: String) {
    self.bytes = bytes
    self.shown = shown
  }

  /// What may be shown.
  public var description: String { shown }

  /// The whole text, secrets and all.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
