import ConfigEdit
import Testing

/// A new key of the root goes above all headers, where a reader would look for it.
struct TOMLRootKeyTests {
  @Test(arguments: cases)
  func aNewRootKeyIsAboveAllHeaders(_ item: TOMLCase) throws { try item.run() }

  private static let cases = [
    TOMLCase("an empty document", ["model"], to: "1", in: "", gives: "model = 1\n"),
    TOMLCase("only a byte order mark", ["model"], to: "1", in: "\u{FEFF}", gives: "\u{FEFF}model = 1\n"),
    TOMLCase("only a comment", ["model"], to: "1", in: "# mine\n", gives: "# mine\nmodel = 1\n"),
    TOMLCase("only a comment, no line end", ["model"], to: "1", in: "# mine", gives: "# mine\nmodel = 1"),
    TOMLCase("only blanks", ["model"], to: "1", in: "\n \t", gives: "\n \t\nmodel = 1"),
    TOMLCase(
      "behind the last root key",
      ["model"],
      to: "1",
      in: "a = 1 # one\nb = [\n\n]\n\n# about t\n[t]\n",
      gives: "a = 1 # one\nb = [\n\n]\nmodel = 1\n\n# about t\n[t]\n"
    ),
    TOMLCase(
      "not among what only looks like headers and keys",
      ["model"],
      to: "1",
      in: "a = [\n[1],\n]\nb = '''\n[t]\nc = 1'''\n[t]\nd = 1\n",
      gives: "a = [\n[1],\n]\nb = '''\n[t]\nc = 1'''\nmodel = 1\n[t]\nd = 1\n"
    ),
    TOMLCase("no final line end", ["model"], to: "1", in: "a=1", gives: "a=1\nmodel=1"),
    TOMLCase("indented as its neighbour", ["model"], to: "1", in: "  a = 1\n", gives: "  a = 1\n  model = 1\n"),
    TOMLCase(
      "above the comment of the first header",
      ["model"],
      to: "1",
      in: "# about t\n  # more\n[t]\na = 1\n",
      gives: "model = 1\n\n# about t\n  # more\n[t]\na = 1\n"
    ),
    TOMLCase(
      "below a comment on the whole file",
      ["model"],
      to: "1",
      in: "# my settings\n\n# about t\n[t]\n",
      gives: "# my settings\n\nmodel = 1\n\n# about t\n[t]\n"
    ),
    TOMLCase(
      "directly above the first header",
      ["model"],
      to: "1",
      in: "\u{FEFF}[t]\n",
      gives: "\u{FEFF}model = 1\n\n[t]\n"
    ),
    TOMLCase("an empty line is there already", ["model"], to: "1", in: "\n[t]\n", gives: "model = 1\n\n[t]\n"),
    TOMLCase("a name that needs quotes", ["a b\"\\\u{7}"], to: "1", in: "", gives: #""a b\"\\\u0007" = 1"# + "\n"),
    TOMLCase("a name without any letter", [""], to: "1", in: "", gives: "\"\" = 1\n"),
    TOMLCase(
      "an array of several lines",
      ["a"],
      to: "[\n  1,\n]",
      in: "b = 1\n",
      gives: "b = 1\na = [\n  1,\n]\n"
    ),
  ]
}
