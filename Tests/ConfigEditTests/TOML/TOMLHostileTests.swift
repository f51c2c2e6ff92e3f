import ConfigEdit
import Testing

/// Documents made to harm: read in one go, or refused with a place, without a crash and without taking forever.
@Suite(.timeLimit(.minutes(5)))
struct TOMLHostileTests {
  /// A document that is only made when it is needed.
  struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable () -> String

    init(_ name: String, _ make: @autoclosure @escaping @Sendable () -> String) {
      testDescription = name
      self.make = make
    }
  }

  private static func many(_ text: String, _ count: Int = 100_000) -> String {
    String(repeating: text, count: count)
  }

  @Test(arguments: [
    Shape("arrays", "a = " + many("[", 1_000_000)),
    Shape("inline tables", "a = " + many("{a=")),
    Shape("arrays and inline tables", "a = " + many("[{a=")),
    Shape("brackets", many("[")),
    Shape("quotes", many("\"", 1_000_000)),
    Shape("single quotes", "a = " + many("'")),
    Shape("backslashes", "a = \"" + many("\\") + "x"),
    Shape("a dotted key", many("a.") + "a = 1"),
    Shape("a dotted header", "[" + many("a.") + "a]"),
    Shape("line continuations", "a = \"\"\"" + many("\\\n")),
    Shape("digits", "a = " + many("9")),
    Shape("comments in an array", "a = [" + many("#\n")),
    Shape("a long comment", "#" + many("é") + "\n\u{0}"),
  ])
  func whatIsRefusedHasAPlace(_ shape: Shape) {
    let error = #expect(throws: ConfigError.self) { try TOMLDocument(parsing: Array(shape.make().utf8)) }
    #expect(error?.kind == .syntax)
    #expect(error?.line != nil)
  }

  @Test(arguments: [
    Shape("tables in an array", many("[[a]]\n", 20_000)),
    Shape("elements", "a = [" + many("1,") + "]"),
    Shape("members", "a = {" + (0..<10_000).map { "k\($0)=1" }.joined(separator: ",") + "}"),
    Shape("tables", (0..<10_000).map { "[t\($0)]\nk=1\n" }.joined()),
    Shape("dotted keys", (0..<10_000).map { "t.k\($0)=1\n" }.joined()),
    Shape("digits", "a = 0." + many("1")),
    Shape("lines in a string", "a = '''" + many("\n") + "'''"),
    Shape("comments", many("# é\n")),
    Shape("empty lines", many("\n") + "[t]"),
  ])
  func whatIsLongIsReadAndEdited(_ shape: Shape) throws {
    let bytes = Array(shape.make().utf8)
    var document = try TOMLDocument(parsing: bytes)
    let edit = try #require(try document.set(["own", "key"], to: "true"))
    #expect(document.leaf(at: ["own", "key"])?.text == "true")
    #expect(try document.revert(edit))
    #expect(document.bytes == bytes)
  }

  @Test func theDeepestThatIsAllowedIsReadByBothParsers() throws {
    let keys = Array(repeating: "a", count: 60).joined(separator: ".")
    for text in [
      "\(keys) = [[[[1]]]]", "[\(keys)]\na = [[[1]]]",
      "a = " + String(repeating: "[", count: 63)
        + String(repeating: "]", count: 63),
    ] {
      _ = try TOMLDocument.tree(parsing: Array(text.utf8))
      let deeper = text.replacing("[[[", with: "[[[[[[").replacing("]]]", with: "]]]]]]")
      #expect(throws: ConfigError.self) { try TOMLDocument(parsing: Array(deeper.utf8)) }
    }
  }
}
