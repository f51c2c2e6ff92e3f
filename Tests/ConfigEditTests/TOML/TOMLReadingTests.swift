import ConfigEdit
import Testing

/// What is read from a document, and which documents are refused.
struct TOMLReadingTests {
  @Test func everyLeafHasItsPathItsTextAndItsLine() throws {
    let text = """
      # top
      a . "b c" = [ 1, # one
        { d = 2 } ]
      t = { e.f = '''
      [x]''', g = {}, h = { i = 1979-05-27 } }
      [k]
      "l" = \"""
      \"""
      [m.n]
      [[o]]
      p = 1
      [o.q]
      r = 1
      [m]
      s = inf
      """
    let document = try TOMLDocument(parsing: Array(text.utf8))
    #expect(
      document.leaves == [
        ConfigLeaf(path: ["a", "b c"], text: "[ 1, # one\n  { d = 2 } ]", line: 2),
        ConfigLeaf(path: ["t", "e", "f"], text: "'''\n[x]'''", line: 4),
        ConfigLeaf(path: ["t", "g"], text: "{}", line: 5),
        ConfigLeaf(path: ["t", "h", "i"], text: "1979-05-27", line: 5),
        ConfigLeaf(path: ["k", "l"], text: "\"\"\"\n\"\"\"", line: 7),
        ConfigLeaf(path: ["m", "s"], text: "inf", line: 15),
      ]
    )
    #expect(document.leaf(at: ["t", "h"])?.text == "{ i = 1979-05-27 }")
    for path in [[], ["a"], ["k"], ["o"], ["o", "p"], ["m", "n"], ["t", "x"], ["a", "b c", "d"]] as [ConfigPath] {
      #expect(document.leaf(at: path) == nil, "\(path)")
    }
    #expect(document.bytes == Array(text.utf8))
  }

  @Test(arguments: [
    ("'a'", #""\u0061""#), (#""""\#n  a\b""""#, #""  a\b""#), ("'''a\r\nb'''", #""a\nb""#),
    ("\"\"\"a \\ \n\n  b\"\"\"", "'a b'"), ("''''a''''", #""'a'""#), (#""""""a""""""#, #""\"\"a\"\"""#),
    ("1_000", "1000"), ("0x10", "16"), ("0o17", "0b1111"), ("+0", "-0"), ("9223372036854775807", "0x7fffffffffffffff"),
    ("1.0", "1e0"), ("1_0.0_1", "10.01"), ("+inf", "inf"), ("nan", "-nan"),
    ("1979-05-27 07:32:00z", "1979-05-27T07:32:00.000Z"), ("1979-05-27t07:32:00-00:00", "1979-05-27T07:32:00Z"),
    ("07:32:00.10", "07:32:00.1"), ("[1,[2]]", "[\n1, # one\n[ 2, ],\n]"), ("{a={b=1},c=2}", "{ c = 2, a.b = 1 }"),
    (#""\x41\e""#, #""A\u001B""#), ("07:32", "07:32:00"), ("1979-05-27 07:32Z", "1979-05-27T07:32:00Z"),
    ("{ # none\n}", "{}"), ("{ a = 1, # one\n  b = { c = 2 }\n  , # two\n}", "{a=1,b={c=2}}"),
    ("", ""), ("no", "no"),
  ])
  func oneValueCanBeWrittenInSeveralWays(left: String, right: String) {
    #expect(TOMLDocument.isSameValue(left, right))
    #expect(TOMLDocument.isSameValue(right, left))
  }

  @Test(arguments: [
    ("1", "1.0"), ("1", "'1'"), ("0.0", "-0.0"), ("inf", "-inf"), ("true", "false"), ("1", "true"),
    ("1979-05-27", "1979-05-27 00:00:00"), ("1979-05-27T00:00:00Z", "1979-05-27T00:00:00"),
    ("1979-05-27T00:00:00+01:00", "1979-05-26T23:00:00Z"), ("[1, 2]", "[2, 1]"), ("[]", "{}"), ("{a=1}", "{a=1,b=1}"),
    ("'é'", "'e\u{301}'"), ("{'é'=1}", "{'e\u{301}'=1}"), ("1", "one"), ("one", "1"), ("1", "01"), ("1", "1 "),
  ])
  func differentValuesDiffer(left: String, right: String) {
    #expect(!TOMLDocument.isSameValue(left, right))
  }

  @Test func keysAreToldApartByTheirBytes() throws {
    var document = try TOMLDocument(parsing: Array("\"\u{E9}\" = 1\n\"e\u{301}\" = 2\n".utf8))
    #expect(document.leaf(at: ["\u{E9}"])?.text == "1")
    #expect(document.leaf(at: ["e\u{301}"])?.text == "2")
    _ = try document.set(["e\u{301}"], to: "3")
    #expect(document.bytes == Array("\"\u{E9}\" = 1\n\"e\u{301}\" = 3\n".utf8))
  }
}
