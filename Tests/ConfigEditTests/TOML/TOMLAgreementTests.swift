import ConfigEdit
import SeededRandom
import TOMLKit
import Testing

/// Small documents that reuse few keys in every way, valid or not, and edits of the same keys: whose table is whose is
/// what parsers disagree on most easily.
struct TOMLAgreementTests {
  @Test func weRefuseWhatTOMLKitRefuses() throws {
    var random = SeededGenerator(seed: 7)
    var accepted = 0
    for _ in 0..<8000 {
      let text = Self.document(&random)
      let isValid = (try? TOMLDocument(parsing: Array(text.utf8))) != nil
      #expect(isValid == ((try? TOMLTable(string: text)) != nil), "\(text)")
      if isValid { accepted += 1 }
    }
    #expect((2000..<6000).contains(accepted))
  }

  @Test func everyTableThatCanHoldAKeyDoes() throws {
    var random = SeededGenerator(seed: 8)
    var round = TOMLRound()
    while round.documents < 600 {
      let bytes = Array(Self.document(&random).utf8)
      guard (try? TOMLDocument(parsing: bytes)) != nil else { continue }
      var paths: Set<ConfigPath> = []
      for _ in 0..<4 {
        let path = ConfigPath(keys: Self.key(&random).split(separator: ".").map(String.init))
        if !paths.contains(where: { $0.contains(path) || path.contains($0) }) { paths.insert(path) }
      }
      let own = paths.sorted { $0.description < $1.description }
        .map { ConfigLeaf(path: $0, text: "[]", line: 0) }
      try round.run(bytes, own: own, name: "\(round.documents)")
    }
    #expect(round.edits > 1000)
    #expect(round.blocked > 100)
    print("small documents: \(round)")
  }

  private static func document(_ random: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let key = key(&random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1, 2: text += "[\(key)]\n"
      case 3: text += "[[\(key)]]\n"
      case 4: text += "\(key) = {\(self.key(&random)) = 1, \(self.key(&random)) = {}}\n"
      case 5: text += "\(key) = []\n"
      default: text += "\(key) = 1\n"
      }
    }
    return text
  }

  private static func key(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...3, using: &random)).map { _ in ["a", "b", "c"].randomElement(using: &random) ?? "a" }
      .joined(separator: ".")
  }
}
