import FakeUpstream

/// What a provider does when it finds the words "scenario NAME" in a request.
enum Scenario: String, CaseIterable {
  case text, calls, call, image, system, length, stop, thought, schema
  case auth, rate, context, server, cut, failing

  /// A provider that plays them all.
  static let provider = FakeUpstream.Script.model { request in
    guard let scenario = of(request), let format = request.format else { return .text("no scenario in the request") }
    if request.json["thread"] != nil { return .reply(threadless) }
    return .reply(scenario.reply(to: request, format))
  }

  /// What a provider says that keeps no conversations, in Anthropic's words.
  private static let threadless = FakeUpstream.Reply.body(
    #"{"type":"error","error":{"type":"invalid_request_error","message":"no threads","#
      + #""details":{"error_code":"thread_unsupported_request"}}}"#,
    status: 400
  )

  private static func of(_ request: FakeUpstream.Request) -> Scenario? {
    let words = request.text.split { !$0.isLetter }
    guard let index = words.firstIndex(of: "scenario"), index + 1 < words.endIndex else { return nil }
    return Scenario(rawValue: String(words[index + 1]))
  }

  private func reply(to request: FakeUpstream.Request, _ format: FakeUpstream.Format) -> FakeUpstream.Reply {
    switch self {
    case .auth: Self.refusal(401, "invalid key", ["authentication_error", "invalid_api_key"], format)
    case .rate:
      Self.refusal(429, "too many requests", ["rate_limit_error", "rate_limit_exceeded"], format)
        .adding((name: "retry-after", value: "7"))
    case .context:
      Self.refusal(
        400,
        format == .messages
          ? "prompt is too long: 200000 tokens > 128000 maximum"
          : "This model's maximum context length is 128000 tokens. However, your messages resulted in 200000 tokens.",
        ["invalid_request_error", "context_length_exceeded"],
        format
      )
    case .server: Self.refusal(500, "the provider broke", ["api_error", "server_error"], format)
    case .cut: Self.long.reply(to: request).cut(after: 8)
    case .failing: Self.failing(Self.long.reply(to: request), format)
    default: FakeUpstream.Answer.turn(turn(request)).reply(to: request)
    }
  }

  private static let long = FakeUpstream.Answer.text("one two three four five six seven eight nine ten")

  private func turn(_ request: FakeUpstream.Request) -> FakeUpstream.Turn {
    let oslo = FakeUpstream.Turn.Part.call(name: "weather", arguments: #"{"city": "Oslo"}"#)
    let rome = FakeUpstream.Turn.Part.call(name: "weather", arguments: #"{"city": "Rome"}"#)
    var turn =
      switch self {
      case .calls where request.hasToolResult: FakeUpstream.Turn(.text("both are known"))
      case .calls: FakeUpstream.Turn(.text("I ask twice"), oslo, rome)
      case .call: FakeUpstream.Turn(oslo)
      case .length: FakeUpstream.Turn([.text("not at its")], end: .length)
      case .stop: FakeUpstream.Turn([.text("up to here")], end: .stopSequence("END"))
      case .thought: FakeUpstream.Turn(.thinking("let me think"), .text("thought through"))
      case .schema: FakeUpstream.Turn(.text(#"{"city": "Oslo", "degrees": 7}"#))
      default: FakeUpstream.Turn(.text("hello from the provider"))
      }
    turn.usage = .detailed
    return turn
  }

  /// An error as the provider words it; `names` are its type at Anthropic and its code at OpenAI.
  private static func refusal(
    _ status: Int,
    _ message: String,
    _ names: [String],
    _ format: FakeUpstream.Format
  ) -> FakeUpstream.Reply {
    format == .messages
      ? .body(#"{"type":"error","error":{"type":"\#(names[0])","message":"\#(message)"}}"#, status: status)
      : .body(
        #"{"error":{"message":"\#(message)","type":"invalid_request_error","param":null,"code":"\#(names[1])"}}"#,
        status: status
      )
  }

  /// A stream that tells of an error in its middle, and ends in good order.
  private static func failing(_ reply: FakeUpstream.Reply, _ format: FakeUpstream.Format) -> FakeUpstream.Reply {
    let failure =
      switch format {
      case .chat: #"data: {"error":{"message":"the provider broke","type":"server_error","code":"server_error"}}"#
      case .responses:
        "event: error\n"
          + #"data: {"type":"error","sequence_number":9,"code":"server_error","message":"the provider broke","param":null}"#
      case .messages:
        "event: error\n" + #"data: {"type":"error","error":{"type":"api_error","message":"the provider broke"}}"#
      }
    var failing = reply
    failing.steps = Array(reply.steps.prefix(8)) + [.bytes(Array("\(failure)\n\n".utf8))]
    return failing
  }
}
