import Foundation
import Testing
import WireFormats

@Suite struct MockAnswerTests {
  private let mock = MockAnswer(
    text: "say \"hello\"\nto C:\\ 😀",
    model: "m\"1",
    inputTokens: 100,
    id: "req_1",
    created: 1_700_000_000
  )

  private func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  /// The `data:` lines of a stream, decoded, with the names of their `event:` lines.
  private func events(_ format: WireFormat) throws -> [(name: String?, data: [String: Any])] {
    let text = String(decoding: try #require(mock.stream(for: format)).joined(), as: UTF8.self)
    #expect(text.hasSuffix("\n\n"))
    var events: [(name: String?, data: [String: Any])] = []
    for block in text.components(separatedBy: "\n\n") where !block.isEmpty && block != "data: [DONE]" {
      var name: String?
      for line in block.components(separatedBy: "\n") {
        if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
        if line.hasPrefix("data: ") { events.append((name, try object(Array(line.dropFirst(6).utf8)))) }
      }
    }
    return events
  }

  @Test func chatCompletions() throws {
    let body = try object(try #require(mock.body(for: .chatCompletions)))
    let choice = try #require((body["choices"] as? [[String: Any]])?.first)
    #expect((choice["message"] as? [String: Any])?["content"] as? String == mock.text)
    #expect(choice["finish_reason"] as? String == "stop")
    #expect(body["model"] as? String == mock.model)
    #expect((body["usage"] as? [String: Any])?["prompt_tokens"] as? Int == 100)

    let deltas = try events(.chatCompletions).map { event in
      ((event.data["choices"] as? [[String: Any]])?.first?["delta"] as? [String: Any])?["content"] as? String ?? ""
    }
    #expect(deltas.joined() == mock.text)
    #expect(deltas.count > 3)
    let bytes = try #require(mock.stream(for: .chatCompletions)).joined()
    #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("data: [DONE]\n\n"))
  }

  @Test func completions() throws {
    let body = try object(try #require(mock.body(for: .completions)))
    #expect((body["choices"] as? [[String: Any]])?.first?["text"] as? String == mock.text)
    let texts = try events(.completions).map {
      ($0.data["choices"] as? [[String: Any]])?.first?["text"] as? String ?? ""
    }
    #expect(texts.joined() == mock.text)
  }

  @Test func responses() throws {
    let body = try object(try #require(mock.body(for: .responses)))
    let item = try #require((body["output"] as? [[String: Any]])?.first)
    #expect((item["content"] as? [[String: Any]])?.first?["text"] as? String == mock.text)

    let events = try events(.responses)
    #expect(events.map(\.name) == events.map { $0.data["type"] as? String })
    #expect(events.map { $0.data["sequence_number"] as? Int } == Array(0..<events.count))
    #expect(events.first?.name == "response.created")
    #expect(events.last?.name == "response.completed")
    let deltas = events.filter { $0.name == "response.output_text.delta" }.map { $0.data["delta"] as? String ?? "" }
    #expect(deltas.joined() == mock.text)
    // Codex takes the text from here alone, and fails on a usage without its details.
    let done = try #require(events.first { $0.name == "response.output_item.done" }?.data["item"] as? [String: Any])
    #expect((done["content"] as? [[String: Any]])?.first?["text"] as? String == mock.text)
    let completed = try #require(events.last?.data["response"] as? [String: Any])
    let usage = try #require(completed["usage"] as? [String: Any])
    #expect(usage["total_tokens"] as? Int == 105)
    #expect((usage["output_tokens_details"] as? [String: Any])?["reasoning_tokens"] as? Int == 0)
  }

  @Test func messages() throws {
    let body = try object(try #require(mock.body(for: .messages)))
    #expect((body["content"] as? [[String: Any]])?.first?["text"] as? String == mock.text)
    #expect(body["stop_reason"] as? String == "end_turn")

    let events = try events(.messages)
    #expect(events.map(\.name) == events.map { $0.data["type"] as? String })
    let names = events.compactMap(\.name).filter { $0 != "content_block_delta" }
    let order = ["message_start", "content_block_start", "content_block_stop", "message_delta", "message_stop"]
    #expect(names == order)
    let deltas = events.compactMap { ($0.data["delta"] as? [String: Any])?["text"] as? String }
    #expect(deltas.joined() == mock.text)
  }

  @Test func countTokensIsAnEstimateAndEmbeddingsAreNotMocked() throws {
    #expect(try object(try #require(mock.body(for: .countTokens)))["input_tokens"] as? Int == 100)
    #expect(mock.stream(for: .countTokens) == nil)
    #expect(mock.body(for: .embeddings) == nil)
  }

  @Test func anEmptyTextIsStillAnAnswer() throws {
    let empty = MockAnswer(text: "", model: "m", inputTokens: 1, id: "r", created: 0)
    for format in [WireFormat.chatCompletions, .responses, .messages, .completions] {
      #expect(try #require(empty.stream(for: format)).count >= 2)
    }
  }
}
