import ConfigEdit
import Testing

/// What is JSON, what is JSONC, and what is neither.
struct JSONReadingTests {
  @Test(arguments: [
    "0", "-0", "-1.5e+10", "1E9", "1e-999", "123456789012345678901234567890", "0.10", "true", "false", "null", "\"\"",
    "[]", "{}", " [ ] ", "\t{\r\n}\n", "[1,2]", "[[[]],{}]", "{\"\":0}", "{\"a\":{\"b\":[{\"c\":null}]}}",
    #""\"\\\/\b\f\n\r\t\u0000\uD83D\ude00""#, #""\ud800""#, #""\udc00\ud800x""#, "\"\u{7F}\u{80}\u{2028}é😀\"",
    "\u{FEFF}1", "{\"a\":1,\"a\":2}", "\"/* */ // \"", "[\"]\", \"}\"]",
  ])
  func thisIsJSON(_ text: String) throws {
    let bytes = Array(text.utf8)
    #expect(try JSONDocument(parsing: bytes).bytes == bytes)
    #expect(throws: Never.self) { try JSONDocument.tree(parsing: bytes) }
  }

  @Test(arguments: [
    "", "\n", "\u{FEFF}", "// c", "/**/", "/* // */ 1", "// /*\n1", "1// c", "1/*c*/", "/***/1/* **/", "[1,]",
    "{\"a\":1,}",
    "[1 /*,*/ , // ,\n ]", "{/**/\"a\"/**/:/**/1/**/,/**/}", "// c\r1", "[/*]*/]", "{\"a\":1 // }\n}", "/*\n\n*/[\n]//",
  ])
  func thisIsJSONWithComments(_ text: String) throws {
    let bytes = Array(text.utf8)
    #expect(try JSONDocument(parsing: bytes).bytes == bytes)
    #expect(throws: Never.self) { try JSONDocument.tree(parsing: bytes) }
  }

  @Test(arguments: [
    ("tru", "not a value", 1, 1), ("True", "not a value", 1, 1), ("nulls", "not a value", 1, 1),
    ("NaN", "not a value", 1, 1),
    ("-Infinity", "not a number as JSON writes them", 1, 1), ("'a'", "not a value", 1, 1), ("`a`", "not a value", 1, 1),
    ("+1", "not a value", 1, 1), (".5", "not a value", 1, 1), ("-", "not a number as JSON writes them", 1, 1),
    ("5.", "not a number as JSON writes them", 1, 1), ("1.e1", "not a number as JSON writes them", 1, 1),
    ("1e", "not a number as JSON writes them", 1, 1), ("1e+", "not a number as JSON writes them", 1, 1),
    ("0x1F", "not a number as JSON writes them", 1, 1), ("1a", "not a number as JSON writes them", 1, 1),
    ("[1.2.3]", "not a number as JSON writes them", 1, 2), ("1_000", "not a number as JSON writes them", 1, 1),
    ("01", "a number with a leading zero", 1, 1), ("[\n -00]", "a number with a leading zero", 2, 2),
    ("\"", "a string that does not end", 1, 1), ("[\"a]", "a string that does not end", 1, 2),
    ("\"\\\"", "a string that does not end", 1, 1), ("\"a\nb\"", "a string that does not end on its line", 1, 1),
    ("\"\\\n\"", "an escape that JSON does not know", 1, 2), ("\"a\tb\"", "a control character in a string", 1, 3),
    ("\"\u{0}\"", "a control character in a string", 1, 2), (#""\x41""#, "an escape that JSON does not know", 1, 2),
    (#""\'""#, "an escape that JSON does not know", 1, 2), (#""\u12""#, "\\u without four hexadecimal digits", 1, 2),
    (#""\u12G4""#, "\\u without four hexadecimal digits", 1, 2), ("\"\\", "an escape that JSON does not know", 1, 2),
    ("[", "the file ends inside an array that begins on line 1", 1, 2),
    ("\n{\n\"a\": [1", "the file ends inside an array that begins on line 3", 3, 8),
    ("{", "the file ends inside an object that begins on line 1", 1, 2),
    ("{\"a\"", "a colon is missing behind the key", 1, 5), ("{\"a\" 1}", "a colon is missing behind the key", 1, 6),
    ("{\"a\":", "the file ends where a value is expected", 1, 6), ("{\"a\":}", "not a value", 1, 6),
    ("{\"a\":,}", "not a value", 1, 6), ("{a: 1}", "a key has to be in double quotes", 1, 2),
    ("{1: 1}", "a key has to be in double quotes", 1, 2), ("{'a': 1}", "a key has to be in double quotes", 1, 2),
    ("[1 2]", "a comma is missing before this", 1, 4), ("{\"a\": 1\n\"b\": 2}", "a comma is missing before this", 2, 1),
    ("[,]", "a comma with nothing before it", 1, 2), ("{,}", "a comma with nothing before it", 1, 2),
    ("[1,,]", "a comma with nothing before it", 1, 4), ("[,1]", "a comma with nothing before it", 1, 2),
    ("[1}", "the wrong closing bracket for an array", 1, 3), ("{]", "the wrong closing bracket for an object", 1, 2),
    ("1 2", "something follows behind the end of the document", 1, 3),
    ("{}{}", "something follows behind the end of the document", 1, 3),
    ("[]]", "something follows behind the end of the document", 1, 3),
    ("1,", "something follows behind the end of the document", 1, 2),
    ("]", "not a value", 1, 1), (":", "not a value", 1, 1), ("# c\n1", "not a value", 1, 1),
    ("\u{A0}1", "not a value", 1, 1),
    ("\u{C}1", "not a value", 1, 1), ("1\u{FEFF}", "not a number as JSON writes them", 1, 1),
    ("/", "a lone slash", 1, 1), ("[1 / 2]", "a lone slash", 1, 4), ("1\n /* c", "a comment that does not end", 2, 2),
    ("/*/", "a comment that does not end", 1, 1), ("\r\n\r[x]", "not a value", 3, 2),
    ("\u{FEFF}x", "not a value", 1, 1),
  ])
  func thisIsNeither(_ text: String, _ message: String, _ line: Int, _ column: Int) {
    let fault = #expect(throws: ConfigError.self) { try JSONDocument(parsing: Array(text.utf8)) }
    #expect(fault?.kind == .syntax && fault?.message == message && fault?.remedy != nil)
    #expect(fault?.line == line && fault?.column == column)
  }

  @Test(
    arguments: [[0xFF], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x31, 0x0A, 0x2F, 0x2F, 0xC0, 0x80]]
      as [[UInt8]]
  )
  func thisIsNotUTF8(_ bytes: [UInt8]) {
    let fault = #expect(throws: ConfigError.self) { try JSONDocument(parsing: bytes) }
    #expect(fault?.message == "the file is not in UTF-8" && fault?.line != nil)
  }

  @Test func leavesAreWhatHoldsNoFurtherKeys() throws {
    let text = """
      // c
      {
        "a": { "b.c": 1, "d": { } },
        "list": [ { "x": 1 } ],
        "twice": 1, "twice": { "e": "é" },
        "\\u0061\\u0300": null
      }
      """
    let leaves = try JSONDocument(parsing: Array(text.utf8)).leaves
    #expect(
      leaves == [
        ConfigLeaf(path: ["a", "b.c"], text: "1", line: 3), ConfigLeaf(path: ["a", "d"], text: "{ }", line: 3),
        ConfigLeaf(path: ["list"], text: "[ { \"x\": 1 } ]", line: 4),
        ConfigLeaf(path: ["twice", "e"], text: "\"é\"", line: 5),
        ConfigLeaf(path: ["a\u{300}"], text: "null", line: 6),
      ]
    )
    #expect(try JSONDocument(parsing: Array("[1]".utf8)).leaves.map(\.path) == [[]])
    #expect(try JSONDocument(parsing: Array("// c".utf8)).leaves.isEmpty)
  }

  @Test func valuesAreFoundByTheirPath() throws {
    let text =
      #"{"a": {"b": [{"name": 1}, {"name": "x", "v": 2}, {"name": "x", "v": 3}]}, "c": 1, "c": 2, "e\u0301": 4}"#
    let document = try JSONDocument(parsing: Array(text.utf8))
    #expect(document.leaf(at: ["a"])?.text.hasPrefix("{\"b\"") == true)
    #expect(document.leaf(at: ["c"])?.text == "2")
    let element = ConfigPath([.key("a"), .key("b"), .element(key: "name", value: "x"), .key("v")])
    #expect(document.leaf(at: element)?.text == "2")
    #expect(document.leaf(at: ["e\u{301}"])?.text == "4")
    // The same to Swift's strings, not to a program that reads the file.
    #expect(document.leaf(at: ["\u{E9}"]) == nil)
    for path in [["a", "x"], ["c", "x"], ["a", "b", "0"], ["x"]] as [ConfigPath] {
      #expect(document.leaf(at: path) == nil)
    }
  }

  @Test(arguments: [
    ("1", "1.0", true), ("100", "1e2", true), ("0.001", "1E-3", true), ("-0", "0.0", true), ("1", "-1", false),
    ("12345678901234567890", "12345678901234567891", false), ("0.1", "0.10000000000000000000001", false),
    ("1e99999999999999999999", "1e99999999999999999999", true),
    ("1e99999999999999999999", "1e99999999999999999998", false),
    ("0e99999999999999999999", "0", true), ("1e9", "1000000000", true), ("1", "\"1\"", false), ("1", "true", false),
    ("\"A\"", #""\u0041""#, true), ("\"😀\"", #""\ud83d\uDE00""#, true), (#""\ud83d""#, #""\ud83e""#, false),
    ("\"é\"", "\"e\u{301}\"", false), ("\"/\"", #""\/""#, true), ("\"\\n\"", #""\u000a""#, true),
    ("null", "false", false),
    ("[1, 2]", "[1,2,]", true), ("[1, 2]", "[2, 1]", false), ("[1]", "[1, 1]", false), ("[]", "{}", false),
    (#"{"a": 1, "b": 2}"#, #"{ "b": 2.0, /* c */ "a": 1 }"#, true), (#"{"a": 1}"#, #"{"a": 1, "b": 2}"#, false),
    (#"{"a": 0, "a": 1}"#, #"{"a": 1}"#, true), (#"{"a": 1}"#, #"{"A": 1}"#, false), ("x", "x", true),
    ("x", "y", false),
    ("", "", true), ("", "1", false), (" ", "", false),
  ])
  func sameValues(_ left: String, _ right: String, _ isSame: Bool) {
    #expect(JSONDocument.isSameValue(left, right) == isSame)
    #expect(JSONDocument.isSameValue(right, left) == isSame)
  }
}
