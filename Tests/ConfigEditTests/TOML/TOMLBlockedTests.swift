import ConfigEdit
import Testing

/// What is in a key's way is named, with its line, and nothing changes.
struct TOMLBlockedTests {
  @Test(
    arguments: [
      (["a"], "[a]\n", "a is a table and cannot be given a value", 1),
      (["a"], "\na.b = 1\n", "a is a table and cannot be given a value", 2),
      (["a"], "[a.b]\n", "a is a table and cannot be given a value", 1),
      (["a"], "[[a]]\n[[a]]\n", "a is an array of tables and cannot be given a value", 1),
      (["a", "b"], "\na = 1\n", "a is a single value, so a.b has no place", 2),
      (["a", "b"], "a = [\n]\n", "a is an array, so a.b has no place", 1),
      (["a", "b", "c"], "[a]\nb = { c = {} }\n", nil, nil),
      (["a", "b", "c", "d"], "[a]\nb = { c = '' }\n", "a.b.c is a single value, so a.b.c.d has no place", 2),
      (["a b", "c"], "[['a b']]\n", "\"a b\" is an array of tables, so \"a b\".c has no place", 1),
    ] as [([String], String, String?, Int?)]
  )
  func whatIsInTheWayIsNamed(keys: [String], text: String, message: String?, line: Int?) throws {
    var document = try TOMLDocument(parsing: Array(text.utf8))
    guard let message else {
      #expect(try document.set(ConfigPath(keys: keys), to: "1") != nil)
      return
    }
    let error = #expect(throws: ConfigError.self) { try document.set(ConfigPath(keys: keys), to: "1") }
    #expect(error?.kind == .blocked)
    #expect(error?.message == message)
    #expect(error?.line == line)
    #expect(error?.remedy?.isEmpty == false)
    #expect(document.bytes == Array(text.utf8))
  }

  @Test(arguments: [[], [.element(key: "name", value: "x"), .key("y")]] as [[ConfigPath.Step]])
  func aPathMustConsistOfKeys(_ steps: [ConfigPath.Step]) throws {
    var document = try TOMLDocument(parsing: [])
    let error = #expect(throws: ConfigError.self) { try document.set(ConfigPath(steps), to: "1") }
    #expect(error?.kind == .blocked)
  }

  @Test(arguments: ["", " 1", "1 ", "1 # one", "1\n", "one", "[1", "1\nb = 2"])
  func whatIsNoValueIsNotWritten(_ text: String) throws {
    var document = try TOMLDocument(parsing: Array("a = 1\n".utf8))
    for path in [["a"], ["b"]] as [ConfigPath] {
      let error = #expect(throws: ConfigError.self) { try document.set(path, to: text) }
      #expect(error?.kind == .unverified)
    }
    #expect(document.bytes == Array("a = 1\n".utf8))
  }

  @Test func whatIsNestedTooDeeplyIsNotWritten() throws {
    var document = try TOMLDocument(parsing: [])
    let error = #expect(throws: ConfigError.self) {
      try document.set(ConfigPath(keys: Array(repeating: "a", count: 70)), to: "1")
    }
    #expect(error?.kind == .unverified)
    #expect(document.bytes.isEmpty)
  }
}
