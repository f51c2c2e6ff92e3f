import SeededRandom
import Testing

@testable import WireFormats

/// Requests and answers that nobody should send.
@Suite struct HostileRequestTests {
  /// Requests with any value replaced by any other are translated or refused, and never crash.
  @Test(arguments: StreamSamples.pairs)
  func strangeRequestsAreAnswered(_ client: WireFormat, _ upstream: WireFormat) throws {
    var random = SeededGenerator(seed: 3)
    for seed in UInt64(1)...300 {
      var generator = RandomConversation(client, seed: seed)
      let encoded = try RequestPropertyTests.encoded(generator.make())
      let body = try JSON(parsing: encoded.span)
      let bytes = Array(mutated(body, &random).text.utf8)
      do throws(ErrorReply) {
        let translation = try Translation(
          client: client,
          upstream: upstream,
          request: bytes.span,
          requestID: "r",
          created: 0
        )
        #expect((try? JSON(parsing: translation.body.span)) != nil)
      } catch {
        #expect(error.kind == .invalidRequest)
      }
    }
  }

  @Test func anyBytesAreAnswered() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
        Array(#"{}[]",:\ue0 truefalsnl.-+"#.utf8).randomElement(using: &random) ?? 0
      }
      _ = try? JSON(parsing: bytes.span)
      _ = ProviderFault(status: 400, body: bytes.span)
    }
  }

  @Test func namesOfFieldsAreFitForAHeader() throws {
    let request: JSON = [
      "model": "m", "messages": [], "a\r\nSet-Cookie: x": 1, "é,b": 2, "": 3,
    ]
    let many = JSON.object((request.members ?? []) + (0..<100).map { .init("f\($0)", 1) })
    let dropped = try Translated(.chatCompletions, .messages, many).translation.dropped
    #expect(dropped.count == 24)
    #expect(dropped.prefix(2) == ["a??Set-Cookie??x", "???b"])
  }

  private func mutated(_ value: JSON, _ random: inout SeededGenerator) -> JSON {
    if Int.random(in: 0..<40, using: &random) == 0 {
      let others: [JSON] = [
        .null, true, -1, "", "auto", [], [:], [[:]], .number(JSONNumber(text: "1e999")), [["type": "text"]],
      ]
      return others.randomElement(using: &random) ?? .null
    }
    switch value {
    case .array(let elements): return .array(elements.map { mutated($0, &random) })
    case .object(let members): return .object(members.map { .init($0.key, mutated($0.value, &random)) })
    default: return value
    }
  }
}
