import FakeUpstream
import Foundation
import Testing

extension EndToEndTests {
  /// The real clients ask for an answer in a schema, whatever their provider speaks.
  @Suite(.enabled(if: Program.areAvailable(.agentproxySetup, .codex, .claude)))
  struct AnswerSchemaTests {
    private static let schema = """
      {"type":"object","properties":{"answer":{"type":"string","description":"In \\"one\\" word."}},\
      "required":["answer"],"additionalProperties":false}
      """
    private static let answer = #"{"answer":"yes"}"#

    private static var object: NSDictionary? {
      try? JSONSerialization.jsonObject(with: Data(schema.utf8)) as? NSDictionary
    }

    @Test(arguments: Pair.codex)
    func `codex gets its answer in a schema`(_ pair: Pair) async throws {
      try await Session.with(pair, script: .answers([.text(Self.answer)])) { session in
        let file = session.machine.folder.appending(path: "schema.json")
        try Data(Self.schema.utf8).write(to: file)
        let outcome = try await session.run("is it so?", ["--output-schema", file.path])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output == "\(Self.answer)\n", "\(outcome)")
        let request = try #require(session.asked.first)
        #expect(session.asked.count == 1)
        #expect(request.path == pair.upstream.path)
        #expect(request.answerSchema == Self.object)
      }
    }

    /// Claude Code's schema is that of a tool, which the model must call.
    @Test(arguments: Pair.claude)
    func `claude gets its answer in a schema`(_ pair: Pair) async throws {
      let script = FakeUpstream.Script.answers([
        .turn(.init(.call(name: "StructuredOutput", arguments: Self.answer))), .text("that is it"),
      ])
      try await Session.with(pair, script: script) { session in
        let outcome = try await session.run("is it so?", ["--json-schema", Self.schema])
        #expect(outcome.status == 0, "\(outcome)")
        #expect(outcome.output == "\(Self.answer)\n", "\(outcome)")
        let request = try #require(session.asked.first)
        #expect(request.path == pair.upstream.path)
        #expect(request.schema(of: "StructuredOutput") == Self.object)
      }
    }
  }
}
