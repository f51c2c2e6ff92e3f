import FakeUpstream
import Testing

/// A client's format, a provider's, and what is asked for in a stream or not.
struct MatrixCell {
  let client: FakeUpstream.Format
  let upstream: FakeUpstream.Format
  let feature: Feature
  let isStreamed: Bool

  static let all: [MatrixCell] = FakeUpstream.Format.allCases.flatMap { client in
    FakeUpstream.Format.allCases.flatMap { upstream in
      Feature.allCases.flatMap { feature in
        [false, true].map { MatrixCell(client: client, upstream: upstream, feature: feature, isStreamed: $0) }
      }
    }
  }

  /// Whether the gateway ever translates so: who has Responses has Chat Completions, which such a client is passed
  /// through to.
  var isInGateway: Bool { !(client == .chat && upstream == .responses) }

  /// The requests to send.
  var requests: [ComparedCase] {
    feature.cases(streamed: isStreamed).compactMap { name in
      let scenario = name == "failing" ? "text" : name
      guard let found = ComparedCase.all.first(where: { $0.client == client && $0.name == scenario }) else {
        return nil
      }
      let fields = found.fields.replacing("scenario \(scenario)", with: "scenario \(name)")
      let renamed = ComparedCase(name: name, client: client, fields: name == scenario ? found.fields : fields)
      return isStreamed ? renamed.streamed : renamed
    }
  }

  /// Expects what the client must have been told, and the provider asked.
  func check(_ reply: Reply, _ compared: ComparedCase, asked: FakeUpstream.Request?) {
    let place = "\(client)>\(upstream) \(compared.name): \(reply.body.prefix(2000))"
    let facts = Told(reply, client).facts
    #expect(asked?.format == upstream, "\(place)")
    #expect(asked?.text.contains(feature.mark(at: upstream)) == true, "\(place) \(asked?.text ?? "")")
    #expect(asked?.wantsStream == isStreamed, "\(place)")
    guard feature != .error else { return checkError(facts, compared, place) }
    #expect(reply.status == 200 && reply.isComplete && reply.isStream == isStreamed, "\(place)")
    #expect(facts.keys.contains { $0.hasPrefix("error") } == false, "\(place)")
    let told = [facts["text"], facts["thoughts"], facts["calls.0"], facts["calls.1"]].map { $0 ?? "" }
    #expect(told == self.told(compared), "\(place)")
    #expect(facts["end"] == end(hasCalls: !told[2].isEmpty), "\(place)")
    // All 120 tokens of the prompt, of which Anthropic counts the 40 from its cache apart, and the 30 of the answer.
    let usage = facts.filter { $0.key.hasPrefix("usage.") }.values
    #expect(
      usage.contains(client == .messages ? "80" : "120") && usage.contains("40") && usage.contains("30"),
      "\(place)"
    )
  }

  private func told(_ compared: ComparedCase) -> [String] {
    let calls = ["Oslo", "Rome"].map { #"weather {"city":"\#($0)"}"# }
    return switch feature {
    case .parallel: ["I ask twice", "", calls[0], calls[1]]
    case .tools where compared.name.hasPrefix("chosen"): ["", "", calls[0], ""]
    case .tools: ["both are known", "", "", ""]
    case .thinking: ["thought through", "let me think", "", ""]
    case .structured: [#"{"city": "Oslo", "degrees": 7}"#, "", "", ""]
    case .text, .images, .error: ["hello from the provider", "", "", ""]
    }
  }

  private func end(hasCalls: Bool) -> String {
    switch client {
    case .chat: hasCalls ? "tool_calls" : "stop"
    case .responses: "completed"
    case .messages: hasCalls ? "tool_use" : "end_turn"
    }
  }

  private func checkError(_ facts: [String: String], _ compared: ComparedCase, _ place: String) {
    let (status, message) =
      switch compared.name.prefix(4) {
      case "rate": ("429", "too many requests")
      case "fail": ("200", "the provider broke")
      default: ("500", "the provider broke")
      }
    #expect(facts["status"] == status, "\(place)")
    #expect(facts["error.message"] == message, "\(place)")
    #expect(facts["retry-after"] == (status == "429" ? "7" : nil), "\(place)")
    #expect(facts["end"] == nil || facts["end"] == "failed", "\(place)")
  }
}
