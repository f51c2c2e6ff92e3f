import ConfigEdit
import Testing

/// Documents in all styles: what is set can be taken back to the byte, and Foundation sees nothing else change.
struct JSONCorpusTests {
  private static let keys: [(path: ConfigPath, text: String)] = [
    (["env", "ANTHROPIC_BASE_URL"], "\"http://localhost:4000\""),
    (["env", "KEY"], "\"\\u0041\""),
    (["hooks"], "{\n  \"PreToolUse\": [\n    { \"matcher\": \"\" }\n  ],\n  \"none\": {}\n}"),
    (["a", "b", "c"], "1.5"),
    (["new", "deeper"], "[]"),
    (["x y"], "null"),
    (ConfigPath([.element(key: "name", value: "ours")]), "{\n  \"name\": \"ours\",\n  \"models\": []\n}"),
    (ConfigPath([.key("models"), .element(key: "id", value: "é")]), "{ \"id\": \"é\" }"),
    (ConfigPath([.key("models"), .element(key: "id", value: "made"), .key("x")]), "{}"),
    (ConfigPath([.key("models"), .element(key: "id", value: "made"), .key("y"), .key("z")]), "[\n  1\n]"),
  ]

  @Test func settingAndTakingBackGivesTheSameBytes() throws {
    var maker = JSONMaker(seed: 1)
    var (edits, blocked, texts) = (0, 0, Set<String>())
    for _ in 0..<600 {
      let text = maker.document()
      texts.insert(text)
      let before = Array(text.utf8)
      var document = try JSONDocument(parsing: before)
      var made: [KeyEdit] = []
      for key in Self.keys {
        do throws(ConfigError) {
          guard let edit = try document.set(key.path, to: key.text) else { continue }
          #expect(document.leaf(at: key.path)?.text == edit.written)
          made.append(edit)
        } catch {
          #expect(error.kind == .blocked && error.remedy != nil, "\(error)")
          blocked += 1
        }
      }
      let message = "\(text)\n\(String(decoding: document.bytes, as: UTF8.self))"
      #expect(throws: Never.self, "\(message)") {
        try verify(JSONDocument.self, before: before, after: document.bytes, owned: made.map(\.path))
      }
      for edit in made.reversed() { #expect(try document.revert(edit), "\(message)") }
      #expect(document.bytes == before, "\(message)")
      edits += made.count
    }
    #expect(texts.count > 400 && edits > 1500 && blocked > 300)
    print("JSON: \(texts.count) documents, \(edits) edits, \(blocked) blocked")
  }

  /// A plain document stays plain: programs that know no comments and trailing commas have to read it still.
  @Test func plainDocumentsStayPlain() throws {
    var maker = JSONMaker(seed: 2)
    var count = 0
    for _ in 0..<400 {
      let text = maker.document()
      guard isPlain(Array(text.utf8)) else { continue }
      count += 1
      var document = try JSONDocument(parsing: Array(text.utf8))
      for key in Self.keys { _ = try? document.set(key.path, to: key.text) }
      #expect(isPlain(document.bytes), "\(text)\n\(String(decoding: document.bytes, as: UTF8.self))")
    }
    #expect(count > 100)
  }

  /// What may be given as a value may have neither comments nor trailing commas.
  private func isPlain(_ bytes: [UInt8]) -> Bool {
    guard var empty = try? JSONDocument(parsing: []) else { return false }
    return (try? empty.set(["a"], to: String(decoding: bytes, as: UTF8.self))) != nil
  }
}
