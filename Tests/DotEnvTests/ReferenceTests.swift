import DotEnv
import Testing

/// Every assertion of the reference implementation's own tests.
@Suite(.enabled(if: ReferenceCases.isPresent, "the reference's cases are not beside this checkout"))
struct ReferenceTests {
  @Test func files() throws {
    let cases = try ReferenceCases.load().parseCases
    try #require(cases.count == 103)
    for item in cases {
      let outcome = read([item.input], environment: item.lookup)
      if let message = item.error {
        #expect(throws: DotEnvError.self, "\(item.id)") { try outcome.get() }
        if case .failure(let error) = outcome { #expect(error.verbatim.contains(message), "\(item.id)") }
        continue
      }
      var values = try outcome.get().values
      if item.dropDigitKeys == true {
        // Asserted of an entry point that Compose does not use for `.env`.
        values = values.filter { $0.key.first?.isNumber != true }
      }
      #expect(values == item.expected, "\(item.id)")
    }
  }

  @Test func severalFiles() throws {
    let cases = try ReferenceCases.load().multiFileCases
    try #require(cases.count == 2)
    for item in cases {
      #expect(try read(item.files, environment: item.shellEnv).get().values == item.expected, "\(item.id)")
    }
  }

  @Test func ignoredLines() throws {
    let cases = try ReferenceCases.load().linesToIgnore
    try #require(cases.count == 6)
    for item in cases {
      let document = try DotEnvDocument(parsing: Array(item.input.utf8))
      #expect(document.assignments.isEmpty == item.want.isEmpty, "\(item.input)")
    }
  }

  @Test func substitution() throws {
    let cases = try ReferenceCases.load().substitutionCases
    try #require(cases.count == 81)
    for item in cases {
      do {
        let text = try Interpolation(item.template) { item.mapping[$0] }.text
        #expect(item.error == nil, "\(item.id)")
        #expect(text == item.expected, "\(item.id)")
      } catch {
        let message = try #require(item.error, "\(item.id)")
        #expect(error.verbatim.contains(message), "\(item.id)")
      }
    }
  }

  /// The operator is the first one in the text: each has an outcome of its own for a variable that is unset, empty
  /// and filled.
  @Test func choiceOfOperator() throws {
    let cases = try ReferenceCases.load().operatorChoice
    try #require(cases.count == 12)
    for item in cases {
      let text = String(item.input.dropFirst("VARNAME".count + item.operator.count))
      let outcomes = [nil, "", "filled"].map { value in
        (try? Interpolation("${\(item.input)}") { _ in value })?.text
      }
      let expected: [String?] =
        switch item.operator {
        case ":?": [nil, nil, "filled"]
        case "?": [nil, "", "filled"]
        case ":-": [text, text, "filled"]
        case "-": [text, "", "filled"]
        case ":+": ["", "", text]
        default: ["", text, text]
        }
      #expect(outcomes == expected, "\(item.input)")
    }
  }
}
