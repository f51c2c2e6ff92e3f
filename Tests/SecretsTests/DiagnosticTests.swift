import Diagnostics
import Testing

@Suite struct DiagnosticTests {
  @Test(arguments: [
    (
      Diagnostic(.error, id: "a.b", "it is wrong", hint: "mend it", file: "f.yaml", line: 3, column: 7),
      "f.yaml:3:7: error: it is wrong\n  hint: mend it"
    ),
    (Diagnostic(.warning, id: "a.b", "odd", file: "f", line: 3), "f:3: warning: odd"),
    (Diagnostic(.note, id: "a.b", "so it is", file: "f"), "f: note: so it is"),
    (Diagnostic(.error, id: "a.b", "nowhere", line: 3), "error: nowhere"),
  ])
  func printsAsEditorsReadIt(_ diagnostic: Diagnostic, _ text: String) {
    #expect(diagnostic.description == text)
  }

  @Test func severitiesAreOrdered() {
    #expect(Diagnostic.Severity.note < .warning)
    #expect(Diagnostic.Severity.warning < .error)
  }
}
