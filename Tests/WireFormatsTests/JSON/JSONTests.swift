import Foundation
import Testing

@testable import WireFormats

@Suite struct JSONTests {
  @Test(arguments: [
    #"{"b":1,"a":[true,false,null],"c":{"d":"e"},"b2":{}}"#, "[]", "{}", #""x""#, "-0.0", "1e400",
    "12345678901234567890123", #"[1.0,1,1e0,-1.5E+10]"#, #""tab\tquote\"back\\slash\n\u0001""#, #"{"":""}"#,
  ])
  func whatIsReadIsWrittenAsItWas(_ text: String) throws {
    #expect(try json(text).text == text)
  }

  @Test(arguments: [
    (#""\u00e9\/\b\f""#, "é/\u{8}\u{C}"), (#""\ud83d\ude00""#, "😀"), (#""a\ud83d""#, "a\u{FFFD}"),
    (#""\ude00b""#, "\u{FFFD}b"), (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ud83d\n""#, "\u{FFFD}\n"),
  ])
  func stringsAreDecoded(_ text: String, _ expected: String) throws {
    #expect(try json(text).string == expected)
  }

  @Test func bytesThatAreNoUnicodeAreReplaced() throws {
    #expect(try JSON(parsing: [0x22, 0x61, 0xFF, 0x22].span).string == "a\u{FFFD}")
  }

  @Test func theLastOfTwoKeysCounts() throws {
    #expect(try json(#"{"a":1,"a":2}"#)["a"]?.int == 2)
  }

  @Test(arguments: [("4096", 4096), ("4096.0", 4096), ("1e3", 1000), ("1.5", nil), ("1e400", nil), ("-7", -7)])
  func wholeNumbersAreFound(_ text: String, _ value: Int?) throws {
    #expect(try json(text).int == value)
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "[1 2]", #"{"a"}"#, #"{"a":1,}"#, "{,}", "01", "1.", "tru", "nulll", #""a"#, "\"\u{1}\"",
    "[1]]",
    #"{"a":1 "b":2}"#, "+1", ".5", "-", "[}", "{]",
  ])
  func whatIsNotJSONIsRefused(_ text: String) {
    #expect(throws: JSONSyntaxError.self) { try json(text) }
  }

  @Test func nestingIsBounded() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(try json(nested(JSONScanner.maximumDepth)).array?.count == 1)
    #expect(throws: JSONSyntaxError.self) { try json(nested(JSONScanner.maximumDepth + 1)) }
    #expect(throws: JSONSyntaxError.self) { try json(String(repeating: "{\"a\":", count: 1_000_000)) }
  }

  @Test func aCompleteValueIsNoticed() {
    var value = JSONCompleteness()
    for piece in [#"{"a":"}"#, #"\"}"#, #"","b":[{"#, "}]"] {
      value.read(piece)
      #expect(!value.isComplete)
    }
    value.read("}")
    #expect(value.isComplete)
  }
}
