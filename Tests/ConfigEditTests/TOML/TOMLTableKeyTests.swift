import ConfigEdit
import Testing

/// A new key of a table goes to the table's other keys, written as they are.
struct TOMLTableKeyTests {
  @Test(arguments: underHeaders + dotted + betweenBraces)
  func aNewKeyIsWithTheOthersOfItsTable(_ item: TOMLCase) throws { try item.run() }

  private static let underHeaders = [
    TOMLCase(
      "behind the table's last key, not below the next header's comment",
      ["t", "b"],
      to: "2",
      in: "[t]\na = 1 # one\n\n# about u\n[u]\na = 1\n",
      gives: "[t]\na = 1 # one\nb = 2\n\n# about u\n[u]\na = 1\n"
    ),
    TOMLCase("a header without keys", ["t", "b"], to: "2", in: "[t] # t\n\n[u]\n", gives: "[t] # t\nb = 2\n\n[u]\n"),
    TOMLCase("a header at the end", ["t", "b"], to: "2", in: "[u]\n[t]", gives: "[u]\n[t]\nb = 2"),
    TOMLCase(
      "indented as the others",
      ["t", "u", "b"],
      to: "[\n  1,\n]",
      in: "[t]\n  [t.u]\n    a=1\n  [t.v]\n",
      gives: "[t]\n  [t.u]\n    a=1\n    b=[\n      1,\n    ]\n  [t.v]\n"
    ),
    TOMLCase("indented as the header", ["t", "b"], to: "2", in: "\t[t]\n", gives: "\t[t]\n\tb = 2\n"),
    TOMLCase(
      "a table whose header comes behind those of tables in it",
      ["t", "b"],
      to: "2",
      in: "[t.u]\n[t]\na = 1\n[[t.v]]\na = 1\n",
      gives: "[t.u]\n[t]\na = 1\nb = 2\n[[t.v]]\na = 1\n"
    ),
  ]

  private static let dotted = [
    TOMLCase(
      "beside a dotted key of the root",
      ["features", "b"],
      to: "true",
      in: "features.a = true\nmodel = 1\n\n[t]\n",
      gives: "features.a = true\nfeatures.b = true\nmodel = 1\n\n[t]\n"
    ),
    TOMLCase(
      "beside a dotted key of a table, with its quotes",
      ["providers", "my own", "b", "c"],
      to: "2",
      in: "[providers]\n  'my own'.a = 1\nx = 1\n",
      gives: "[providers]\n  'my own'.a = 1\n  'my own'.b.c = 2\nx = 1\n"
    ),
    TOMLCase(
      "a table that headers only name on the way to another",
      ["a", "b", "e"],
      to: "2",
      in: "[a.b.c]\n[a]\nb.d = 1\n",
      gives: "[a.b.c]\n[a]\nb.d = 1\nb.e = 2\n"
    ),
    TOMLCase(
      "a table of dotted keys can have another under a header",
      ["a", "c", "d"],
      to: "2",
      in: "a.b = 1\n[a.c]\n",
      gives: "a.b = 1\n[a.c]\nd = 2\n"
    ),
  ]

  private static let betweenBraces = [
    TOMLCase("no key yet", ["t", "a"], to: "1", in: "t = {} # t\n", gives: "t = { a = 1 } # t\n"),
    TOMLCase("no key, but a blank", ["t", "a"], to: "1", in: "t = { }\n", gives: "t = { a = 1 }\n"),
    TOMLCase("narrow", ["t", "c"], to: "3", in: "t = {a=1,b=2}\n", gives: "t = {a=1,b=2,c=3}\n"),
    TOMLCase(
      "on several lines, with a comma at the end",
      ["t", "b"],
      to: "2",
      in: "t = {\n  a = 1, # one\n}\n",
      gives: "t = {\n  a = 1, b = 2, # one\n}\n"
    ),
    TOMLCase(
      "on several lines, with a comment at the end",
      ["t", "b"],
      to: "2",
      in: "t = {\n  a = 1 # one\n}\n",
      gives: "t = {\n  a = 1, b = 2 # one\n}\n"
    ),
    TOMLCase("wide", ["t", "b"], to: "2", in: "t = { a = 1 }\n", gives: "t = { a = 1, b = 2 }\n"),
    TOMLCase(
      "dotted, and deeper than what is there",
      ["t", "a", "c", "d"],
      to: "2",
      in: "t = { a.b = 1, e = 2 }\n",
      gives: "t = { a.b = 1, e = 2, a.c.d = 2 }\n"
    ),
    TOMLCase(
      "a table in a table",
      ["x", "t", "u", "b"],
      to: "2",
      in: "[x]\nt = { u = { a = 1 } }\n",
      gives: "[x]\nt = { u = { a = 1, b = 2 } }\n"
    ),
  ]
}
