import DotEnv
import SeededRandom
import Testing

/// Random files: nothing crashes, every byte is accounted for, and edits do what they say and no more.
@Suite(.timeLimit(.minutes(5)))
struct FuzzTests {
  private func documents(seed: UInt64, count: Int) -> [(bytes: [UInt8], document: DotEnvDocument?)] {
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { round in
      let bytes = round.isMultiple(of: 2) ? HostileText.soup(&random) : HostileText.mutant(&random)
      return (bytes, try? DotEnvDocument(parsing: bytes))
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func everyByteBelongsToAKeyAValueOrWhatMayStandBetween(_ seed: UInt64) throws {
    var accepted = 0
    for (bytes, document) in documents(seed: seed, count: 1000) {
      guard let document else { continue }
      accepted += 1
      #expect(document.bytes == bytes)
      var end = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      var line = 1
      for assignment in document.assignments {
        #expect(end <= assignment.keySpan.lowerBound)
        #expect(assignment.keySpan.upperBound <= assignment.valueSpan.lowerBound)
        #expect(document.text(assignment.keySpan) == assignment.key)
        let between = document.text(assignment.keySpan.upperBound..<assignment.valueSpan.lowerBound)
        #expect(between.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0 == "=" || $0 == ":" })
        line += bytes[end..<assignment.keySpan.lowerBound].count { $0 == UInt8(ascii: "\n") }
        #expect(assignment.line == line)
        expectTrivia(document.text(end..<assignment.keySpan.lowerBound), before: assignment)
        end = assignment.valueSpan.upperBound
        line += bytes[assignment.keySpan.lowerBound..<end].count { $0 == UInt8(ascii: "\n") }
      }
      #expect(end <= bytes.count)
      expectTrivia(document.text(end..<bytes.count), before: nil)
      for assignment in document.assignments { _ = document.divergences(of: assignment) }
      _ = try? document.resolve(environment: ["A": "$B"])
    }
    #expect(accepted > 100)
  }

  /// Nothing but white space, comments and `export` may stand before a key.
  private func expectTrivia(_ text: String, before assignment: DotEnvDocument.Assignment?) {
    var isComment = false
    var rest = ""
    for scalar in text.unicodeScalars {
      if scalar == "\n" { isComment = false }
      if scalar == "#" { isComment = true }
      if !isComment, !scalar.properties.isWhitespace { rest.unicodeScalars.append(scalar) }
    }
    #expect(rest == (assignment?.hasExport == true ? "export" : ""), "between the statements: \(text.debugDescription)")
  }

  @Test(arguments: 11...14 as ClosedRange<UInt64>)
  func whatIsSetIsReadBackAndNothingElseMoves(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for (bytes, document) in documents(seed: seed, count: 500) {
      guard var document else { continue }
      let key = ["A", "KEY", "AGENTPROXY_PORT", "NEW"].randomElement(using: &random) ?? "A"
      let value = String(decoding: HostileText.soup(&random), as: UTF8.self)
      let before = document.lastAssignment(of: key)
      try document.set(key, to: value)

      let after = try #require(document.lastAssignment(of: key))
      let alone = try DotEnvDocument(parsing: Array("A=\(document.text(after.valueSpan))\n".utf8))
      #expect(try alone.resolve(environment: [:])["A"] == value)
      var rest = document.bytes
      if let before {
        #expect(after.key == before.key && after.keySpan == before.keySpan)
        rest.replaceSubrange(after.valueSpan, with: [])
        expectSubsequence(rest, of: bytes, missing: before.valueSpan.count)
      } else {
        let line = Array("\(key)=\(DotEnvWriter.quoted(value))".utf8)
        #expect(Array(rest[after.keySpan.lowerBound..<after.valueSpan.upperBound]) == line)
        rest.replaceSubrange(after.keySpan.lowerBound..<after.valueSpan.upperBound, with: [])
        expectSubsequence(bytes, of: rest, missing: 4)
      }
      let again = document.bytes
      try document.set(key, to: value)
      #expect(document.bytes == again, "a second edit changes nothing")
    }
  }

  /// `shorter` is `longer` without at most `missing` bytes in one place, give or take the sign and space of an edit.
  private func expectSubsequence(_ shorter: [UInt8], of longer: [UInt8], missing: Int) {
    let head = zip(shorter, longer).prefix { $0 == $1 }.count
    let tail = zip(shorter.dropFirst(head).reversed(), longer.dropFirst(head).reversed()).prefix { $0 == $1 }.count
    #expect(shorter.count - head - tail <= 1)
    #expect(longer.count - head - tail <= missing)
  }

  @Test func everyTextSurvivesTheWriter() throws {
    var random = SeededGenerator(seed: 21)
    for _ in 0..<2000 {
      let value = String(decoding: HostileText.soup(&random), as: UTF8.self)
      let text = "A=\(DotEnvWriter.quoted(value)) # c\nB='2'\n"
      #expect(try read([text], environment: ["A": "wrong"]).get().values == ["A": value, "B": "2"])
    }
  }
}
