import ConfigEdit
import Testing

/// What is in the way is named with its line, and nothing changes.
struct JSONBlockedTests {
  @Test(
    arguments: [
      ("{\n  \"env\": \"secret\"\n}", ["env", "KEY"], "env is a string, and env.KEY needs an object there", 2),
      ("{\n\n\"a\": {\"b\": null}}", ["a", "b", "c"], "b is true, false or null, and a.b.c needs an object there", 3),
      ("[]", ["a"], "the value is an array, and a needs an object there", 1),
      ("// 1\n42", ["a"], "the value is a number, and a needs an object there", 2),
      ("{\"a\": 1,\n\"b\": 2,\n\"a\": 3}", ["a"], "the key a occurs more than once in its object, on lines 1 and 3", 3),
      ("{\"a\": {},\n\"a\": {}}", ["a", "b"], "the key a occurs more than once in its object, on lines 1 and 2", 2),
    ] as [(String, ConfigPath, String, Int)]
  )
  func somethingElseInTheWay(_ text: String, _ path: ConfigPath, _ message: String, _ line: Int) throws {
    var document = try JSONDocument(parsing: Array(text.utf8))
    let fault = #expect(throws: ConfigError.self) { try document.set(path, to: "2") }
    #expect(fault?.kind == .blocked && fault?.message == message && fault?.line == line && fault?.remedy != nil)
    #expect(document.bytes == Array(text.utf8))
  }

  @Test func anObjectWhereAnArrayIsNeeded() throws {
    var document = try JSONDocument(parsing: Array("{}".utf8))
    let path = ConfigPath([.element(key: "name", value: "x")])
    let fault = #expect(throws: ConfigError.self) { try document.set(path, to: "{\"name\": \"x\"}") }
    #expect(fault?.message == "the value is an object, and [name=x] needs an array there")
  }

  @Test(arguments: ["", " ", "{", "1 2", "// c", "1 // c", "[1,]", "{/**/}", "a", "'a'"])
  func aValueThatIsNotPlainJSONIsRefused(_ text: String) throws {
    var document = try JSONDocument(parsing: Array("{\"a\": 0}".utf8))
    let fault = #expect(throws: ConfigError.self) { try document.set(["a"], to: text) }
    #expect(fault?.kind == .syntax && fault?.remedy != nil && fault?.message.contains("new value of a") == true)
    #expect(document.bytes == Array("{\"a\": 0}".utf8))
  }

  @Test func anEditThatWasNotedWrongIsNotTakenBack() throws {
    for before in ["", "1, \"x\": 2", "1 // c", "{"] {
      var document = try JSONDocument(parsing: Array("{\"a\": 0}".utf8))
      let fault = #expect(throws: ConfigError.self) {
        try document.revert(KeyEdit(path: ["a"], before: before, written: "0"))
      }
      #expect(fault?.kind == .syntax && fault?.remedy == "set it by hand")
      #expect(document.bytes == Array("{\"a\": 0}".utf8))
    }
  }

  @Test func aKeyThatOccursTwiceByNowIsNotTakenBack() throws {
    var document = try JSONDocument(parsing: Array("{\"a\": 1, \"a\": 2}".utf8))
    #expect(throws: ConfigError.self) { try document.revert(KeyEdit(path: ["a"], before: "0", written: "2")) }
    #expect(document.bytes == Array("{\"a\": 1, \"a\": 2}".utf8))
  }
}
