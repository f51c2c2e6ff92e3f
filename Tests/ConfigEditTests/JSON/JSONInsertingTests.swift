import ConfigEdit
import Testing

/// A new key goes to the end of its object, and looks like its neighbours.
struct JSONInsertingTests {
  @Test(arguments: members)
  func aNewMemberLooksLikeItsNeighbours(_ item: JSONCase) throws { try item.run() }

  private static let members = [
    JSONCase("two spaces", ["b"], to: "2", in: "{\n  \"a\": 1\n}\n", gives: "{\n  \"a\": 1,\n  \"b\": 2\n}\n"),
    JSONCase("no final line end", ["b"], to: "2", in: "{\n    \"a\": 1\n}", gives: "{\n    \"a\": 1,\n    \"b\": 2\n}"),
    JSONCase("tabs", ["b"], to: "2", in: "{\n\t\"a\": 1\n}\n", gives: "{\n\t\"a\": 1,\n\t\"b\": 2\n}\n"),
    JSONCase("no indentation", ["b"], to: "2", in: "{\n\"a\": 1\n}\n", gives: "{\n\"a\": 1,\n\"b\": 2\n}\n"),
    JSONCase("no space at the colon", ["b"], to: "2", in: "{\n  \"a\":1\n}", gives: "{\n  \"a\":1,\n  \"b\":2\n}"),
    JSONCase(
      "spaces at the colon",
      ["b"],
      to: "2",
      in: "{\n  \"a\" :  1\n}",
      gives: "{\n  \"a\" :  1,\n  \"b\" : 2\n}"
    ),
    JSONCase("one line", ["b"], to: "2", in: "{\"a\": 1}", gives: "{\"a\": 1, \"b\": 2}"),
    JSONCase("one line with spaces", ["b"], to: "2", in: "{ \"a\": 1 }\n", gives: "{ \"a\": 1, \"b\": 2 }\n"),
    JSONCase("minified", ["b"], to: "[1, 2]", in: "{\"a\":1}", gives: "{\"a\":1,\"b\":[1,2]}"),
    JSONCase("minified, inside", ["a", "c"], to: "2", in: "{\"a\":{\"b\":1}}", gives: "{\"a\":{\"b\":1,\"c\":2}}"),
    JSONCase("minified, in an empty object", ["a", "b"], to: "2", in: "{\"a\":{}}", gives: "{\"a\":{\"b\":2}}"),
    JSONCase(
      "one line inside of several",
      ["a", "c"],
      to: "2",
      in: "{\n  \"a\": {\"b\": 1},\n  \"d\": 3\n}",
      gives: "{\n  \"a\": {\"b\": 1, \"c\": 2},\n  \"d\": 3\n}"
    ),
    JSONCase(
      "a trailing comma",
      ["b"],
      to: "2",
      in: "{\n  \"a\": 1,\n}\n",
      gives: "{\n  \"a\": 1,\n  \"b\": 2,\n}\n"
    ),
    JSONCase("a trailing comma on one line", ["b"], to: "2", in: "{\"a\": 1,}", gives: "{\"a\": 1, \"b\": 2,}"),
    JSONCase("a byte order mark", ["b"], to: "2", in: "\u{FEFF}{\"a\": 1}", gives: "\u{FEFF}{\"a\": 1, \"b\": 2}"),
    JSONCase(
      "commas before the members",
      ["c"],
      to: "3",
      in: "{ \"a\": 1\n, \"b\": 2\n}\n",
      gives: "{ \"a\": 1\n, \"b\": 2, \"c\": 3\n}\n"
    ),
    JSONCase("a bracket behind the last", ["b"], to: "2", in: "{\n  \"a\": 1}", gives: "{\n  \"a\": 1,\n  \"b\": 2}"),
    JSONCase(
      "a name with special characters",
      ["\"\\\u{1}é"],
      to: "1",
      in: "{}",
      gives: "{\n  \"\\\"\\\\\\u0001é\": 1\n}"
    ),
    JSONCase("a name without any", [""], to: "1", in: "{\"a\":1}", gives: "{\"a\":1,\"\":1}"),
  ]

  @Test(arguments: comments)
  func commentsStayWhereTheyBelong(_ item: JSONCase) throws { try item.run() }

  private static let comments = [
    JSONCase(
      "behind the last member",
      ["b"],
      to: "2",
      in: "{\n  \"a\": 1 // one\n}\n",
      gives: "{\n  \"a\": 1, // one\n  \"b\": 2\n}\n"
    ),
    JSONCase(
      "behind a trailing comma",
      ["b"],
      to: "2",
      in: "{\n  \"a\": 1, // one\n}\n",
      gives: "{\n  \"a\": 1, // one\n  \"b\": 2,\n}\n"
    ),
    JSONCase(
      "between value and trailing comma",
      ["b"],
      to: "2",
      in: "{\n  \"a\": 1 /* one */, /* two */ // three\n}\n",
      gives: "{\n  \"a\": 1 /* one */, /* two */ // three\n  \"b\": 2,\n}\n"
    ),
    JSONCase(
      "before the closing bracket",
      ["b"],
      to: "2",
      in: "{\n  \"a\": 1\n  // \"x\": 3,\n  /* end */\n}\n",
      gives: "{\n  \"a\": 1,\n  \"b\": 2\n  // \"x\": 3,\n  /* end */\n}\n"
    ),
    JSONCase(
      "on one line",
      ["b"],
      to: "2",
      in: "{ \"a\": 1 /* one */ }",
      gives: "{ \"a\": 1, /* one */ \"b\": 2 }"
    ),
    JSONCase(
      "that ends the only line",
      ["b"],
      to: "2",
      in: "{ \"a\": 1 // one\n}",
      gives: "{ \"a\": 1, // one\n  \"b\": 2\n}"
    ),
    JSONCase("alone", ["a"], to: "1", in: "{\n    // none yet\n}\n", gives: "{\n    // none yet\n    \"a\": 1\n}\n"),
    JSONCase("alone at the bracket", ["a"], to: "1", in: "{ // none\n}\n", gives: "{ // none\n  \"a\": 1\n}\n"),
    JSONCase("alone on one line", ["a"], to: "1", in: "{ /* none */ }", gives: "{ /* none */ \"a\": 1 }"),
    JSONCase("alone, bracket behind", ["a"], to: "1", in: "{\n  /* c */ }", gives: "{\n  /* c */\n  \"a\": 1\n }"),
    JSONCase("alone in the file", ["a"], to: "1", in: "// none\n", gives: "// none\n{\n  \"a\": 1\n}\n"),
    JSONCase("alone in a file without end", ["a"], to: "1", in: "// none", gives: "// none\n{\n  \"a\": 1\n}\n"),
    JSONCase(
      "that looks like the end",
      ["b"],
      to: "2",
      in: "{\"a\": 1 /* } */}",
      gives: "{\"a\": 1, /* } */ \"b\": 2}"
    ),
    JSONCase(
      "before a key",
      ["b"],
      to: "2",
      in: "{/**/\"a\"/**/:/**/1/**/}",
      gives: "{/**/\"a\"/**/:/**/1,/**/ \"b\" : 2}"
    ),
  ]

  @Test(arguments: empties)
  func emptyDocumentsAndObjectsAreOpened(_ item: JSONCase) throws { try item.run() }

  private static let empties = [
    JSONCase("nothing", ["a"], to: "1", in: "", gives: "{\n  \"a\": 1\n}\n"),
    JSONCase("a byte order mark", ["a"], to: "1", in: "\u{FEFF}", gives: "\u{FEFF}{\n  \"a\": 1\n}\n"),
    JSONCase("a line end", ["a"], to: "1", in: "\n", gives: "{\n  \"a\": 1\n}\n"),
    JSONCase("blanks", ["a"], to: "1", in: " \t", gives: "{\n  \"a\": 1\n}\n \t"),
    JSONCase("brackets", ["a"], to: "1", in: "{}\n", gives: "{\n  \"a\": 1\n}\n"),
    JSONCase("brackets on two lines", ["a"], to: "1", in: "{\n}\n", gives: "{\n  \"a\": 1\n}\n"),
    JSONCase("brackets with a space", ["a"], to: "1", in: "{ }\n", gives: "{ \"a\": 1 }\n"),
    JSONCase(
      "tables that are not there",
      ["a", "b", "c"],
      to: "1",
      in: "{}",
      gives: """
        {
          "a": {
            "b": {
              "c": 1
            }
          }
        }
        """
    ),
    JSONCase(
      "in four spaces",
      ["b", "c"],
      to: "[\n  1,\n  {\n    \"d\": 2\n  }\n]",
      in: "{\n    \"a\": 0\n}\n",
      gives: """
        {
            "a": 0,
            "b": {
                "c": [
                    1,
                    {
                        "d": 2
                    }
                ]
            }
        }

        """
    ),
    JSONCase(
      "in tabs",
      ["a", "c"],
      to: "{\n  \"d\": 2\n}",
      in: "{\n\t\"a\": {\n\t\t\"b\": 0\n\t}\n}",
      gives: """
        {
        \t"a": {
        \t\t"b": 0,
        \t\t"c": {
        \t\t\t"d": 2
        \t\t}
        \t}
        }
        """
    ),
    JSONCase(
      "an empty object on its own line",
      ["a", "b"],
      to: "1",
      in: "{\n    \"x\": 0,\n    \"a\": {}\n}",
      gives: "{\n    \"x\": 0,\n    \"a\": {\n        \"b\": 1\n    }\n}"
    ),
    JSONCase(
      "several lines on one",
      ["b"],
      to: "{\n  \"c\": [\n    1,\n    2\n  ]\n}",
      in: "{ \"a\": 1 }",
      gives: """
        { "a": 1, "b": {"c": [1, 2]} }
        """
    ),
  ]
}
