import ConfigEdit
import SeededRandom
import Testing

/// Random documents and random edits, each step checked by TOMLKit.
struct TOMLGeneratedTests {
  @Test func inEveryDocumentKeysAreSetAndTakenBack() throws {
    let own = try OwnKeys.codex()
    var round = TOMLRound()
    for seed in 0..<300 as Range<UInt64> {
      var writer = TOMLWriter(seed: seed)
      let some = own.enumerated().filter { UInt64($0.offset) % 4 == seed % 4 }.map(\.element)
      try round.run(writer.document(), own: some, name: "seed \(seed)")
    }
    #expect(round.documents == 300)
    print("generated: \(round)")
  }

  /// We set and take back, others do what they want in between. What they did must be there in the end, in the document
  /// that we have left as in one that we never touched.
  @Test func othersCanChangeTheDocumentInBetween() throws {
    var steps = 0
    for seed in 1000..<1060 as Range<UInt64> {
      var writer = TOMLWriter(seed: seed)
      var play = try TOMLInterplay(writer.document(), seed: seed)
      for _ in 0..<25 { try play.step() }
      try play.finish()
      steps += play.steps
    }
    #expect(steps == 1500)
    print("generated: 60 documents with others' changes in between, \(steps) steps")
  }
}
