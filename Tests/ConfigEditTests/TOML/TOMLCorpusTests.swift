import ConfigEdit
import Testing

/// The public corpus of documents for TOML parsers.
@Suite(.enabled(if: TOMLCorpus.isToBeUsed, "golang-github-burntsushi-toml-dev is not installed"))
struct TOMLCorpusTests {
  @Test func everyInvalidDocumentIsRefusedWithItsLine() throws {
    let documents = try TOMLCorpus.documents("invalid")
    #expect(documents.count > 200)
    for document in documents {
      let error = #expect(throws: ConfigError.self, "\(document.name)") { try TOMLDocument(parsing: document.bytes) }
      #expect(error?.kind == .syntax)
      #expect(error?.line != nil)
    }
    print("toml-test: \(documents.count) invalid documents refused")
  }

  @Test func inEveryValidDocumentKeysAreSetAndTakenBack() throws {
    let documents = try TOMLCorpus.documents("valid")
    #expect(documents.count > 90)
    let own = try OwnKeys.codex()
    var round = TOMLRound()
    for (index, document) in documents.enumerated() {
      try round.run(document.bytes, own: own, name: document.name)
      try round.run(Self.variant(index, of: document.bytes), own: own.suffix(6), name: "\(document.name), changed")
    }
    print("toml-test: \(round)")
  }

  /// The document with the line ends of Windows, with a byte order mark, or with an incomplete last line.
  private static func variant(_ index: Int, of bytes: [UInt8]) -> [UInt8] {
    switch index % 3 {
    case 0 where !bytes.contains(UInt8(ascii: "\r")):
      bytes.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), $0] : [$0] }
    case 1 where bytes.suffix(2).first != UInt8(ascii: "\r") && bytes.last == UInt8(ascii: "\n"): bytes.dropLast()
    default: [0xEF, 0xBB, 0xBF] + bytes
    }
  }

  @Test func valuesAreTheSameIfTOMLKitThinksSo() throws {
    var pairs = 0
    for document in try TOMLCorpus.documents("valid") {
      let leaves = try TOMLDocument(parsing: document.bytes).leaves.prefix(12)
      let trees = try leaves.map { try TOMLDocument.tree(parsing: Array("v = \($0.text)".utf8)) }
      for (index, left) in leaves.enumerated() {
        for (other, right) in leaves.enumerated().dropFirst(index) {
          pairs += 1
          #expect(
            TOMLDocument.isSameValue(left.text, right.text) == (trees[index] == trees[other]),
            "\(document.name): \(left.text), \(right.text)"
          )
        }
      }
    }
    #expect(pairs > 1000)
  }
}
