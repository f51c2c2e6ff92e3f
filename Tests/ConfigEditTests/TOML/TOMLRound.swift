import ConfigEdit
import Testing

/// Sets keys in one document after the other and takes them back, and counts what it tried.
struct TOMLRound: CustomStringConvertible {
  /// Documents in which keys were set.
  private(set) var documents = 0
  /// Edits made, each taken back again.
  private(set) var edits = 0
  /// Keys that could not be set because something else was in the way.
  private(set) var blocked = 0

  var description: String { "\(documents) documents, \(edits) edits, \(blocked) blocked" }

  /// Sets our keys, and others that go into the document's own tables, and takes them back.
  ///
  /// - Parameters:
  ///   - bytes: a valid document.
  ///   - own: our keys.
  ///   - name: what to call the document.
  /// - Throws: if the document cannot be read.
  mutating func run(_ bytes: [UInt8], own: some Sequence<ConfigLeaf>, name: String) throws {
    let before = try TOMLDocument(parsing: bytes)
    #expect(before.bytes == bytes, "\(name)")
    var document = before
    var made: [KeyEdit] = []
    for (path, text) in own.map({ ($0.path, $0.text) }) + Self.keys(beside: before.leaves) {
      do throws(ConfigError) {
        guard let edit = try document.set(path, to: text) else { continue }
        #expect(document.leaf(at: path)?.text == edit.written, "\(name): \(path)")
        made.append(edit)
      } catch {
        #expect(error.kind == .blocked, "\(name): \(path): \(error)")
        blocked += 1
      }
    }
    let message = "\(name):\n\(String(decoding: document.bytes, as: UTF8.self))"
    #expect(throws: Never.self, "\(message)") {
      try verify(TOMLDocument.self, before: bytes, after: document.bytes, owned: made.map(\.path))
    }
    for edit in made.reversed() { #expect(try document.revert(edit), "\(name): \(edit.path)") }
    #expect(document.bytes == bytes, "\(message)")
    documents += 1
    edits += made.count
  }

  /// Keys of the document that get another value, and new ones in the same tables.
  private static func keys(beside leaves: [ConfigLeaf]) -> [(ConfigPath, String)] {
    let some = leaves.count <= 6 ? leaves : Array(leaves.prefix(3) + leaves.suffix(3))
    return some.flatMap { leaf in
      let table = Array(leaf.path.steps.dropLast())
      return [
        (leaf.path, "\"another\""),
        (ConfigPath(table + [.key("our own")]), "[\n  1,\n  \"\"\"two\n\"\"\",\n]"),
        (ConfigPath(table + [.key("ours"), .key("deeper")]), "{ a = 1 }"),
      ]
    }
  }
}
