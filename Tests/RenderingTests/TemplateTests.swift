import Rendering
import Testing

struct TemplateTests {
  @Test func valuesAreQuotedByTheFormat() throws {
    let values: Values = ["name": .text("a \"b\""), "plain": .text("gpt-4"), "port": .number(4000)]
    #expect(
      try render("a: {{name}}\nb: {{plain}}\nc: {{port}}\n", .yaml, values) == "a: \"a \\\"b\\\"\"\nb: gpt-4\nc: 4000\n"
    )
    #expect(try render("a = {{plain}}\n", .toml, values) == "a = \"gpt-4\"\n")
    #expect(try render("A={{name}}\n", .dotenv, values) == "A='a \"b\"'\n")
  }

  @Test func sectionsRepeatAndChoose() throws {
    let source = """
      models:
      {{#models}}
        - {{alias}}
      {{/models}}
      {{^models}}
        none: here
      {{/models}}
      {{#cache}}
      cache: {{size}}
      {{/cache}}
      end: 1

      """
    let some: Values = [
      "models": .list([["alias": .text("a")], ["alias": .text("b")]]), "cache": .flag(true), "size": .number(3),
    ]
    #expect(try render(source, .yaml, some) == "models:\n  - a\n  - b\ncache: 3\nend: 1\n")
    let none: Values = ["models": .list([]), "cache": .flag(false)]
    #expect(try render(source, .yaml, none) == "models:\n  none: here\nend: 1\n")
  }

  @Test func innerNamesHideOuterOnes() throws {
    let values: Values = ["x": .text("out"), "y": .text("outer"), "list": .list([["x": .text("in")]])]
    #expect(try render("{{#list}}\n- {{x}}\n- {{y}}\n{{/list}}\n- {{x}}\n", .yaml, values) == "- in\n- outer\n- out\n")
  }

  @Test func insertedTextIsNotReadAgain() throws {
    let values: Values = ["a": .text("{{b}}"), "b": .text("never")]
    #expect(try render("x: {{a}}", .yaml, values) == "x: \"{{b}}\"")
  }

  @Test func notesLeaveNothingBehind() throws {
    #expect(try render("a\n  {{! a note }}\nb {{!c}}d\n", .text, [:]) == "a\nb d\n")
  }

  @Test(arguments: [
    ("a: 1\nb: {{missing}}\n", "t:2: nothing is named \"missing\" here"),
    ("{{#missing}}\n{{/missing}}\n", "t:1: nothing is named \"missing\" here"),
    ("\n{{^missing}}\n{{/missing}}\n", "t:2: nothing is named \"missing\" here"),
    ("{{#flag}}\nx: {{missing}}\n{{/flag}}\n", "t:2: nothing is named \"missing\" here"),
    ("a: {{flag}}\n", "t:1: \"flag\" is a section, not a value"),
    ("a: {{list}}\n", "t:1: \"list\" is a section, not a value"),
    ("{{#text}}\n{{/text}}\n", "t:1: \"text\" is a value, not a section"),
    ("a: {{text\n}}", "t:1: \"{{\" without \"}}\""),
    ("a: {{text", "t:1: \"{{\" without \"}}\""),
    ("a: {{ text }}", "t:1: \"{{ text }}\" is no tag"),
    ("a: {{}}", "t:1: \"{{}}\" is no tag"),
    ("a:\n{{#flag}}\n", "t:2: section \"flag\" is never closed"),
    ("{{/flag}}", "t:1: \"{{/flag}}\" closes nothing"),
    ("{{#flag}}\n{{#list}}\n{{/flag}}\n{{/list}}\n", "t:3: \"{{/flag}}\" closes nothing"),
    ("a: \"{{text}}\"", "t:1: {{text}} must be a whole value: it brings its own quotes"),
    ("a: http://{{text}}", "t:1: {{text}} must be a whole value: it brings its own quotes"),
    ("a: {{text}} b", "t:1: {{text}} must be a whole value: it brings its own quotes"),
    ("a: '\n\n{{text}}/v1", "t:3: {{text}} must be a whole value: it brings its own quotes"),
  ])
  func mistakesAreNamedWithTheirLine(source: String, message: String) {
    let values: Values = ["text": .text("x"), "flag": .flag(true), "list": .list([])]
    let error = #expect(throws: TemplateError.self) { try render(source, .yaml, values) }
    #expect(error?.description == message)
  }

  @Test func textWithoutQuotingRulesTakesNoValues() {
    let error = #expect(throws: TemplateError.self) { try render("FROM {{image}}\n", .text, ["image": .text("x")]) }
    #expect(error?.description == "t:1: \"image\" cannot be written: this format has no quoting rules")
  }

  @Test(arguments: [
    ("a/litellm_config.yaml", Format.yaml), ("docker-compose.yml", .compose),
    (".devcontainer/docker-compose.yml", .compose),
    ("codex/config.toml", .toml), ("claude/.claude.json", .json), (".env.example", .dotenv), ("codex/.env", .dotenv),
    (".devcontainer/Dockerfile", .text), ("not-docker-compose.yml", .yaml),
  ])
  func formatFollowsFromThePath(path: String, format: Format) {
    #expect(Format(path: path) == format)
  }

  private func render(_ source: String, _ format: Format, _ values: Values) throws -> String {
    try Template(source, name: "t", format: format).render(values)
  }
}
