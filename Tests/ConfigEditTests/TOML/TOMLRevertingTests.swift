import ConfigEdit
import SeededRandom
import Testing

/// Edits are taken back although others have changed the document since, and what they did stays.
struct TOMLRevertingTests {
  /// What others make of a document to which two keys were added, and what must be left of that.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let before: String
    let after: String
    let apply: @Sendable (String) -> String

    init(_ what: String, in before: String, gives after: String, _ apply: @escaping @Sendable (String) -> String) {
      testDescription = what
      self.before = before
      self.after = after
      self.apply = apply
    }
  }

  @Test(arguments: changes)
  func whatOthersDidStays(_ change: Change) throws {
    var document = try TOMLDocument(parsing: Array(change.before.utf8))
    let first = try #require(try document.set(["t", "ours"], to: "1.5"))
    let second = try #require(try document.set(["t", "too"], to: "2"))
    let changed = change.apply(String(decoding: document.bytes, as: UTF8.self))
    document = try TOMLDocument(parsing: Array(changed.utf8))
    let bytes = document.bytes
    #expect(try document.revert(second))
    #expect(try document.revert(first))
    #expect(String(decoding: document.bytes, as: UTF8.self) == change.after)
    try verify(TOMLDocument.self, before: bytes, after: document.bytes, owned: [["t", "ours"], ["t", "too"]])
  }

  private static let changes = [
    Change("nothing", in: "[t]\na = 1\n", gives: "[t]\na = 1\n") { $0 },
    Change("a key in our table", in: "x = 1\n", gives: "x = 1\n\n[t]\nc = 3\n") { $0 + "c = 3\n" },
    Change("a key before ours", in: "x = 1\n", gives: "x = 1\n\n[t]\nc = 3\n") {
      $0.replacing("ours", with: "c = 3\nours")
    },
    Change("another indentation", in: "x = 1\n", gives: "x = 1\n\n[t]\nc = 3\n") {
      $0.replacing("too", with: "  too") + "c = 3\n"
    },
    Change("an indented header", in: "", gives: "") { $0.replacing("[t]", with: "  [t]") },
    Change("a comment on our line", in: "x = 1\n", gives: "x = 1\n\n[t]\n# c\n") {
      $0.replacing("= 1.5\n", with: "= 1.5  # c\n")
    },
    Change("a comment on our line, which is the last and incomplete", in: "x = 1", gives: "x = 1\n\n[t]\n# c") {
      $0 + " # c"
    },
    Change("a comment on our header", in: "x = 1\n", gives: "x = 1\n\n[t] # c\n") {
      $0.replacing("[t]", with: "[t] # c")
    },
    Change("a comment under our header", in: "x = 1\n", gives: "x = 1\n\n[t]\n# c\n") {
      $0.replacing("[t]", with: "[t]\n# c")
    },
    Change("a comment at the end", in: "x = 1\n", gives: "x = 1\n\n[t]\n\n# c\n") { $0 + "\n# c\n" },
    Change("another table", in: "x = 1\n", gives: "x = 1\n\n# c\n[u]\ny = 1\n") { $0 + "\n# c\n[u]\ny = 1\n" },
    Change("a comment far from its header", in: "x = 1\n", gives: "x = 1\n\n[t]\n# c\n\n[u]\n") {
      $0 + "# c\n\n[u]\n"
    },
    Change("other line ends", in: "x = 1\n", gives: "x = 1\r\n") { $0.replacing("\n", with: "\r\n") },
    Change("blanks", in: "x = 1\n", gives: "x   =   1\n") { $0.replacing(" = ", with: "   =   ") },
    Change("quotes", in: "x = 1\n", gives: "x = 1\n") {
      $0.replacing("[t]", with: "[ 't' ]").replacing("ours", with: "\"ours\"")
    },
    Change("a final line end", in: "x = 1", gives: "x = 1\n") { $0 + "\n" },
    Change("our table in one line", in: "", gives: "t = {} # c\n") { _ in "t = { ours = 1.5, too = 2 } # c\n" },
    Change("our table in one line, with more", in: "", gives: "t = {c = 1 }") { _ in "t = {c = 1 , ours=1.5,too=2}" },
    Change("our table in dotted keys", in: "", gives: "t.c = 3\n") { _ in "t.ours = 1.5\nt.c = 3\nt.too = 2\n" },
    Change("our value in another notation", in: "x = 1\n", gives: "x = 1\n") { $0.replacing("1.5", with: "+15e-1") },
  ]

  @Test(arguments: [
    ("model = 1\n", "model = 2\n"), ("model = 1\n", ""), ("model = 1\n", "model.a = 1\n"),
    ("model = 1\n", "[[model]]\n"), ("model = 1\n", "# model = 1\n"), ("model = 1\n", "[model]\n"),
  ])
  func whatIsNotOursAnyMoreStays(ours: String, theirs: String) throws {
    for before in [nil, "3"] {
      let edit = KeyEdit(path: ["model"], before: before, written: "1", leading: "model = ", trailing: "\n")
      var document = try TOMLDocument(parsing: Array(ours.utf8))
      #expect(try document.revert(edit), "as it was left")
      document = try TOMLDocument(parsing: Array(theirs.utf8))
      #expect(try !document.revert(edit))
      #expect(document.bytes == Array(theirs.utf8))
    }
  }

  @Test func aReplacedValueGetsItsTextBack() throws {
    let before = "a = 1_000 # c\n[t]\nb = [ 0x1,\n]\n"
    var document = try TOMLDocument(parsing: Array(before.utf8))
    let edits = [
      try #require(try document.set(["a"], to: "'x'")), try #require(try document.set(["t", "b"], to: "[\n  2,\n]")),
    ]
    let changed = String(decoding: document.bytes, as: UTF8.self).replacing("[t]", with: "n = 1\n[s]\n\n[t]")
    document = try TOMLDocument(parsing: Array(changed.utf8))
    for edit in edits { #expect(try document.revert(edit)) }
    #expect(String(decoding: document.bytes, as: UTF8.self) == "a = 1_000 # c\nn = 1\n[s]\n\n[t]\nb = [ 0x1,\n]\n")
  }

  @Test func theEmptyLineBelowAFirstRootKeyGoesWithIt() throws {
    var document = try TOMLDocument(parsing: Array("[t]\n".utf8))
    let edit = try #require(try document.set(["a"], to: "1"))
    let changed = String(decoding: document.bytes, as: UTF8.self).replacing("\n", with: "\r\n")
    document = try TOMLDocument(parsing: Array(changed.utf8))
    #expect(try document.revert(edit))
    #expect(String(decoding: document.bytes, as: UTF8.self) == "[t]\r\n")
  }

  @Test func theOrderDoesNotMatterToOtherKeys() throws {
    let before = "# top\n\n[t]\nx = {  }\ny = {z=1}\nw.v = 1\n# end"
    let document = try TOMLDocument(parsing: Array(before.utf8))
    for seed in 0..<20 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var edited = document
      var edits: [KeyEdit] = []
      for path in ["a", "b", "t.a", "t.x.a", "t.x.b", "t.y.a", "t.y.b", "t.w.a", "t.w.b", "u.a", "u.b"] {
        let keys = path.split(separator: ".").map(String.init)
        edits.append(try #require(try edited.set(ConfigPath(keys: keys), to: "true")))
      }
      for edit in edits.shuffled(using: &random) { #expect(try edited.revert(edit)) }
      #expect(edited.leaves.map(\.path) == document.leaves.map(\.path))
      #expect(String(decoding: edited.bytes, as: UTF8.self).contains("\n# end"))
    }
  }
}
