/// How a Messages model is told to think.
struct MessagesThinking {
  /// The value of `thinking`.
  private let thinking: JSON?
  /// The value of `output_config.effort`.
  let effort: String?
  /// Whether a wish of the client's could not be passed on.
  let isLost: Bool

  /// Whether the model will think.
  var isOn: Bool { thinking.map { $0["type"]?.string != "disabled" } ?? false }

  /// - Parameters:
  ///   - conversation: the request.
  ///   - messages: its turns as they will be sent.
  ///   - traits: what the model takes.
  ///   - maximum: `max_tokens`.
  init(_ conversation: Conversation, _ messages: [Message], _ traits: UpstreamTraits, maximum: Int) {
    let wish = conversation.reasoning
    if conversation.origin == .messages {
      thinking = wish.thinking.map { Self.json($0, display: wish.summary) }
      effort = wish.effort
      isLost = false
      return
    }
    guard let wished = wish.effort, wished != "none" else {
      (thinking, effort, isLost) = (nil, nil, false)
      return
    }
    switch traits.thinking {
    case .none: (thinking, effort, isLost) = (nil, nil, true)
    case .adaptive:
      effort = wished == "minimal" ? "low" : traits.effort(wished)
      isLost = false
      let display: ReasoningRequest.Summary? = wish.summary.map { $0 == .omitted ? .omitted : .shown("summarized") }
      // Who must call a tool may not think first.
      let isForced = traits.takesForcedCalls && Self.isForced(conversation.toolChoice)
      thinking = isForced ? nil : Self.json(.adaptive, display: display)
    case .budget:
      effort = nil
      // A budget must leave room for the answer.
      let budget = min(ReasoningRequest.budget(wished) ?? 0, maximum - maximum / 4)
      let isPossible =
        budget >= ReasoningRequest.minimumBudget && !Self.isForced(conversation.toolChoice)
        && Self.canResume(messages)
      thinking = isPossible ? Self.json(.enabled(budget: budget), display: nil) : nil
      isLost = !isPossible
    }
  }

  func encode(into json: inout JSONWriter) {
    if let thinking { json.member("thinking", thinking) }
  }

  private static func json(_ thinking: ReasoningRequest.Thinking, display: ReasoningRequest.Summary?) -> JSON {
    var members: [JSON.Member] =
      switch thinking {
      case .disabled: [.init("type", "disabled")]
      case .enabled(let budget): [.init("type", "enabled"), .init("budget_tokens", .number(JSONNumber(budget)))]
      case .adaptive: [.init("type", "adaptive")]
      case .betweenTools: [.init("type", "between_tools")]
      }
    switch display {
    case nil: break
    case .omitted: members.append(.init("display", "omitted"))
    case .shown(let how): members.append(.init("display", .string(how)))
    }
    return .object(members)
  }

  /// Whether a tool must be called.
  static func isForced(_ choice: ToolChoice?) -> Bool {
    switch choice {
    case .required, .tool, .webSearch, .allowed(_, true): true
    case nil, .auto, .some(.none), .allowed(_, false), .native: false
    }
  }

  /// Whether the turn in progress, if one is, began with thoughts. Anthropic's models of a budget refuse to begin to
  /// think between a tool's call and its result.
  private static func canResume(_ messages: [Message]) -> Bool {
    guard let last = messages.last, last.role == .user, case .toolResult? = last.content.first?.content,
      let turn = messages.last(where: { $0.role == .assistant })
    else { return true }
    if case .reasoning? = turn.content.first?.content { return true }
    return false
  }
}
