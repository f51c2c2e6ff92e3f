import Foundation
import SeededRandom
import Testing

@testable import WireFormats

@Suite struct CanonicalJSONTests {
  private func canonical(_ text: String, dropping dropped: Set<String> = []) throws -> String {
    String(decoding: try CanonicalJSON(Array(text.utf8).span, dropping: dropped).bytes, as: UTF8.self)
  }

  @Test(arguments: [
    (#" { "b" : [ 1 , 2.50 , -3e2 ] , "a" : { } , "c" : [ ] } "#, #"{"a":{},"b":[1,2.50,-3e2],"c":[]}"#),
    (#"{"a":"\u0041\/\n\u00e9","\u0062":true}"#, #"{"a":"A/\né","b":true}"#),
    (#"{"a":1,"b":2,"a":3}"#, #"{"a":1,"a":3,"b":2}"#),
  ])
  func hasOneForm(_ text: String, _ expected: String) throws {
    #expect(try canonical(text) == expected)
    #expect(try canonical(expected) == expected)
  }

  @Test func halfACharacterHasNoFormOfItsOwn() throws {
    for text in [#"{"a":"\ud800"}"#, #"{"a":"\ud801"}"#, #"{"\udc00":1}"#] {
      #expect(try !CanonicalJSON(Array(text.utf8).span).isExact)
    }
    #expect(try CanonicalJSON(Array(#"{"a":"\ud83d\ude00"}"#.utf8).span).isExact)
  }

  @Test func dropsMembersOfTheOutermostObjectAlone() throws {
    let text = #"{"cache":{},"a":{"cache":1},"client_metadata":{"x":"cache"}}"#
    #expect(try canonical(text, dropping: ["cache", "client_metadata"]) == #"{"a":{"cache":1}}"#)
  }

  @Test func meansWhatItMeant() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let value = Self.value(depth: 4, &random)
      let options: [JSONSerialization.WritingOptions] = [[.fragmentsAllowed], [.fragmentsAllowed, .prettyPrinted]]
      let texts = try options.map { options in
        String(decoding: try JSONSerialization.data(withJSONObject: value, options: options), as: UTF8.self)
      }
      let forms = try texts.map { try canonical($0) }
      #expect(forms[0] == forms[1])
      let back = try JSONSerialization.jsonObject(with: Data(forms[0].utf8), options: .fragmentsAllowed)
      let sorted: JSONSerialization.WritingOptions = [.fragmentsAllowed, .sortedKeys]
      let meanings = try [value, back].map { try JSONSerialization.data(withJSONObject: $0, options: sorted) }
      #expect(meanings[0] == meanings[1], "\(forms[0])")
    }
  }

  private static func value(depth: Int, _ random: inout SeededGenerator) -> Any {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
    case 0: return Int.random(in: -1000...1000, using: &random)
    case 1: return Bool.random(using: &random)
    case 2: return NSNull()
    case 3: return text(&random)
    case 4: return (0..<Int.random(in: 0..<4, using: &random)).map { _ in value(depth: depth - 1, &random) }
    default:
      var object: [String: Any] = [:]
      for _ in 0..<Int.random(in: 0..<5, using: &random) { object[text(&random)] = value(depth: depth - 1, &random) }
      return object
    }
  }

  private static func text(_ random: inout SeededGenerator) -> String {
    let characters = Array("abc\"\\/\n\t\u{1}é😀 ")
    return String(
      (0..<Int.random(in: 0..<6, using: &random)).map { _ in characters.randomElement(using: &random) ?? "x" }
    )
  }
}
