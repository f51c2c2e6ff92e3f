import DotEnv
import SeededRandom
import Testing

/// What is set by its text can be taken back to the byte, and nobody else's lines go with it.
struct UndoTests {
  private static func document(_ text: String) throws -> DotEnvDocument {
    try DotEnvDocument(parsing: Array(text.utf8))
  }

  private static func text(_ document: DotEnvDocument) -> String {
    String(decoding: document.bytes, as: UTF8.self)
  }

  @Test(arguments: [
    "", "\n", "\u{FEFF}", "A=1", "A=1\nB=2\n", "A = 1  # c\r\n", "A=\"1\" # c\n", "A='1\n2'\nB=2", "A: 1\n", "A=\n",
    "A",
    "  export A=1\r\nB=2\r\n", "A=\r\nB=2\r\n", "A=  \n", "A=", "A\n", "A\nB=2", "A= # remark\n", "A=\t# remark",
    "A=#1\n",
    "A=1\nA=2\n", "A=1\nA\n", "# A=example\nB=2\n", "#A=\r\nB=2\r\n", "B=2\n# A=", "B=2 # A=\n", "B=2", "B=2\r\n# c",
    "B=2\nlone word", "B='2' export lone", "B='2'A='1'\n", "A=${B:-x}\nB=$A\n", "A=é # é\n", "\u{FEFF}# A=\n\n\n",
  ])
  func takingBackGivesTheSameBytes(_ original: String) throws {
    for values in [["v"], ["'a b'", "\"\\n\""], ["''", "v", "$B"]] {
      var document = try Self.document(original)
      var edits: [DotEnvEdit] = []
      for (key, value) in zip(["A", "NEW", "A"], values) {
        if let edit = try document.set(key, toText: value) { edits.append(edit) }
        #expect(document.valueText(of: key).map { DotEnvDocument.isSameValue($0, value) } == true)
      }
      #expect(!edits.isEmpty)
      for edit in edits.reversed() { #expect(try document.revert(edit)) }
      #expect(Self.text(document) == original)
    }
  }

  /// What others have done in the meantime to a file where `A` was added, and what is left when it is taken back.
  @Test(arguments: [
    ("B=2\n", "B=2\nA=v\nC=3\n", "B=2\nC=3\n"),
    ("B=2", "B=2\nA=v\nC=3\n", "B=2\nC=3\n"),
    ("B=2", "B=2\nA=v\nlone", "B=2\nlone"),
    ("B=2", "B=2\nA=v\n# end\n", "B=2\n# end\n"),
    ("B=2\n", "B=3\n\nA=v\n", "B=3\n\n"),
    ("B=2\n", "B=2\nA='v'\n", "B=2\n"),
    ("B=2\n", "B=2\nA=v", "B=2\n"),
    ("B=2\n", "B=2\nA=v # mine now\n", "B=2\n# mine now\n"),
    ("B=2\n", "B=2\n  export A=v  \nC=3\n", "B=2\nC=3\n"),
    ("B=2\r\n", "B=2\nA=v\nC=3\n", "B=2\nC=3\n"),
    ("A= # remark\n", "A= v\n", "A= \n"),
  ])
  func onlyWhatWasAddedGoes(_ original: String, _ changed: String, _ left: String) throws {
    var document = try Self.document(original)
    let edit = try #require(try document.set("A", toText: "v"))
    document = try Self.document(changed)
    #expect(try document.revert(edit))
    #expect(Self.text(document) == left)
  }

  @Test func aValueThatOthersHaveChangedStays() throws {
    for changed in ["A=other\n", "A=v\nA=other\n", "B=2\n", "A\n", ""] {
      var document = try Self.document("A=1\n")
      let edit = try #require(try document.set("A", toText: "v"))
      document = try Self.document(changed)
      #expect(try !document.revert(edit))
      #expect(Self.text(document) == changed)
    }
  }

  /// The former value has no quotes, and somebody has put another assignment on the line since.
  @Test func takingBackNeverTakesTheRestOfTheLine() throws {
    var document = try Self.document("A=x\n")
    let edit = try #require(try document.set("A", toText: "'v'"))
    document = try Self.document("A='v'B='2'\n")
    #expect(throws: DotEnvError.self) { try document.revert(edit) }
    #expect(Self.text(document) == "A='v'B='2'\n")
  }

  /// Behind a key without a value Compose allows no remark, so the remark would make the file unreadable.
  @Test func takingBackNeverMakesAFileUnreadable() throws {
    var document = try Self.document("A\n")
    let edit = try #require(try document.set("A", toText: "v"))
    document = try Self.document("A=v # c\n")
    #expect(throws: DotEnvError.self) { try document.revert(edit) }
    #expect(Self.text(document) == "A=v # c\n")
  }

  @Test(arguments: [
    ("v", "'v'", true), ("'v'", "\"v\"", true), ("''", "", true), ("'$x'", "\"\\$x\"", true), ("'$x'", "$x", false),
    ("$x", "${x}", false), ("\"\\n\"", "'\\n'", false), ("a", "b", false), ("'a", "'a", true), ("'a", "a", false),
  ])
  func sameValues(_ left: String, _ right: String, _ isSame: Bool) {
    #expect(DotEnvDocument.isSameValue(left, right) == isSame)
    #expect(DotEnvDocument.isSameValue(right, left) == isSame)
  }

  @Test func theSameValueInOtherQuotesChangesNothing() throws {
    var document = try Self.document("A=\"v\" # c\n")
    #expect(try document.set("A", toText: "v") == nil)
    #expect(Self.text(document) == "A=\"v\" # c\n")
  }

  @Test(arguments: ["'a", "a\nB=2", "'a' b", "a # c", " a", "a ", "'a'\n", "'a'#c"])
  func aTextThatIsNotOneValueIsRefused(_ text: String) throws {
    var document = try Self.document("A=1\n")
    #expect(throws: DotEnvError.self) { try document.set("A", toText: text) }
    #expect(Self.text(document) == "A=1\n")
  }

  /// Compose reads several assignments on a line if they are quoted; an unquoted value takes all that follows.
  @Test func aValueThatWouldTakeTheRestOfTheLineIsRefused() throws {
    for line in ["A='1'B='2'\n", "A='1'#c\n"] {
      var document = try Self.document(line)
      let fault = #expect(throws: DotEnvError.self) { try document.set("A", toText: "v") }
      #expect(fault?.remedy == "give each key a line of its own")
      #expect(Self.text(document) == line)
    }
  }

  @Test func aValueThatCannotBeNotedIsRefused() throws {
    let bytes = Array("# caf\u{E9}\nA=".unicodeScalars.map { UInt8($0.value) }) + [0xFF, 0x0A]
    var document = try DotEnvDocument(parsing: bytes)
    #expect(throws: DotEnvError.self) { try document.set("A", toText: "v") }
    let edit = try #require(try document.set("B", toText: "v"))
    #expect(try document.revert(edit))
    #expect(document.bytes == bytes)
  }

  /// Files of random pieces; whatever can be set can be taken back.
  @Test func takingBackWorksOnAnyFile() throws {
    let pieces = [
      "A=1", "A='1'", "A=\"x\\\"\"", "B=$A", "# A=x", "#", "# NEW=", "\n", "\n", "\n", "\r\n", " ", "export ", "A",
      ": ", "=", "'",
      " # c", "é", "\u{FEFF}",
    ]
    var random = SeededGenerator(seed: 3)
    var count = 0
    for _ in 0..<3000 {
      let original = (0..<Int.random(in: 0..<9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
        .joined()
      guard var document = try? Self.document(original) else { continue }
      var edits: [DotEnvEdit] = []
      for key in ["A", "NEW", "B"] {
        if let edit = try? document.set(key, toText: "'v w'") { edits.append(edit) }
      }
      count += edits.count
      for edit in edits.reversed() { #expect(try document.revert(edit), "\(original.debugDescription)") }
      #expect(Self.text(document) == original, "\(original.debugDescription)")
    }
    #expect(count > 3000)
  }
}
