import DotEnv
import Testing

/// Files whose shape makes careless parsers quadratic, exponential or overflow their stack. The time limit only keeps a
/// hang from lasting. One file at a time: a megabyte keeps an unoptimized build busy, and other tests have limits too.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct HostileInputTests {
  private static let braces = String(repeating: "}", count: 1 << 18)

  @Test(arguments: [
    HostileShape("one line", "A=", "x"),
    HostileShape("one quoted value", "A=\"", "x\n", "\""),
    HostileShape("spaces", "A=", " ", "x"),
    HostileShape("spaces behind a value", "A=x", " "),
    HostileShape("wide spaces behind a value", "A=x", "\u{3000}"),
    HostileShape("blank lines", "", "\n"),
    HostileShape("comments", "", "#\n"),
    HostileShape("examples", "", "# NEW\n"),
    HostileShape("one comment", "", "#"),
    HostileShape("assignments", "", "A=\n"),
    HostileShape("statements on one line", "", "A=''"),
    HostileShape("a quote at every line", "", "A=\"x\n", "\""),
    HostileShape("inherited keys", "", "A\n"),
    HostileShape("one long key", "", "A", "=1"),
    HostileShape("a word without end", "", "é"),
    HostileShape("hashes", "A=a", "#"),
    HostileShape("quotes in a value", "A=a", "'\""),
    HostileShape("dollars", "A=", "$"),
    HostileShape("escapes", "A=\"", "\\0101\\", "\\\""),
    HostileShape("unset variables", "A=", "$B"),
    HostileShape("closed variables", "A=", "${B}"),
    HostileShape("defaults side by side", "A=", "${B:-c}"),
    HostileShape("opening braces in a default", "A=${B:-", "{x", "}"),
    HostileShape("braces behind a variable", "A=${B:-", "}"),
    HostileShape("a lone dollar between braces", "A=${B:-", "$}"),
  ])
  func isRead(_ shape: HostileShape) throws {
    let document = try DotEnvDocument(parsing: shape.bytes)
    let values = try document.resolve(environment: [:])
    #expect(values.order.count <= document.assignments.count)
    for assignment in document.assignments.prefix(1000) { _ = document.divergences(of: assignment) }
  }

  @Test(arguments: [
    HostileShape("comments", "", "#\n"),
    HostileShape("comments on one line", "", "A=''#"),
    HostileShape("spaces before a comment", "", " ", "# NEW=\n"),
    HostileShape("assignments", "", "A=\n"),
  ])
  func isEdited(_ shape: HostileShape) throws {
    var document = try DotEnvDocument(parsing: shape.bytes)
    try document.set("NEW", to: "v")
    #expect(document.lastAssignment(of: "NEW").map { document.text($0.valueSpan) } == "v")
  }

  @Test(arguments: [
    HostileShape("an open quote", "A='", "\\'\n", refused: "unterminated quoted value"),
    HostileShape("an open quote at the end", "A=1\n", "B=2\n", "C=\"", refused: "unterminated quoted value"),
    HostileShape("words", "", "A B\n", refused: "key cannot contain a space"),
    HostileShape("zeros", "", "\0", refused: #"unexpected character "\x00" in variable name"#),
    HostileShape("open variables", "A=", "${", refused: "Invalid template"),
    HostileShape("nested variables without end", "A=", "${A:-", refused: "Invalid template"),
    HostileShape("nested variables", "A=", "${A:-", braces, refused: "variables are nested more than 16 deep"),
    HostileShape(
      "nested variables in pairs",
      "A=",
      "${A:-${A:-x}${A:-",
      braces,
      refused: "variables are nested more than 16 deep"
    ),
    HostileShape(
      "a value inserted again and again",
      "A=\(String(repeating: "x", count: 1 << 16))\n",
      "B=$A\n",
      refused: "variables expand to more than 4 MiB"
    ),
  ])
  func isRefused(_ shape: HostileShape) {
    let error = #expect(throws: DotEnvError.self) { try DotEnvDocument(parsing: shape.bytes).resolve(environment: [:]) }
    #expect(error?.message == shape.message)
  }

  @Test(arguments: [("$", ""), ("${", "}"), ("${X:-${", "}}"), ("${X:-$", "}")])
  func doublingIsBounded(_ opening: String, _ closing: String) {
    var text = "A0=xxxxxxxxxxxxxxxx\n"
    for step in 1...64 {
      let variable = "\(opening)A\(step - 1)\(closing)"
      text += "A\(step)=\"\(variable)\(variable)\"\n"
    }
    guard case .failure(let error) = read([text]) else {
      Issue.record("accepted")
      return
    }
    // 16 bytes doubled 17 times stay within the 4 MiB that all values together may take, doubled once more they do not.
    #expect(error.description == "line 19: variables expand to more than 4 MiB")
  }

  @Test func nestingIsAllowedUpToTheBound() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "${X:-", count: depth) + "v" + String(repeating: "}", count: depth)
    }
    #expect(try Interpolation(nested(Interpolation.maximumDepth)) { _ in nil }.text == "v")
    #expect(throws: DotEnvError.self) { try Interpolation(nested(Interpolation.maximumDepth + 1)) { _ in nil } }
  }
}
