import DotEnv
import Testing

/// The rules for statements, keys and values.
struct ParsingTests {
  @Test(arguments: [
    // Blank lines, comments, the byte order mark, line ends.
    ("", [:]),
    ("\n \t\r\n# A=1\n  # B=2", [:]),
    ("\u{FEFF}A=1", ["A": "1"]),
    ("A=1\r\nB=2\r\n", ["A": "1", "B": "2"]),
    ("A=b\rC=d", ["A": "b\rC=d"]),
    ("\u{3000}A=1\u{3000}\n", ["A": "1"]),
    // Keys.
    ("A = 1", ["A": "1"]),
    ("A: 1", ["A": "1"]),
    ("A:1=2", ["A": "1=2"]),
    ("export A=1", ["A": "1"]),
    ("export\tA=1", ["A": "1"]),
    ("exported=1", ["exported": "1"]),
    ("export=1", ["export": "1"]),
    ("export\nA=1", ["A": "1"]),
    ("a.b-c_d[0]=1", ["a.b-c_d[0]": "1"]),
    ("1=digit", ["1": "digit"]),
    ("é=1", ["é": "1"]),
    ("A\tB=1", ["A\tB": "1"]),
    ("A\u{A0}=\u{A0}1", ["A": "1"]),
    ("=v", ["": "v"]),
    ("A", ["": "A"]),
    ("A B", ["": "A B"]),
    ("A=1\nA=2", ["A": "2"]),
    // Unquoted values.
    ("A=", ["A": ""]),
    ("A=   \n", ["A": ""]),
    ("A=a b  ", ["A": "a b"]),
    ("A=a # c", ["A": "a"]),
    ("A=a#b", ["A": "a#b"]),
    ("A=a\t#b", ["A": "a\t#b"]),
    ("A= # c", ["A": "# c"]),
    (#"A=a\nb\"#, ["A": #"a\nb\"#]),
    ("A=`x`", ["A": "`x`"]),
    ("A=it's", ["A": "it's"]),
    // Single quotes.
    ("A='a # b'", ["A": "a # b"]),
    ("A='a\nb'\nB=1", ["A": "a\nb", "B": "1"]),
    (#"A='it\'s'"#, ["A": "it's"]),
    (#"A='a\\b\n'"#, ["A": #"a\\b\n"#]),
    ("A='$B ${B} $$'", ["A": "$B ${B} $$"]),
    // Double quotes.
    (#"A="a\tb\\n\"""#, ["A": "a\tb\\n\""]),
    (#"A="\a\b\f\n\r\v""#, ["A": "\u{7}\u{8}\u{C}\n\r\u{B}"]),
    (#"A="\c\x41\u0041\'""#, ["A": #"\c\x41\u0041\'"#]),
    (#"A="\0101\0377\0400\0188\012\0""#, ["A": #"Aÿ\400\188\12\"#]),
    (#"A="a\$B$$B""#, ["A": "a$B$B"]),
    (#"A="\\$B""#, ["A": #"\"#]),
    // Behind the closing quote the next statement begins.
    ("A=\"x\"# c", ["A": "x"]),
    ("A='x'B=2", ["A": "x", "B": "2"]),
    ("A=\"x\"y\n", ["A": "x"]),
  ])
  func values(_ text: String, _ expected: [String: String]) throws {
    #expect(try read([text]).get().values == expected)
  }

  @Test func everyPartOfAnAssignmentIsLocated() throws {
    let document = try DotEnvDocument(parsing: Array("# c\nexport A = 'x\ny' # c\nB: z # c\nC\nD=\n".utf8))
    let parts = document.assignments.map { assignment in
      [assignment.key, document.text(assignment.keySpan), document.text(assignment.valueSpan), "\(assignment.line)"]
    }
    #expect(parts == [["A", "A", "'x\ny'", "2"], ["B", "B", "z", "4"], ["C", "C", "", "5"], ["D", "D", "", "6"]])
    #expect(document.assignments.map(\.quoting) == [.single, .none, .none, .none])
    #expect(document.assignments.map(\.hasExport) == [true, false, false, false])
    #expect(document.assignments.map(\.usesColon) == [false, true, false, false])
    #expect(document.assignments.map(\.inheritsFromEnvironment) == [false, false, true, false])
  }

  @Test func bytesThatAreNotTextAreKept() throws {
    let bytes: [UInt8] = Array("A=".utf8) + [0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80] + Array("\n".utf8)
    let document = try DotEnvDocument(parsing: bytes)
    #expect(document.bytes == bytes)
    #expect(try document.resolve(environment: [:])["A"]?.contains("\u{FFFD}") == true)
  }
}
