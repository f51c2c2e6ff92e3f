import ConfigEdit
import Testing

/// A key that is there gets another value: nothing but the value's bytes change.
struct TOMLReplacingTests {
  @Test(arguments: cases)
  func onlyTheValueChanges(_ item: TOMLCase) throws { try item.run() }

  private static let cases = [
    TOMLCase(
      "comment and alignment stay",
      ["model"],
      to: #""b""#,
      in: "model     =  'a'   # mine\nother     =  1\n",
      gives: "model     =  \"b\"   # mine\nother     =  1\n"
    ),
    TOMLCase(
      "a blank before the comment is not needed",
      ["a"],
      to: "true",
      in: "a=false#x\n",
      gives: "a=true#x\n"
    ),
    TOMLCase(
      "a multi-line string becomes one line",
      ["t", "s"],
      to: "1",
      in: "[t]\ns = \"\"\"\n[not.a.header]\nmodel = 1 \\\n\"\"\"\"\" # c\nmodel = 2\n",
      gives: "[t]\ns = 1 # c\nmodel = 2\n"
    ),
    TOMLCase(
      "a key with the name of a line in a string",
      ["model"],
      to: "3",
      in: "s = '''\nmodel = 1\n'''\nmodel = 2\n",
      gives: "s = '''\nmodel = 1\n'''\nmodel = 3\n"
    ),
    TOMLCase(
      "an array with comments and a header's look is one value",
      ["m", "args"],
      to: "[]",
      in: "[m]\nargs = [ # first\n  [\"a]\"], # ]\n[\"x\"],\n]\n[n]\n",
      gives: "[m]\nargs = []\n[n]\n"
    ),
    TOMLCase(
      "an array of several lines is indented like its key",
      ["m", "args"],
      to: "[\n  \"a\",\n  '''b\nc''',\n]",
      in: "[m]\n\targs = 1\n",
      gives: "[m]\n\targs = [\n\t  \"a\",\n\t  '''b\nc''',\n\t]\n"
    ),
    TOMLCase(
      "a quoted key",
      ["a.b", "c"],
      to: "2",
      in: "['a.b']\n\"\\u0063\" = 1\n",
      gives: "['a.b']\n\"\\u0063\" = 2\n"
    ),
    TOMLCase("a dotted key", ["a", "b", "c"], to: "2", in: "[a]\nb . c = 1", gives: "[a]\nb . c = 2"),
    TOMLCase(
      "a key between braces",
      ["t", "b", "c"],
      to: "'x'",
      in: "t = { a = 1, b.c = 2 , d = 3 }\n",
      gives: "t = { a = 1, b.c = 'x' , d = 3 }\n"
    ),
    TOMLCase("a whole inline table", ["t"], to: "{}", in: "t = { a = 1 } #\n", gives: "t = {} #\n"),
    TOMLCase("behind a byte order mark", ["a"], to: "2", in: "\u{FEFF}a = 1\n", gives: "\u{FEFF}a = 2\n"),
    TOMLCase(
      "the other keys in its table may be of an array of tables",
      ["a", "b"],
      to: "2",
      in: "[[a.c]]\nb = 0\n[a]\nb = 1\n[[a.c]]\nb = 3\n",
      gives: "[[a.c]]\nb = 0\n[a]\nb = 2\n[[a.c]]\nb = 3\n"
    ),
  ]

  @Test func theSameValueStaysAsItIsWritten() throws {
    let text = "a = 0x10 # sixteen\nb = 'x'\nc = [1,2,]\n"
    var document = try TOMLDocument(parsing: Array(text.utf8))
    #expect(try document.set(["a"], to: "16") == nil)
    #expect(try document.set(["b"], to: #""\u0078""#) == nil)
    #expect(try document.set(["c"], to: "[\n  1,\n  2\n]") == nil)
    #expect(document.bytes == Array(text.utf8))
  }

  @Test func linesEndAsTheDocumentsOthersDo() throws {
    for (end, other) in [("\n", "\r\n"), ("\r\n", "\n")] {
      var document = try TOMLDocument(parsing: Array("a = 1\(end)b = 2\(end)".utf8))
      _ = try document.set(["a"], to: "[\(other)  3,\(other)]")
      #expect(document.bytes == Array("a = [\(end)  3,\(end)]\(end)b = 2\(end)".utf8))
    }
  }
}
