import ConfigEdit
import Testing

/// A case for JSON.
typealias JSONCase = EditCase<JSONDocument>
/// A case for TOML.
typealias TOMLCase = EditCase<TOMLDocument>

/// One key set in one document: what is there before and after.
struct EditCase<Document: ConfigDocument>: Sendable, CustomTestStringConvertible {
  private let name: String
  private let path: ConfigPath
  private let text: String
  private let before: String
  private let after: String

  /// Gathers the parts.
  ///
  /// - Parameters:
  ///   - name: what the case shows.
  ///   - path: the key to set.
  ///   - text: the value to set it to.
  ///   - before: the document.
  ///   - after: the document as it must be then.
  init(_ name: String, _ path: ConfigPath, to text: String, in before: String, gives after: String) {
    self.name = name
    self.path = path
    self.text = text
    self.before = before
    self.after = after
  }

  var testDescription: String { name }

  /// Sets the key and takes it back, in the document as it is and with the line ends of Windows.
  func run(sourceLocation: SourceLocation = #_sourceLocation) throws {
    // A document without any line end is no document of Windows.
    for end in before.contains("\n") ? ["\n", "\r\n"] : ["\n"] {
      let before = Self.lines(of: before, endingIn: end)
      var document = try Document(parsing: before)
      let edit = try #require(try document.set(path, to: text), sourceLocation: sourceLocation)
      let result = String(decoding: document.bytes, as: UTF8.self)
      #expect(
        document.bytes == Self.lines(of: after, endingIn: end),
        "\(result.debugDescription)",
        sourceLocation: sourceLocation
      )
      try verify(Document.self, before: before, after: document.bytes, owned: [path])
      #expect(document.leaf(at: path)?.text == edit.written, sourceLocation: sourceLocation)
      #expect(Document.isSameValue(edit.written, text), sourceLocation: sourceLocation)
      #expect(try document.set(path, to: text) == nil, "set again", sourceLocation: sourceLocation)
      #expect(try document.revert(edit), sourceLocation: sourceLocation)
      #expect(document.bytes == before, "taken back", sourceLocation: sourceLocation)
    }
  }

  private static func lines(of text: String, endingIn end: String) -> [UInt8] {
    Array(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end).utf8)
  }
}
