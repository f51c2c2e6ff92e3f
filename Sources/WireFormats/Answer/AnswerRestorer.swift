/// Gives an answer's tool calls back the names, kinds and ids that the client knows.
struct AnswerRestorer: Sendable {
  private let names: ToolNames
  private var ids: CallIDs
  private var freeText: FreeTextReader?
  private var hasCalls = false
  /// Whether the open block is a call that takes an object, and nothing of it has come.
  private var lacksObject = false

  init(_ names: ToolNames, _ ids: CallIDs) {
    self.names = names
    self.ids = ids
  }

  /// Appends to `events` what `event` means to the client.
  mutating func restore(_ event: AnswerEvent, into events: inout [AnswerEvent]) {
    switch event {
    case .opened(.toolCall(let id, let name, let kind)):
      hasCalls = true
      let original = name.namespace == nil ? names.original(of: name.name) : nil
      let restored = original?.kind ?? kind
      if restored == .custom, kind == .function { freeText = FreeTextReader() }
      lacksObject = restored != .custom
      events.append(.opened(.toolCall(id: ids.unique(id), name: original?.name ?? name, kind: restored)))
    case .delta(let text, let logprobs):
      lacksObject = lacksObject && text.isEmpty
      let text = freeText?.read(text) ?? text
      if !text.isEmpty || !logprobs.isEmpty { events.append(.delta(text, logprobs: logprobs)) }
    case .closed:
      if let rest = freeText?.finish(), !rest.isEmpty { events.append(.delta(rest)) }
      // Anthropic sends nothing for an empty object, and OpenAI's clients would not take that for one.
      if lacksObject { events.append(.delta("{}")) }
      freeText = nil
      lacksObject = false
      events.append(.closed)
    // Some servers end with `stop` even though they call tools.
    case .finished(.endTurn, let usage) where hasCalls: events.append(.finished(.toolCalls, usage))
    case .began, .opened, .proof, .citation, .finished, .failed, .keepAlive: events.append(event)
    }
  }
}
