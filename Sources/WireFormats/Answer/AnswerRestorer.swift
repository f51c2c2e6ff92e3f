/// Gives an answer's tool calls back the names, kinds and ids that the client knows.
struct AnswerRestorer: Sendable {
  private let names: ToolNames
  private var ids: CallIDs
  private var freeText: FreeTextReader?
  private var hasCalls = false

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
      events.append(.opened(.toolCall(id: ids.unique(id), name: original?.name ?? name, kind: restored)))
    case .delta(let text, let logprobs):
      let text = freeText?.read(text) ?? text
      if !text.isEmpty || !logprobs.isEmpty { events.append(.delta(text, logprobs: logprobs)) }
    case .closed:
      if let rest = freeText?.finish(), !rest.isEmpty { events.append(.delta(rest)) }
      freeText = nil
      events.append(.closed)
    // Some servers end with `stop` even though they call tools.
    case .finished(.endTurn, let usage) where hasCalls: events.append(.finished(.toolCalls, usage))
    case .began, .opened, .proof, .finished, .failed, .keepAlive: events.append(event)
    }
  }
}
