import ConfigEdit
import Testing

/// A value that is there is replaced, and nothing around it.
struct JSONReplacingTests {
  @Test(arguments: cases)
  func onlyTheValueChanges(_ item: JSONCase) throws { try item.run() }

  private static let cases = [
    JSONCase("a scalar", ["a"], to: "\"x\"", in: "{\"a\" : 1 , \"b\":2}", gives: "{\"a\" : \"x\" , \"b\":2}"),
    JSONCase(
      "between comments",
      ["a"],
      to: "2",
      in: "{\n  \"a\": /* was 0 */ 1 /* now */, // one\n}\n",
      gives: "{\n  \"a\": /* was 0 */ 2 /* now */, // one\n}\n"
    ),
    JSONCase(
      "an object",
      ["a"],
      to: "{}",
      in: "{\n  \"a\": {\n    \"b\": 1 // c\n  },\n}",
      gives: "{\n  \"a\": {},\n}"
    ),
    JSONCase("inside", ["a", "b"], to: "null", in: "{\"a\":{\"b\":[1,2,3]}}", gives: "{\"a\":{\"b\":null}}"),
    JSONCase("a key with escapes", ["é/"], to: "2", in: #"{"\u00e9\/": 1}"#, gives: #"{"\u00e9\/": 2}"#),
    JSONCase(
      "a key with a dot",
      ["a.b"],
      to: "2",
      in: #"{"a": {"b": 0}, "a.b": 1}"#,
      gives: #"{"a": {"b": 0}, "a.b": 2}"#
    ),
    JSONCase(
      "by several lines",
      ["a"],
      to: "[\n  1\n]",
      in: "{\n\t\"a\": true,\n\t\"b\": 0\n}",
      gives: "{\n\t\"a\": [\n\t\t1\n\t],\n\t\"b\": 0\n}"
    ),
    JSONCase("by several lines, on one", ["a"], to: "[\n  1,\n  2\n]", in: "{\"a\":0}", gives: "{\"a\":[1,2]}"),
    JSONCase("the whole document", [], to: "{\n  \"b\": 2\n}", in: "{\"a\": 1}\n", gives: "{\n  \"b\": 2\n}\n"),
  ]

  @Test func theSameValueInOtherWordsStays() throws {
    for (text, value) in [
      (#"{"a":1.0}"#, "1"), (#"{"a":"\u0041"}"#, "\"A\""), (#"{"a":{"b":1,"c":[ 2 ]}}"#, #"{ "c": [2], "b": 10e-1 }"#),
      ("{\"a\":{ /* c */ }}", "{}"),
    ] {
      var document = try JSONDocument(parsing: Array(text.utf8))
      #expect(try document.set(["a"], to: value) == nil)
      #expect(document.bytes == Array(text.utf8))
    }
  }
}
