import ConfigEdit
import Testing

/// Taking back one edit after others have changed the file: ours goes, theirs stays, and the rest is valid.
struct JSONRevertingTests {
  /// What was set in the document before, what has become of the file, and what is left then.
  @Test(arguments: [
    // Others have added keys.
    ("{\n  \"a\": 1\n}", "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}", "{\n  \"a\": 1,\n  \"c\": 3\n}"),
    ("{}", "{\n  \"b\": 2,\n  \"c\": 3\n}", "{\n  \"c\": 3\n}"),
    ("{}", "{\n  \"c\": 3,\n  \"b\": 2\n}", "{\n  \"c\": 3\n}"),
    ("{\"a\":1}", "{\"a\":1,\"b\":2,\"c\":3}", "{\"a\":1,\"c\":3}"),
    ("", "{\n  \"b\": 2,\n  \"c\": 3\n}\n", "{\n  \"c\": 3\n}\n"),
    // Others have removed keys.
    ("{\n  \"a\": 1\n}", "{\n  \"b\": 2\n}", "{\n}"),
    ("{\"a\": 1}", "{\"b\": 2}", "{}"),
    // Others have written comments and trailing commas.
    ("{\n  \"a\": 1\n}", "{\n  \"a\": 1,\n  \"b\": 2 // ours?\n}", "{\n  \"a\": 1 // ours?\n}"),
    ("{\n  \"a\": 1\n}", "{\n  \"a\": 1,\n  // ours?\n  \"b\": 2\n}", "{\n  \"a\": 1\n  // ours?\n}"),
    ("{\n  \"a\": 1\n}", "{\n  \"a\": 1, // one\n  \"b\": 2 }", "{\n  \"a\": 1 // one\n   }"),
    ("{\n  \"a\": 1\n}", "{\n  \"a\": 1,\n  \"b\": 2,\n}", "{\n  \"a\": 1,\n}"),
    (
      "{\n  \"a\": 1\n}", "{\n  \"a\": 1,\n  \"b\": 2 /* two */,\n  \"c\": 3\n}",
      "{\n  \"a\": 1, /* two */\n  \"c\": 3\n}"
    ),
    ("", "{\n  // mine\n  \"b\": 2\n}\n", "{\n  // mine\n}\n"),
    ("{\n  \"a\": 1,\n}", "{\n  \"a\": 1,\n  \"b\": 2\n}", "{\n  \"a\": 1\n}"),
    // Others have written the file anew.
    ("{\"a\": 1}", "{\n    \"a\": 1,\n    \"b\": 2\n}\n", "{\n    \"a\": 1\n}\n"),
    ("{\n  \"a\": 1\n}\n", "{\"a\":1,\"b\":2}", "{\"a\":1}"),
    ("{\n  \"a\": 1\n}\n", "{\r\n\t\"b\": 2.0,\r\n\t\"a\": 1\r\n}\r\n", "{\r\n\t\"a\": 1\r\n}\r\n"),
    ("{\n  \"a\": 1\n}\n", "{\n  \"a\": 1,\n\n  \"b\": 2\n}\n", "{\n  \"a\": 1\n\n}\n"),
  ])
  func onlyWhatWasAddedGoes(_ original: String, _ changed: String, _ left: String) throws {
    var document = try JSONDocument(parsing: Array(original.utf8))
    let edit = try #require(try document.set(["b"], to: "2"))
    try expect(edit, in: changed, leaves: left)
  }

  /// The same for a key that came with its object.
  @Test(arguments: [
    ("{}", "{\n  \"o\": {\n    \"b\": 2,\n    \"c\": 3\n  }\n}", "{\n  \"o\": {\n    \"c\": 3\n  }\n}"),
    ("{}", "{\n  \"o\": {\n    // mine\n    \"b\": 2\n  }\n}", "{\n  \"o\": {\n    // mine\n  }\n}"),
    ("{}", "{\n  \"o\": {\n    \"b\": 2\n  },\n  \"c\": 3\n}", "{\n  \"c\": 3\n}"),
    ("{}", "{\"c\":3,\"o\":{\"b\":2}}", "{\"c\":3}"),
    ("", "{\n  \"o\": {\n    \"b\": 2\n  },\n  \"c\": 3\n}", "{\n  \"c\": 3\n}"),
    ("", "// mine\n{\n  \"o\": {\n    \"b\": 2\n  }\n}", "// mine\n"),
    ("", "// mine\n  {\"o\": {\"b\": 2}} ", "// mine\n"),
    ("{\"o\": {}}", "{\"c\": 3, \"o\": {\"b\": 2}}", "{\"c\": 3, \"o\": {}}"),
  ])
  func whatWasMadeForItGoesIfNobodyElseUsesIt(_ original: String, _ changed: String, _ left: String) throws {
    var document = try JSONDocument(parsing: Array(original.utf8))
    let edit = try #require(try document.set(["o", "b"], to: "2"))
    try expect(edit, in: changed, leaves: left)
  }

  @Test func aValueThatWasThereComesBackWhereverItIsNow() throws {
    var document = try JSONDocument(parsing: Array("{\"b\": 1.50}".utf8))
    let edit = try #require(try document.set(["b"], to: "2"))
    try expect(edit, in: "{\n  \"a\": 1,\n  \"b\": 2 // two\n}\n", leaves: "{\n  \"a\": 1,\n  \"b\": 1.50 // two\n}\n")
  }

  @Test(arguments: ["", "{}", "{\"b\": 3}", "{\"a\": 2}", "[2]", "{\"b\": \"2\"}", "{\"b\": [2]}"])
  func aValueThatOthersHaveChangedStays(_ changed: String) throws {
    for original in ["", "{\"b\": 1}"] {
      var document = try JSONDocument(parsing: Array(original.utf8))
      let edit = try #require(try document.set(["b"], to: "2"))
      document = try JSONDocument(parsing: Array(changed.utf8))
      #expect(try !document.revert(edit))
      #expect(document.bytes == Array(changed.utf8))
    }
  }

  @Test func anElementGoesFromAmongOthers() throws {
    let path = ConfigPath([.element(key: "name", value: "ours")])
    var document = try JSONDocument(parsing: Array("[\n  { \"name\": \"a\" }\n]\n".utf8))
    let edit = try #require(try document.set(path, to: "{ \"name\": \"ours\" }"))
    try expect(
      edit,
      in: "[\n  { \"name\": \"a\" },\n  { \"name\": \"ours\" },\n  { \"name\": \"b\" }\n]\n",
      leaves: "[\n  { \"name\": \"a\" },\n  { \"name\": \"b\" }\n]\n"
    )
  }

  private func expect(
    _ edit: KeyEdit,
    in changed: String,
    leaves left: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var document = try JSONDocument(parsing: Array(changed.utf8))
    #expect(try document.revert(edit), sourceLocation: sourceLocation)
    let result = String(decoding: document.bytes, as: UTF8.self)
    #expect(result == left, "\(result.debugDescription)", sourceLocation: sourceLocation)
    #expect(throws: Never.self, sourceLocation: sourceLocation) {
      try verify(JSONDocument.self, before: Array(changed.utf8), after: document.bytes, owned: [edit.path])
    }
  }
}
