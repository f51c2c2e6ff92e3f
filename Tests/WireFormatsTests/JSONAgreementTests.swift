import Foundation
import SeededRandom
import Testing

@testable import WireFormats

/// The scanner and Foundation's parser are of one opinion on what is JSON, wherever their rules are the same: not for
/// text that is no UTF-8, which the scanner leaves to the provider, for surrogates without their other half, for numbers
/// too large for a `Double`, for commas before the end of a list, and for deep nesting.
@Suite struct JSONAgreementTests {
  private func scans(_ bytes: [UInt8]) -> Bool {
    switch Result(catching: { () throws(RequestEnvelope.Fault) in try RequestEnvelope(scanning: bytes.span) }) {
    case .success, .failure(.notAnObject), .failure(.noModel), .failure(.repeated): true
    case .failure(.syntax): false
    }
  }

  private func parses(_ bytes: [UInt8]) -> Bool {
    (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
  }

  /// A random document in random white space.
  private struct Maker {
    var generator: SeededGenerator
    var text = ""

    private mutating func chance(_ choices: Int) -> Int { Int.random(in: 0..<choices, using: &generator) }

    private mutating func space() {
      for _ in 0..<max(0, chance(6) - 3) { text += [" ", "\n", "\t", "\r"][chance(4)] }
    }

    private mutating func string() {
      text += "\""
      for _ in 0..<chance(6) {
        text +=
          ["a", "é", "\u{1F600}", "\\\"", "\\\\", "\\/", "\\b", "\\n", "\\u00e9", "\\ud83d\\ude00", "model", "{", ":"][
            chance(13)
          ]
      }
      text += "\""
    }

    private mutating func number() {
      text += ["", "-"][chance(2)] + ["0", "7", "10", "123456"][chance(4)]
      text += ["", ".5", ".05"][chance(3)] + ["", "e3", "E+2", "e-1"][chance(4)]
    }

    mutating func value(_ depth: Int = 0) {
      space()
      switch chance(depth > 4 ? 5 : 8) {
      case 0: string()
      case 1: number()
      case 2: text += "true"
      case 3: text += "false"
      case 4: text += "null"
      case 5: list("[", "]") { $0.value(depth + 1) }
      default:
        list("{", "}") { maker in
          maker.space()
          maker.string()
          maker.space()
          maker.text += ":"
          maker.value(depth + 1)
        }
      }
      space()
    }

    private mutating func list(_ open: String, _ close: String, _ element: (inout Maker) -> Void) {
      text += open
      let count = chance(4)
      if count == 0 { space() }
      for index in 0..<count {
        if index > 0 { text += "," }
        element(&self)
      }
      text += close
    }
  }

  @Test(arguments: 0..<8)
  func whatIsJSONIsAccepted(_ seed: Int) {
    var maker = Maker(generator: SeededGenerator(seed: UInt64(seed)))
    for _ in 0..<500 {
      maker.text = ""
      maker.value()
      let bytes = Array(maker.text.utf8)
      #expect(scans(bytes), "\(maker.text)")
      #expect(parses(bytes), "\(maker.text)")
    }
  }

  @Test(arguments: 0..<8)
  func whatIsDamagedIsJudgedAlike(_ seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed) + 100)
    var maker = Maker(generator: generator)
    let damage = Array("\"\\{}[],:0-+.eEtfn \u{1}u/".utf8)
    for _ in 0..<1500 {
      maker.text = ""
      maker.value()
      var bytes = Array(maker.text.utf8)
      for _ in 0..<Int.random(in: 1...2, using: &generator) where !bytes.isEmpty {
        let position = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0...2, using: &generator) {
        case 0: bytes[position] = damage.randomElement(using: &generator) ?? 0
        case 1: bytes.insert(damage.randomElement(using: &generator) ?? 0, at: position)
        default: bytes.remove(at: position)
        }
      }
      guard let text = String(validating: bytes, as: UTF8.self), !Self.rulesDiffer(text) else { continue }
      #expect(scans(bytes) == parses(bytes), "\(text)")
    }
  }

  /// Where the two need not agree.
  private static func rulesDiffer(_ text: String) -> Bool {
    // A surrogate alone, an exponent that no `Double` has, and a comma at the end, which Foundation lets pass.
    text.firstMatch(of: #/\\u[dD][89a-fA-F]/#) != nil || text.firstMatch(of: #/[eE][+-]?\d{3}/#) != nil
      || text.firstMatch(of: #/,\s*[\]}]/#) != nil
  }
}
