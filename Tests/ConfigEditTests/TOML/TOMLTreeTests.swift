import ConfigEdit
import Testing

/// What TOMLKit makes of a document.
struct TOMLTreeTests {
  @Test func everyTypeHasItsPlace() throws {
    let text = """
      s = 'x'
      i = 0x10
      f = [1.5, nan, -0.0]
      b = true
      d = 1979-05-27
      t = 07:32:00.5
      l = 1979-05-27 07:32:00
      o = 1979-05-27T07:32:00+01:30
      [[a]]
      n = {}
      """
    #expect(
      try TOMLDocument.tree(parsing: Array(text.utf8))
        == .table([
          "s": .scalar(type: "string", value: "x"),
          "i": .scalar(type: "integer", value: "16"),
          "f": .array([
            .scalar(type: "float", value: "1.5"), .scalar(type: "float", value: "nan"),
            .scalar(type: "float", value: "-0.0"),
          ]),
          "b": .scalar(type: "boolean", value: "true"),
          "d": .scalar(type: "date", value: "1979-5-27"),
          "t": .scalar(type: "time", value: "7:32:0.500000000"),
          "l": .scalar(type: "date and time", value: "1979-5-27 7:32:0.0 local"),
          "o": .scalar(type: "date and time", value: "1979-5-27 7:32:0.0 90"),
          "a": .array([.table(["n": .table([:])])]),
        ])
    )
  }

  /// TOMLKit knows TOML 1.0 alone.
  @Test func whatIsNewInTOML11IsReadToo() throws {
    let newer = """
      a = { # none
        "\\x41" = "\\e", # one, two
        b = [ 1, { c = 2, }, ]
        ,
      }
      t = 07:32
      o = 1979-05-27 07:32+01:30 # at home
      """
    let older = """
      a = { A = "\\u001B", b = [ 1, { c = 2 } ] }
      t = 07:32:00
      o = 1979-05-27T07:32:00+01:30
      """
    #expect(
      try TOMLDocument.tree(parsing: Array(newer.utf8)) == TOMLDocument.tree(parsing: Array(older.utf8))
    )
  }

  @Test func whatEitherParserRefusesIsRefused() {
    for text in ["a = ", "a = 1e400", "a = 12:00:60"] {
      let error = #expect(throws: ConfigError.self, "\(text)") { try TOMLDocument.tree(parsing: Array(text.utf8)) }
      #expect(error?.kind == .syntax)
      #expect(error?.line == 1)
    }
  }

  @Test func namesWithANULDoNoHarm() throws {
    let tree = try TOMLDocument.tree(parsing: Array(#"t = { "a\u0000b" = 1, "a\u0000c" = 2 }"#.utf8))
    guard case .table(let members) = tree, case .table? = members["t"] else {
      Issue.record("there is no table")
      return
    }
  }
}
