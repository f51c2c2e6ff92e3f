import DotEnv
import Testing

/// Where python-dotenv 1.2 and node's dotenv 17 were seen to read something else than Compose, and where not.
struct DivergenceTests {
  private func kinds(_ text: String) throws -> [(Divergence.Kind, [Divergence.Reader])] {
    let document = try DotEnvDocument(parsing: Array(text.utf8))
    let first = try #require(document.assignments.first)
    return document.divergences(of: first).map { ($0.kind, $0.readers) }
  }

  @Test(
    arguments: [
      ("A=a#b", .hash, [.node]),
      ("A=http://h/p#frag", .hash, [.node]),
      ("A=a\t#b", .hash, [.python, .node]),
      ("A=#x", .hash, [.node]),
      ("A= # c", .remarkAsValue, [.python, .node]),
      ("A=pa$word", .variable, [.python, .node]),
      ("A=\"pa$word\"", .variable, [.python, .node]),
      ("A=p$$w", .variable, [.python, .node]),
      ("A=\\$B", .variable, [.python, .node]),
      ("A=${B}", .variable, [.node]),
      ("A=${B-d}", .variable, [.python, .node]),
      ("A=${B:-d}", .variable, [.python, .node]),
      ("A=${B:-${C:-d}}", .variable, [.python, .node]),
      ("A=\"pa\\$word\"", .escapedDollar, [.python, .node]),
      ("A='${B}'", .variableInSingleQuotes, [.python]),
      ("A=\"a\\tb\"", .escape, [.node]),
      ("A=\"a\\\"b\"", .escape, [.node]),
      ("A=\"\\0101\"", .escape, [.python, .node]),
      ("A=\"it\\'s\"", .escape, [.python]),
      ("A='it\\'s'", .escapedSingleQuote, [.node]),
      ("A='a\\\\b'", .doubledBackslash, [.python]),
      ("A=`x`", .backticks, [.node]),
      ("A=b\rC=d", .carriageReturn, [.python, .node]),
      ("A=\rb", .carriageReturn, [.python, .node]),
      ("A: 1", .colon, [.python]),
      ("A:1", .colon, [.python, .node]),
      ("A", .namelessWord, [.python, .node]),
      ("A=\"x\"y\n", .textBehindQuote, [.python, .node]),
      ("é=1", .keyCharacters, [.node]),
      ("a[0]=1", .keyCharacters, [.node]),
      ("=1", .keyCharacters, [.node]),
    ] as [(String, Divergence.Kind, [Divergence.Reader])]
  )
  func isFound(_ text: String, _ kind: Divergence.Kind, _ readers: [Divergence.Reader]) throws {
    let found = try kinds(text)
    #expect(found.map(\.0) == [kind])
    #expect(found.first?.1 == readers)
  }

  @Test(arguments: [
    "A=1", "A=1\r\nB=2\r\n", "\u{FEFF}A=1", "A=x # c", "A=\"x\" # c", "A=\"x\"#c", "A='x' # c", "A=\"a\nb\"",
    "A='a\nb'",
    "export A=1", "a-b=1", "a.b=1", "1A=1", "A=1\nA=2", "A={\"a\": [1, 2]}", "A=sk-ant-api03-x_y==", "A=", "A=''",
    "A=\"\"", "A=a b", "A=it's", "A='a#b'", "A='pa$word'", "A='a\"b'", "A=\"it's\"", "A=\"a\\nb\"", "A=C:\\dir",
    "A=a\\\\b", "A='C:\\dir'", "A=$", "A=a$ b", "A=\"$\"", "A=5$", "A=a`b`", "A='\\n'",
  ])
  func isNotImagined(_ text: String) throws {
    #expect(try kinds(text).isEmpty)
  }

  @Test func everyKindSaysWhatAndWhatToDo() {
    for kind in Divergence.Kind.allCases {
      let divergence = Divergence(kind: kind, readers: [.node])
      #expect(divergence.explanation.contains("Compose") || divergence.explanation.contains("node's dotenv"))
      #expect(!divergence.remedy.isEmpty)
    }
  }
}
