import FakeUpstream
import Foundation
import Testing

@testable import Gateway

/// Every fault of a provider, in every wire format, streamed and not: what a client sees of it when there is another
/// deployment, and when there is none.
@Suite(.serialized) struct FaultMatrixTests {
  /// What a client must see.
  private enum Outcome: Sendable {
    /// The answer of the deployment that works.
    case rescued
    /// The whole answer of the one that does not, for it does in the end.
    case whole
    /// An error with this status.
    case error(Int)
    /// A part of an answer, and then the end of the connection.
    case cut
    /// The same, with an event before it that says so.
    case cutWithEvent
  }

  private func outcome(_ fault: FakeUpstream.Fault, streamed: Bool, isAlone: Bool) -> Outcome {
    switch fault {
    case .drip: .whole
    case .closeHalfway, .resetHalfway, .stallHalfway, .garbageHalfway: streamed ? .cutWithEvent : .cut
    case .closeWithinAPiece, .shortLength: .cut
    case _ where !isAlone: .rescued
    case .close, .reset, .closeAfterHead, .garbage, .twoLengths: .error(502)
    case .stall, .stallAfterHead: .error(504)
    case .status(let status, _): .error(status)
    }
  }

  private func configuration(_ broken: String, _ working: String, patience: Double) -> String {
    func entry(_ name: String, _ provider: String, _ base: String, _ more: String) -> String {
      """
        - model_name: \(name)
          litellm_params: {model: \(provider)/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(base)", \(more)}
      """
    }
    var entries: [String] = []
    for (provider, suffix) in [("openai", "/v1"), ("anthropic", "")] {
      entries.append(entry("\(provider)-two", provider, broken + suffix, "order: 1, timeout: \(patience)"))
      entries.append(entry("\(provider)-two", provider, working + suffix, "order: 2"))
      entries.append(entry("\(provider)-one", provider, broken + suffix, "num_retries: 0, timeout: \(patience)"))
    }
    return """
      model_list:
      \(entries.joined(separator: "\n"))
      router_settings: {disable_cooldowns: true}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
      """
  }

  @Test(arguments: FakeUpstream.Fault.all)
  func aFaultHasItsOutcome(_ fault: FakeUpstream.Fault) async throws {
    let text = "from the broken one, at some length"
    let script = FakeUpstream.Script.respond { request in
      guard let format = request.format else { return .nothing }
      return FakeUpstream.Answer.text(text).reply(to: request).with(fault, as: format)
    }
    // Where time plays no part, a busy machine shall not make it play one.
    let patience = [.stall, .stallAfterHead, .stallHalfway].contains(fault) ? 1.5 : 20
    try await FakeUpstream.run(script) { broken in
      try await checkAll(broken.origin, patience: patience) { streamed, isAlone in
        (fault, outcome(fault, streamed: streamed, isAlone: isAlone))
      }
      #expect(broken.requests.count == FakeUpstream.Format.allCases.count * 4)
    }
  }

  /// A port where nobody listens is a fault that no upstream can play.
  @Test func aRefusedConnectionHasItsOutcome() async throws {
    try await checkAll("http://127.0.0.1:1", patience: 20) { _, isAlone in (nil, isAlone ? .error(502) : .rescued) }
  }

  /// Asks in every format, streamed and not, with another deployment to go to and without.
  private func checkAll(
    _ broken: String,
    patience: Double,
    _ expected: (_ streamed: Bool, _ isAlone: Bool) -> (FakeUpstream.Fault?, Outcome)
  ) async throws {
    try await FakeUpstream.run(.answers([.text("from the working one")])) { working in
      try await TestGateway.serve(configuration(broken, working.origin, patience: patience)) { gateway in
        try await withThrowingTaskGroup(of: Void.self) { group in
          for format in FakeUpstream.Format.allCases {
            for (streamed, isAlone) in [(false, false), (false, true), (true, false), (true, true)] {
              let (fault, outcome) = expected(streamed, isAlone)
              let model = "\(format == .messages ? "anthropic" : "openai")-\(isAlone ? "one" : "two")"
              group.addTask {
                let answer = try await gateway.send(format.path, #"{"model":"\#(model)","stream":\#(streamed)}"#)
                try check(answer, outcome, fault, format)
              }
            }
          }
          try await group.waitForAll()
        }
      }
    }
  }

  private func check(
    _ answer: HTTPAnswer,
    _ outcome: Outcome,
    _ fault: FakeUpstream.Fault?,
    _ format: FakeUpstream.Format
  ) throws {
    switch outcome {
    case .rescued:
      #expect(answer.status == 200)
      #expect(answer.isComplete)
      #expect(answer.text.contains("working"))
      #expect(!answer.text.contains("broken"))
      #expect(answer.header("x-litellm-attempted-retries") == "1")
      #expect(answer.header("x-litellm-model-id")?.hasSuffix("-two/2") == true)
    case .whole:
      #expect(answer.status == 200)
      #expect(answer.isComplete)
      #expect(answer.text.contains("broken"))
      #expect(answer.header("x-litellm-attempted-retries") == "0")
    case .error(let status):
      #expect(answer.status == status)
      #expect(answer.isComplete)
      let error = try #require(try answer.json()["error"] as? [String: Any])
      #expect((error["message"] as? String)?.isEmpty == false)
      #expect((try answer.json()["type"] as? String) == (format == .messages ? "error" : nil))
      if case .status(_, let retryAfter)? = fault {
        #expect(answer.header("retry-after") == retryAfter.map(String.init))
        #expect(error["message"] as? String == "trouble \(status)")
      }
    case .cut:
      #expect(answer.status == 200)
      #expect(!answer.isComplete)
      #expect(!answer.text.contains("server_error") && !answer.text.contains("api_error"))
    case .cutWithEvent:
      #expect(answer.status == 200)
      #expect(!answer.isComplete)
      let last = answer.text.components(separatedBy: "\n\n").dropLast().last ?? ""
      switch format {
      case .chat: #expect(last.hasPrefix(#"data: {"error":{"#))
      case .responses: #expect(last.hasPrefix("event: response.failed\ndata: {"))
      case .messages: #expect(last.hasPrefix("event: error\ndata: {"))
      }
      #expect(!answer.text.contains("[DONE]") && !answer.text.contains("message_stop"))
    }
  }
}
