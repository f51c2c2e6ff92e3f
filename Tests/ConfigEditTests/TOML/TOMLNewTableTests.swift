import ConfigEdit
import Testing

/// A table that is not there gets a header at the document's end, which goes again with the table's last key.
struct TOMLNewTableTests {
  @Test(arguments: cases)
  func aNewTableIsAtTheEnd(_ item: TOMLCase) throws { try item.run() }

  private static let cases = [
    TOMLCase("an empty document", ["t", "a"], to: "1", in: "", gives: "[t]\na = 1\n"),
    TOMLCase("an empty line before it", ["t", "a"], to: "1", in: "b = 1\n", gives: "b = 1\n\n[t]\na = 1\n"),
    TOMLCase("which is there already", ["t", "a"], to: "1", in: "b = 1\n \n", gives: "b = 1\n \n[t]\na = 1\n"),
    TOMLCase("no final line end", ["t", "a"], to: "1", in: "b = 1", gives: "b = 1\n\n[t]\na = 1"),
    TOMLCase("blanks at the end", ["t", "a"], to: "1", in: "b = 1\n  ", gives: "b = 1\n  \n[t]\na = 1"),
    TOMLCase(
      "names that need quotes",
      ["projects", "/home/me", "trust level"],
      to: "'x'",
      in: "",
      gives: "[projects.\"/home/me\"]\n\"trust level\" = 'x'\n"
    ),
    TOMLCase(
      "beside others of its kind",
      ["t", "u", "a"],
      to: "1",
      in: "[t]\na = 1\n\n[t.v]\na = 1\n# end\n",
      gives: "[t]\na = 1\n\n[t.v]\na = 1\n# end\n\n[t.u]\na = 1\n"
    ),
    TOMLCase(
      "only tables in it are there",
      ["t", "a"],
      to: "1",
      in: "[t.u]\na = 1\n[[t.v]]\n",
      gives: "[t.u]\na = 1\n[[t.v]]\n\n[t]\na = 1\n"
    ),
  ]

  @Test func keysOfOneNewTableShareItsHeader() throws {
    let before = Array("model = 'x'\n".utf8)
    var document = try TOMLDocument(parsing: before)
    var edits: [KeyEdit] = []
    for (path, text) in [(["t", "a"], "1"), (["t", "b"], "[]"), (["u", "a"], "1"), (["t", "c"], "{}")] {
      edits.append(try #require(try document.set(ConfigPath(keys: path), to: text)))
    }
    #expect(
      String(decoding: document.bytes, as: UTF8.self) == """
        model = 'x'

        [t]
        a = 1
        b = []
        c = {}

        [u]
        a = 1

        """
    )
    for edit in edits.reversed() { #expect(try document.revert(edit)) }
    #expect(document.bytes == before)
  }
}
