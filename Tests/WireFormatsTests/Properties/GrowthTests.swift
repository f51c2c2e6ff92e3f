import Foundation
import Testing

@testable import WireFormats

/// What is thirty-two times as large may cost a multiple of that, but not the square of it.
@Suite(.serialized) struct GrowthTests {
  private static let small = 60
  private static let factor = 32.0

  /// The seconds that this thread alone spends on `work`, at its best of a few runs: what else the machine does counts
  /// for little.
  private func time(_ work: () throws -> Void) rethrows -> Double {
    func now() -> Double {
      var time = timespec()
      clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
      return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    var best = Double.infinity
    for _ in 0..<3 {
      let start = now()
      try work()
      best = min(best, now() - start)
    }
    return best
  }

  private func expectNoSquare(_ run: (Int) throws -> () throws -> Void) throws {
    let few = try time(run(Self.small))
    let many = try time(run(Self.small * Int(Self.factor)))
    // The square would be 1024 times as much; eight times the line leaves room for caches that no longer hold it.
    #expect(many < few * Self.factor * 8 + 0.005, "\(few) became \(many)")
  }

  /// Requests that grow in one direction each.
  enum Shape: CaseIterable {
    case turns, parallel, sameID, tools, collidingTools, fields, blocks, escapes, keys, foundTools

    func request(_ count: Int) -> String {
      func list(_ element: (Int) -> String) -> String { (0..<count).map(element).joined(separator: ",") }
      let user = #"{"role":"user","content":"hi"}"#
      func call(_ id: String) -> String {
        #"{"type":"function_call","call_id":"\#(id)","name":"f","arguments":"{\"a\":1}"}"#
          + #",{"type":"function_call_output","call_id":"\#(id)","output":"text of a result"}"#
      }
      func request(_ input: String, _ rest: String = "") -> String { #"{"model":"m","input":[\#(input)]\#(rest)}"# }
      switch self {
      case .turns: return request(list { call("c\($0)") + "," + user })
      case .parallel:
        let calls = list { #"{"type":"function_call","call_id":"c\#($0)","name":"f","arguments":"{}"}"# }
        return request(calls + "," + list { #"{"type":"function_call_output","call_id":"c\#($0)","output":"r"}"# })
      case .sameID: return request(list { _ in call("same") })
      case .tools: return request(user, #","tools":[\#(list { #"{"type":"function","name":"f\#($0)"}"# })]"#)
      case .collidingTools:
        let tools = list {
          #"{"type":"namespace","name":"a\#($0 % 2 == 0 ? "." : "!")","tools":[{"type":"custom","name":"\#($0)"}]}"#
        }
        return request(user, #","tools":[\#(tools)]"#)
      case .fields: return request(user, "," + list { #""field\#($0)":[1,2,3]"# })
      case .blocks:
        return request(#"{"role":"user","content":[\#(list { _ in #"{"type":"input_text","text":"some text"}"# })]}"#)
      case .escapes:
        return request(
          #"{"role":"user","content":"\#((0..<count).map { _ in #"\n\"\u00e9\ud83d\ude00 text "# }.joined())"}"#
        )
      case .keys:
        return request(user, #","tools":[{"type":"function","name":"f","parameters":{\#(list { #""k\#($0)":{}"# })}}]"#)
      case .foundTools:
        let tools = list { #"{"type":"function","name":"f\#($0)","defer_loading":true}"# }
        return request(user + #",{"type":"tool_search_output","call_id":"s","tools":[\#(tools)]}"#)
      }
    }
  }

  @Test(arguments: Shape.allCases)
  func requests(_ shape: Shape) throws {
    for upstream in shape == .turns ? [WireFormat.chatCompletions, .messages] : [.messages] {
      try expectNoSquare { count in
        let body = Array(shape.request(count).utf8)
        return {
          _ = try Translation(client: .responses, upstream: upstream, request: body.span, requestID: "r", created: 0)
        }
      }
    }
  }

  @Test func aConversationOfTenMegabytes() throws {
    let text = String(repeating: "All work and no play makes a long text. \\n", count: 50)
    let turn = """
      {"role":"user","content":[{"type":"text","text":"\(text)"}]},\
      {"role":"assistant","content":[{"type":"text","text":"\(text)"},{"type":"tool_use","id":"t","name":"f","input":{}}]},\
      {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"\(text)"}]}
      """
    let turns = Array(repeating: turn, count: 10_000_000 / turn.utf8.count).joined(separator: ",")
    let body = Array(#"{"model":"m","max_tokens":9,"messages":[\#(turns)]}"#.utf8)
    #expect(body.count > 9_900_000)
    let translated = try Translation(
      client: .messages,
      upstream: .responses,
      request: body.span,
      requestID: "r",
      created: 0
    )
    #expect(translated.body.count > 9_000_000)
  }

  /// Streams that grow in one direction each.
  enum Flow: CaseIterable {
    case deltas, openCalls, blocks, unnumberedCalls

    func events(_ count: Int) -> [String] {
      func chunk(_ delta: String) -> String { #"{"choices":[{"index":0,"delta":{\#(delta)}}]}"# }
      return (0..<count).map { number in
        switch self {
        case .deltas: chunk(#""content":"word ""#)
        case .openCalls:
          chunk(#""tool_calls":[{"index":\#(number),"id":"c\#(number)","function":{"name":"f","arguments":"{"}}]"#)
        case .blocks: chunk(#""content":"a""#) + "\n\ndata: " + chunk(#""reasoning_content":"b""#)
        case .unnumberedCalls: chunk(#""tool_calls":[{"id":"c\#(number)","function":{"name":"f","arguments":"{}"}}]"#)
        }
      } + [#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#]
    }
  }

  @Test(arguments: Flow.allCases)
  func streams(_ flow: Flow) throws {
    for client in [WireFormat.chatCompletions, .responses, .messages] {
      let fresh = try StreamSamples.machine(client, .chatCompletions)
      try expectNoSquare { count in
        let pieces = try flow.events(count).map { try stream(.completions, [$0]) }
        return {
          var machine = fresh
          for piece in pieces { _ = machine.read(piece) }
          _ = machine.finish()
          #expect(machine.state == .complete)
        }
      }
    }
  }

  @Test func anEventInSinglePieces() throws {
    let fresh = try StreamSamples.machine(.messages, .chatCompletions)
    try expectNoSquare { count in
      let text = String(repeating: "0123456789", count: count)
      let bytes = try stream(.chatCompletions, [#"{"choices":[{"index":0,"delta":{"content":"\#(text)"}}]}"#])
      return {
        var machine = fresh
        for byte in bytes { _ = machine.read([byte]) }
      }
    }
  }
}
