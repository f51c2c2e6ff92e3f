import ConfigEdit
import Testing

/// The text of a value is read as a string if it is one.
struct StringValueTests {
  @Test(
    arguments: [
      ("\"a\\tb \\u00e9\"", "a\tb é"), ("'C:\\dir'", "C:\\dir"), ("\"\"\"\na\nb\"\"\"", "a\nb"), ("'''x'''", "x"),
      ("true", nil), ("5", nil), ("[\"a\"]", nil), ("{ a = \"b\" }", nil), ("\"open", nil), ("", nil),
    ] as [(String, String?)]
  )
  func tomlStrings(text: String, value: String?) {
    #expect(TOMLDocument.string(text) == value)
  }

  @Test(
    arguments: [
      ("\"a\\tb \\u00e9\"", "a\tb é"), ("\"\"", ""), ("true", nil), ("5", nil), ("[\"a\"]", nil),
      ("{\"a\": \"b\"}", nil),
      ("\"open", nil), ("", nil),
    ] as [(String, String?)]
  )
  func jsonStrings(text: String, value: String?) {
    #expect(JSONDocument.string(text) == value)
  }
}
