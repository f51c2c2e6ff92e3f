import DotEnv
import Testing

/// The rules of Compose's templates.
struct InterpolationTests {
  private let variables = ["FULL": "f", "EMPTY": "", "_1": "u"]

  @Test(
    arguments: [
      ("plain", "plain"), ("$FULL", "f"), ("${FULL}", "f"), ("$_1", "u"), ("$FULL-x", "f-x"), ("$full", ""),
      ("$", "$"), ("a$", "a$"), ("$ x", "$ x"), ("$1", "$1"), ("$}", "$}"), ("$é", "$é"),
      ("$$", "$"), ("$$FULL", "$FULL"), ("$$$FULL", "$f"), ("$${FULL}", "${FULL}"),
      // Operators: filled, empty, unset.
      ("${FULL:-d}${EMPTY:-d}${NONE:-d}", "fdd"), ("${FULL-d}${EMPTY-d}${NONE-d}", "fd"),
      ("${FULL:+r}${EMPTY:+r}${NONE:+r}", "r"), ("${FULL+r}${EMPTY+r}${NONE+r}", "rr"),
      ("${FULL:?e}", "f"), ("${FULL?e}${EMPTY?e}", "f"),
      ("${NONE:-}", ""), ("${NONE--}", "-"), ("${NONE-a:-b?c+d}", "a:-b?c+d"),
      // Nesting, and what follows on the line.
      ("${NONE:-${EMPTY:-$FULL}}", "f"), ("${NONE:-a${FULL}b}c", "afbc"), ("${NONE:-x} ${FULL} ${NONE-y}", "x f y"),
      ("${NONE:-{\"a\":1}}", "{\"a\":1}"), ("${NONE:-{{x}}}", "{{x}}"), ("${NONE:-x}}", "x}"),
      ("${NONE:-a\nb}", nil), ("${FULL}\n${NONE:-x}\n}", "f\nx\n}"),
      // Braces are counted as Compose counts them: the byte behind an opening brace is skipped.
      ("${NONE:-{}}", "{}"), ("${NONE:-{}} ${FULL}", nil),
      // Go folds the long s and the Kelvin sign into the pattern's letters.
      ("$\u{17F}x", ""), ("a$\u{212A}", "a"),
    ] as [(String, String?)]
  )
  func expansion(_ template: String, _ expected: String?) throws {
    #expect((try? Interpolation(template) { variables[$0] })?.text == expected)
  }

  @Test(arguments: ["${", "${}", "${ }", "${ A}", "${A }", "${A!}", "${A:}", "${A:x}", "${A-", "${1}", "a ${A"])
  func malformed(_ template: String) {
    let error = #expect(throws: DotEnvError.self) { try Interpolation(template) { variables[$0] } }
    #expect(error?.verbatim == "Invalid template: \"\(template)\"")
  }

  @Test(arguments: [
    ("${FULL:-x} ${", "${FULL:-x} ${"),
    ("${FULL:-x} ${ }", " ${ }"),
    ("${NONE:-a${}} b", "a${}"),
    ("${FULL:-x}\n${", "${FULL:-x}\n${"),
  ])
  func theFaultyTemplateIsTheOneComposeNames(_ template: String, _ named: String) {
    let error = #expect(throws: DotEnvError.self) { try Interpolation(template) { variables[$0] } }
    #expect(error?.verbatim == "Invalid template: \(String(reflecting: named))")
  }

  @Test func requiredVariables() {
    for (template, words) in [
      ("${NONE:?say $FULL}", "required variable NONE is missing a value: say f"),
      ("${EMPTY:?}", "required variable EMPTY is missing a value"),
      ("${NONE?}", "required variable NONE is missing a value"),
    ] {
      let error = #expect(throws: DotEnvError.self) { try Interpolation(template) { variables[$0] } }
      #expect(error?.verbatim == words)
    }
  }

  @Test func onlyTheTextThatIsUsedIsLookedAt() throws {
    #expect(try Interpolation("${FULL:-${}") { variables[$0] }.text == "f")
    #expect(try Interpolation("${NONE:+${}") { variables[$0] }.text.isEmpty)
  }

  @Test func unsetVariablesAreNamed() throws {
    let result = try Interpolation("$B${A}$B${C:-}${EMPTY}") { variables[$0] }
    #expect(result.unset == ["B", "A"])
  }
}
