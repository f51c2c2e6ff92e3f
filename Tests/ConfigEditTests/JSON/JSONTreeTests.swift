import ConfigEdit
import Testing

/// What the second reader notices.
struct JSONTreeTests {
  @Test(arguments: [
    ("[1, 2]", "[2, 1]"), ("{\"a\": 1}", "{\"a\": 1, \"b\": null}"), ("{\"a\": true}", "{\"a\": 1}"), ("\"1\"", "1"),
    ("{\"a\": {}}", "{\"a\": []}"), ("null", "\"null\""), ("[null]", "[]"),
    // More digits than a `Double` or a `Decimal` holds.
    ("9007199254740993", "9007199254740992"), ("18446744073709551617", "18446744073709551616"),
    ("0.1234567890123456789012345678901234567890123", "0.1234567890123456789012345678901234567890124"),
    (#"["\ud800"]"#, #"["\ud801"]"#), ("1e400", "1e401"), ("1e-400", "0"),
    ("{\"a\": 1, \"a\": 2}", "{\"a\": 1, \"a\": 3}"), ("{\"é\": 1, \"e\u{301}\": 2}", "{\"é\": 1, \"e\u{301}\": 3}"),
  ])
  func anotherTree(_ left: String, _ right: String) throws {
    #expect(try JSONDocument.tree(parsing: Array(left.utf8)) != JSONDocument.tree(parsing: Array(right.utf8)))
    #expect(throws: ConfigError.self) {
      try verify(JSONDocument.self, before: Array(left.utf8), after: Array(right.utf8), owned: [["other"]])
    }
  }

  @Test(arguments: [
    ("{\"a\":1,\"b\":[2]}", "// c\n{ \"b\": [ 2.0, ], /* c */ \"a\": 10e-1, }\n"),
    (#"["\u0041\/\ud83d\ude00"]"#, "[\"A/😀\"]"),
    ("[-0, 1e2]", "[0, 100]"), ("", "{}"), ("// c", " "), ("\u{FEFF}{}", "{}"), (#"["\u0000"]"#, "[\"\\u0000\"]"),
    (#"["\u0000", 1, ]"#, "[\"\\u0000\", 1]"),
  ])
  func theSameTree(_ left: String, _ right: String) throws {
    #expect(try JSONDocument.tree(parsing: Array(left.utf8)) == JSONDocument.tree(parsing: Array(right.utf8)))
  }

  @Test func theDeepestDocumentIsReadByBoth() throws {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
      let text = String(repeating: open, count: 256) + "1" + String(repeating: close, count: 256)
      #expect(throws: Never.self) { try JSONDocument.tree(parsing: Array(text.utf8)) }
    }
  }
}
