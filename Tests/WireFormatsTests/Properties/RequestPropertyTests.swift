import SeededRandom
import Testing

@testable import WireFormats

@Suite struct RequestPropertyTests {
  private static let formats: [WireFormat] = [.chatCompletions, .responses, .messages]
  private static let seeds = UInt64(1)...400

  /// What is written is read again as it was, in each format.
  @Test(arguments: formats)
  func decodingUndoesEncoding(_ format: WireFormat) throws {
    for seed in Self.seeds {
      var generator = RandomConversation(format, seed: seed)
      let conversation = generator.make()
      let names = ToolNames(conversation, abilities: .init(format))
      var losses = Losses()
      let traits = UpstreamTraits(model: "gpt-5.5")
      let body = try Translation.encode(conversation, format, names, traits, &losses)
      let (decoded, more) = try Translation.decode(format, body.span)
      #expect(decoded == conversation, "seed \(seed)")
      #expect(losses.names + more.names == [], "seed \(seed)")
      if decoded != conversation { break }
    }
  }

  /// Whatever a conversation of one format becomes in another, its words, calls and results are all there, in order.
  @Test(arguments: StreamSamples.pairs)
  func nothingThatWasSaidIsLost(_ client: WireFormat, _ upstream: WireFormat) throws {
    for seed in Self.seeds.prefix(150) {
      var generator = RandomConversation(client, seed: seed)
      var conversation = generator.make()
      let body = try Self.encoded(conversation)
      let translated: [UInt8]
      do throws(ErrorReply) {
        translated = try Translation(
          client: client,
          upstream: upstream,
          request: body.span,
          requestID: "r",
          created: 0
        ).body
      } catch {
        // Files of a provider's own, sound for Messages and documents by URL are refused; nothing else is.
        #expect(["file_id", "input_audio", "document"].contains(error.parameter), "seed \(seed): \(error)")
        continue
      }
      let (arrived, _) = try Translation.decode(upstream, translated.span)
      conversation.placeResultsBehindCalls()
      let before = Transcript(conversation)
      let after = Transcript(arrived)
      #expect(after.calls == before.calls, "seed \(seed)")
      for text in before.texts { #expect(after.all.contains(text), "seed \(seed): lost \(text.debugDescription)") }
      if after.calls != before.calls { break }
    }
  }

  /// What is sent to an upstream has no id twice, and each result has its call before it.
  @Test(arguments: StreamSamples.pairs)
  func idsAreUniqueAndStable(_ client: WireFormat, _ upstream: WireFormat) throws {
    for seed in Self.seeds.prefix(100) {
      var generator = RandomConversation(client, seed: seed)
      var conversation = generator.make()
      conversation.messages += conversation.messages
      var longer = conversation
      longer.messages.append(Message(.user, [Block(.text("more"))]))
      func ids(_ conversation: Conversation) -> [String] {
        var conversation = conversation
        conversation.makeCallIDsUnique(for: upstream)
        return conversation.messages.flatMap(\.content).compactMap { block in
          if case .toolCall(let call) = block.content { call.id } else { nil }
        }
      }
      let first = ids(conversation)
      #expect(Set(first).count == first.count)
      #expect(ids(longer) == first)
    }
  }

  static func encoded(_ conversation: Conversation) throws -> [UInt8] {
    var losses = Losses()
    let names = ToolNames(conversation, abilities: .init(conversation.origin))
    return try Translation.encode(conversation, conversation.origin, names, UpstreamTraits(model: "gpt-5.5"), &losses)
  }
}

/// What was said in a conversation, whatever the format.
private struct Transcript {
  var texts: [String] = []
  var calls: [String] = []

  var all: String { texts.joined(separator: "\n") }

  init(_ conversation: Conversation) {
    for block in conversation.system + conversation.messages.flatMap(\.content) { add(block) }
  }

  private mutating func add(_ block: Block) {
    switch block.content {
    case .text(let text), .refusal(let text): texts.append(text)
    case .document(let document):
      if case .text(let text) = document.source { texts.append(text) }
      if case .blocks(let blocks) = document.source { for block in blocks { add(block) } }
    case .toolCall(let call):
      let isWrapped = call.kind == .function && call.input.hasPrefix(#"{"input":"#)
      let input = isWrapped ? CustomTool.unwrapped(call.input) : call.input
      let name = call.name.namespace.map { "\($0)__\(call.name.name)" } ?? call.name.name
      calls.append("call \(call.id) \(name) \(input)")
    case .toolResult(let result):
      calls.append("result \(result.callID)")
      for block in result.content { add(block) }
    case .image, .audio, .reasoning, .toolReference, .native: break
    }
  }
}
