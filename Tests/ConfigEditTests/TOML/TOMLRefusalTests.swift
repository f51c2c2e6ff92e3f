import ConfigEdit
import Testing

/// What TOML 1.1 forbids is refused, with the place and the reason.
struct TOMLRefusalTests {
  @Test(
    arguments: [
      ("a = 1\nb", 2, 2, "an equals sign is missing after the key"),
      ("= 1", 1, 1, "a key is missing here"),
      ("a. = 1", 1, 4, "a key is missing here"),
      ("é = 1", 1, 1, "this cannot stand in a key"),
      ("\"\"\"a\"\"\" = 1", 1, 1, "a key cannot be a multi-line string"),
      ("a =", 1, 4, "a value is missing here"),
      ("a = # one", 1, 5, "a value is missing here"),
      ("a = True", 1, 5, "this is no value"),
      ("a = *", 1, 5, "this is no value"),
      ("a = 1 b = 2", 1, 7, "only a comment may follow here on this line"),
      ("a = 1\rb = 2", 1, 6, "a carriage return without a line feed"),
      ("# \u{7F}", 1, 3, "the control character U+007F is not allowed here"),
      ("a = '\u{1}'", 1, 6, "the control character U+0001 is not allowed here"),
      ("a = '''\r'''", 1, 8, "a carriage return without a line feed"),
      ("a = 'b\n'", 1, 5, "the string is not closed on its line"),
      ("a = '''b\n''", 1, 5, "the multi-line string is not closed"),
      (#"a = "\x""#, 1, 6, "this escape sequence needs 2 hexadecimal digits"),
      (#"a = "\y""#, 1, 6, "this is no escape sequence"),
      (#"a = "\u12"#, 1, 6, "this escape sequence needs 4 hexadecimal digits"),
      (#"a = "\uD800""#, 1, 6, "this escape sequence stands for no character"),
      (#"a = "\U00110000""#, 1, 6, "this escape sequence stands for no character"),
      ("a = 01", 1, 5, "this is no number, date or time as TOML writes them"),
      ("a = 1__0", 1, 5, "this is no number, date or time as TOML writes them"),
      ("a = 0x", 1, 5, "this is no number, date or time as TOML writes them"),
      ("a = 9223372036854775808", 1, 5, "this is no number, date or time as TOML writes them"),
      ("a = 1.", 1, 5, "this is no number, date or time as TOML writes them"),
      ("a = 2023-02-29", 1, 5, "there is no such date"),
      ("a = 24:00:00", 1, 5, "there is no such time"),
      ("a = 12:0", 1, 5, "this is no date or time as TOML writes them"),
      ("a = 2023-02-28T12:00:00+24:00", 1, 5, "there is no such offset from UTC"),
      ("a = [1 2]", 1, 8, "a comma or ] is missing in the array"),
      ("\na = [1,", 2, 5, "the array is not closed with ]"),
      ("a = { b = 1,\n, }", 2, 1, "this cannot stand in a key"),
      ("\na = { b = 1, # one }\n", 2, 5, "the inline table is not closed with }"),
      ("a = { b = 1 c = 2 }", 1, 13, "a comma or } is missing in the inline table"),
      ("[a", 1, 3, "the header is not closed with ]"),
      ("[[a]", 1, 5, "the header is not closed with ]]"),
      ("a = 1\na = 2", 2, 1, "the key a has a value since line 1"),
      ("a = 1\n[a]", 2, 2, "the key a has a value since line 1"),
      ("[a]\n[a]", 2, 2, "the key a is a table since line 1"),
      ("a.b = 1\n[a]", 2, 2, "the key a is a table since line 1"),
      ("[a.b.c]\n[a]\nb.d = 1\n[a.b]", 4, 4, "the key b is a table since line 1"),
      ("[a.b]\n[a]\nb.c = 1", 3, 1, "the key b is a table since line 1"),
      ("[a.b.c]\n[a]\nb.c.d = 1", 3, 3, "the key c is a table since line 1"),
      ("a = {}\n[a.b]", 2, 2, "the key a is an inline table since line 1"),
      ("a = {}\na.b = 1", 2, 1, "the key a is an inline table since line 1"),
      ("a = { b = 1, b.c = 2 }", 1, 14, "the key b has a value since line 1"),
      ("a = []\n[[a]]", 2, 3, "the key a is an array since line 1"),
      ("[[a]]\n[a]", 2, 2, "the key a is an array of tables since line 1"),
      ("[a.b]\n[[a]]", 2, 3, "the key a is a table since line 1"),
      ("a = '\u{FEFF}'\n\u{FEFF}b = 1", 2, 1, "this cannot stand in a key"),
    ] as [(String, Int, Int, String)]
  )
  func whatIsForbiddenIsNamed(text: String, line: Int, column: Int, message: String) {
    let error = #expect(throws: ConfigError.self, "\(text)") { try TOMLDocument(parsing: Array(text.utf8)) }
    #expect(error?.kind == .syntax)
    #expect(error?.message == message)
    #expect([error?.line, error?.column] == [line, column])
  }

  @Test func whatIsNotUTF8IsRefused() {
    let error = #expect(throws: ConfigError.self) {
      try TOMLDocument(parsing: Array("a = 1\n# é".utf8) + [0xC3, 0x0A])
    }
    #expect(error == ConfigError(.syntax, "the text is not UTF-8", remedy: error?.remedy, line: 2, column: 5))
  }

  @Test func aValueIsNeverRepeated() {
    for text in [
      "a = sk-secret", "a = \"sk-secret", "a = 'x' sk-secret", "a = [ 'sk-secret'\n\n", "a = \"sk-secret\\q\"",
    ] {
      let error = #expect(throws: ConfigError.self) { try TOMLDocument(parsing: Array(text.utf8)) }
      #expect(error?.message.contains("secret") == false)
      #expect(error?.remedy?.contains("secret") != true)
    }
  }
}
