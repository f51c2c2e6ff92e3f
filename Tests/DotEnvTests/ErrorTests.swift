import DotEnv
import Testing

/// What Compose refuses, in its words, with the line to mend.
struct ErrorTests {
  @Test(arguments: [
    ("A=1\nA B=2", 2, "line 2: key cannot contain a space"),
    ("\n# c\nINVALID LINE\nZ=1", 3, "line 3: key cannot contain a space"),
    ("A='x\ny'\nB C=2", 3, "line 3: key cannot contain a space"),
    ("A\nB\nC D\n", 3, "line 3: key cannot contain a space"),
    ("A=\"x\" two words=1", 1, "line 1: key cannot contain a space"),
    ("a$b=1", 1, #"line 1: unexpected character "$" in variable name "a$b=1""#),
    ("\n'A'=1\nB=2", 2, #"line 2: unexpected character "'" in variable name "'A'=1""#),
    ("A#B=1", 1, ##"line 1: unexpected character "#" in variable name "A#B=1""##),
    ("export a/b=1", 1, #"line 1: unexpected character "/" in variable name "a/b=1""#),
    ("a\u{200B}=\t1", 1, #"line 1: unexpected character "\u200b" in variable name "a\u200b=\t1""#),
    ("A=1\nB=\"x\nC=2\n", 2, "line 4: unterminated quoted value \"x"),
    (#"A='C:\dir\'"#, 1, #"line 1: unterminated quoted value 'C:\dir\'"#),
    ("A='", 1, "line 1: unterminated quoted value '"),
    ("A=1\nexport ", 2, "zero length string"),
    ("A=1\nB=${\n", 2, "Invalid template: \"${\""),
    ("\nA=\"x\n${B:?set B}\"", 2, "required variable B is missing a value: set B"),
  ])
  func refusals(_ text: String, _ line: Int, _ verbatim: String) {
    guard case .failure(let error) = read([text]) else {
      Issue.record("accepted")
      return
    }
    #expect(error.line == line)
    #expect(error.verbatim == verbatim)
    #expect(!error.remedy.isEmpty)
  }

  @Test func bytesThatAreNotTextAreQuotedAsGoDoes() {
    let error = #expect(throws: DotEnvError.self) { try DotEnvDocument(parsing: [0x41, 0xFF, 0x3D, 0x01]) }
    #expect(error?.verbatim == "line 1: unexpected character \"\u{FFFD}\" in variable name \"A\\xff=\\x01\"")
  }

  @Test(arguments: ["sk-secret/1", "A=\"sk-secret", "A B=sk-secret", "A=${sk-secret", "A=${B:?sk-secret}"])
  func noErrorShowsTheTextOfTheFile(_ text: String) {
    guard case .failure(let error) = read([text]) else {
      Issue.record("accepted")
      return
    }
    var dumped = ""
    dump(error, to: &dumped)
    for shown in ["\(error)", error.message, error.remedy, String(reflecting: error), dumped] {
      #expect(!shown.contains("secret"))
    }
  }

  @Test func theLineStandsBeforeTheMessage() {
    let error = #expect(throws: DotEnvError.self) { try DotEnvDocument(parsing: Array("\nA=\"".utf8)) }
    #expect(error?.description == "line 2: unterminated quoted value")
    let withoutLine = #expect(throws: DotEnvError.self) { try Interpolation("${") { _ in nil } }
    #expect(withoutLine?.description == "Invalid template")
  }
}
