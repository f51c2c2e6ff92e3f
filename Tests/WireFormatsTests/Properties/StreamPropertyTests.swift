import SeededRandom
import Testing

@testable import WireFormats

@Suite struct StreamPropertyTests {
  /// Events are the same wherever the stream is cut, and nothing behind the parser sees anything but events.
  @Test(arguments: [WireFormat.chatCompletions, .responses, .messages])
  func eventsDoNotDependOnCuts(_ upstream: WireFormat) throws {
    let bytes = try stream(upstream, StreamSamples.of(upstream))
    func items(_ pieces: [ArraySlice<UInt8>]) -> [EventStreamParser.Item] {
      var parser = EventStreamParser()
      var items: [EventStreamParser.Item] = []
      for piece in pieces { parser.read(Array(piece).span, into: &items) }
      return items
    }
    let expected = items([bytes[...]])
    for cut in 0...bytes.count where items([bytes[..<cut], bytes[cut...]]) != expected {
      Issue.record("cut at \(cut)")
    }
  }

  /// A stream gives the same bytes wherever it is cut.
  @Test(arguments: StreamSamples.pairs)
  func cutsDoNotMatter(_ client: WireFormat, _ upstream: WireFormat) throws {
    let fresh = try StreamSamples.machine(client, upstream)
    let bytes = try stream(upstream, StreamSamples.of(upstream))
    var whole = fresh
    let expected = whole.read(bytes) + whole.finish()
    #expect(whole.state == .complete)
    for cut in stride(from: 0, through: bytes.count, by: 61) {
      var machine = fresh
      let output = machine.read(Array(bytes[..<cut])) + machine.read(Array(bytes[cut...])) + machine.finish()
      #expect(output == expected, "cut at \(cut)")
      if output != expected { break }
    }
    var machine = fresh
    var output: [UInt8] = []
    for byte in bytes { output += machine.read([byte]) }
    #expect(output + machine.finish() == expected)
  }

  /// Lines may end in any way, and comments may stand anywhere between events.
  @Test(arguments: ["\r\n", "\r"])
  func lineEndsDoNotMatter(_ end: String) throws {
    let fresh = try StreamSamples.machine(.messages, .chatCompletions)
    let bytes = try stream(.chatCompletions, StreamSamples.chat)
    var plain = fresh
    let expected = plain.read(bytes) + plain.finish()
    let other = Array(
      String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).joined(
        separator: end
      ).utf8
    )
    for cut in stride(from: 0, through: other.count, by: 7) {
      var machine = fresh
      let output = machine.read(Array(other[..<cut])) + machine.read(Array(other[cut...])) + machine.finish()
      #expect(output == expected)
    }
  }

  /// Streams with bytes changed, left out or repeated end in an answer or an error, and never in a crash.
  @Test(arguments: StreamSamples.pairs)
  func damagedStreamsEnd(_ client: WireFormat, _ upstream: WireFormat) throws {
    let fresh = try StreamSamples.machine(client, upstream)
    let bytes = try stream(upstream, StreamSamples.of(upstream))
    var random = SeededGenerator(seed: 7)
    for _ in 0..<600 {
      var damaged = bytes
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        let index = Int.random(in: 0..<damaged.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: damaged[index] = UInt8.random(in: 0...255, using: &random)
        case 1: damaged.remove(at: index)
        case 2: damaged[index] = Array("\"{}[]:,\\\n\r 0".utf8).randomElement(using: &random) ?? 0
        default:
          let end = min(damaged.count, index + Int.random(in: 0..<300, using: &random))
          damaged.insert(contentsOf: damaged[index..<end], at: index)
        }
      }
      var machine = fresh
      _ = machine.read(damaged)
      _ = machine.finish()
      #expect(machine.state != .running)
    }
  }

  /// Events of the right types with anything for values.
  @Test(arguments: StreamSamples.pairs)
  func strangeEventsEnd(_ client: WireFormat, _ upstream: WireFormat) throws {
    let fresh = try StreamSamples.machine(client, upstream)
    let values = StreamSamples.of(upstream) + ["null", "[]", "{}", "0", "\"x\"", #"{"type":7}"#, #"{"choices":{}}"#]
    var random = SeededGenerator(seed: 11)
    for _ in 0..<600 {
      var machine = fresh
      for _ in 0..<12 {
        let value = try json(values.randomElement(using: &random) ?? "null")
        let bytes = Array("data: \(mutated(value, &random).text)\n\n".utf8)
        _ = machine.read(bytes)
      }
      _ = machine.finish()
      #expect(machine.state != .running)
    }
  }

  private func mutated(_ value: JSON, _ random: inout SeededGenerator) -> JSON {
    if Int.random(in: 0..<25, using: &random) == 0 {
      let others: [JSON] = [
        .null, true, -1, 9_223_372_036_854_775_807, "", [], [:], [[:]], .number(JSONNumber(text: "1e999")),
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
