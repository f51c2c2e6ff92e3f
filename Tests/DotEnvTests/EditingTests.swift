import DotEnv
import Testing

/// Edits leave every byte alone that they are not about.
struct EditingTests {
  @Test(arguments: [
    // In place: comments, spaces, quotes of others and line ends stay.
    ("A=1\nB=2\n", "A=v\nB=2\n"),
    ("A = 1  # c\n", "A = v  # c\n"),
    ("A=\"1\" # c\n", "A=v # c\n"),
    ("A='1\n2'\nB=2", "A=v\nB=2"),
    ("A: 1\n", "A: v\n"),
    ("  export A=1\r\nB=2\r\n", "  export A=v\r\nB=2\r\n"),
    ("A=\r\nB=2\r\n", "A=v\r\nB=2\r\n"),
    ("A=  \n", "A=  v\n"),
    ("A=\n", "A=v\n"),
    ("A=", "A=v"),
    ("A\n", "A=v\n"),
    ("A= # remark\n", "A= v # remark\n"),
    ("A=#1\n", "A=v\n"),
    ("A=1\nA=2\n", "A=1\nA=v\n"),
    ("X='1'A='2'Y='3'", "X='1'A=vY='3'"),
    // Below the example.
    ("# A=example\nB=2\n", "# A=example\nA=v\nB=2\n"),
    ("#A=\r\nB=2\r\n", "#A=\r\nA=v\r\nB=2\r\n"),
    ("B=2\n# A=", "B=2\n# A=\nA=v\n"),
    ("B=2 # A=\n", "B=2 # A=\nA=v\n"),
    ("B='2' # A=\nC=3\n", "B='2' # A=\nC=3\nA=v\n"),
    ("B='\n# A=\n'\nC=3\n", "B='\n# A=\n'\nC=3\nA=v\n"),
    ("# A: remark\n# AB=1\nC=3\n", "# A: remark\n# AB=1\nC=3\nA=v\n"),
    // At the end.
    ("", "A=v\n"),
    ("\u{FEFF}", "\u{FEFF}A=v\n"),
    ("B=2", "B=2\nA=v\n"),
    ("B=2\r\n", "B=2\r\nA=v\r\n"),
    ("B=2\r\n# c", "B=2\r\n# c\r\nA=v\r\n"),
    ("B=2\nlone word", "B=2\nA=v\nlone word"),
    ("B='2' export lone", "B='2' \nA=v\nexport lone"),
  ])
  func set(_ before: String, _ after: String) throws {
    var document = try DotEnvDocument(parsing: Array(before.utf8))
    try document.set("A", to: "v")
    #expect(String(decoding: document.bytes, as: UTF8.self) == after)
  }

  @Test(arguments: [
    ("", "''"), ("sk-1_2.3/4:5@6%7+8,9=", "sk-1_2.3/4:5@6%7+8,9="), ("a b", "'a b'"), ("a#b", "'a#b'"), ("$x", "'$x'"),
    ("\"", "'\"'"), ("it's", "\"it's\""), ("a\\b$\"", #""a\\b\$\"""#), ("a\r\nb", #""a\r\nb""#), ("é", "'é'"),
  ])
  func quoting(_ value: String, _ written: String) throws {
    #expect(DotEnvWriter.quoted(value) == written)
    #expect(try read(["A=\(written)\n"]).get()["A"] == value)
  }

  @Test(arguments: ["", "A B", "A=", "A$", "A\n", "#A", "'A'", "A:"])
  func namesThatCannotBeWrittenAreRefused(_ key: String) throws {
    var document = try DotEnvDocument(parsing: Array("B=1".utf8))
    #expect(throws: DotEnvError.self) { try document.set(key, to: "v") }
    #expect(document.bytes == Array("B=1".utf8))
  }
}
