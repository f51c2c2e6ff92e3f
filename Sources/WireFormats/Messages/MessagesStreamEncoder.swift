/// Writes a Messages stream.
struct MessagesStreamEncoder: Sendable {
  private let context: AnswerContext
  private var index = -1
  private var block: AnswerBlock?
  /// A block of thoughts is written when the first of them comes, or their proof: what is neither shown nor vouched for
  /// is no block.
  private var isWritten = false
  private var hasBegun = false

  init(_ context: AnswerContext) {
    self.context = context
  }

  mutating func write(_ event: AnswerEvent, into bytes: inout [UInt8]) {
    switch event {
    case .began: begin(&bytes)
    case .opened(let block):
      begin(&bytes)
      self.block = block
      switch block {
      case .text, .refusal, .toolCall: start(&bytes)
      case .search(let search): write(search, &bytes)
      case .reasoning: break
      }
    case .delta(let text, _): write(text, &bytes)
    case .proof(let proof): write(proof, &bytes)
    case .citation(let citation):
      guard block == .text, let citation = citation.messagesCitation else { break }
      delta(["type": "citations_delta", "citation": citation], &bytes)
    case .closed: close(&bytes)
    case .finished(let reason, let usage): finish(reason, usage, &bytes)
    case .failed(let fault):
      EventStreamText.append("error", to: &bytes) { json in
        json.object { json in
          json.member("type", "error")
          json.key("error")
          fault.write(for: .anthropic, into: &json)
        }
      }
    case .keepAlive: EventStreamText.append("ping", to: &bytes) { $0.value(["type": "ping"]) }
    }
  }

  private mutating func begin(_ bytes: inout [UInt8]) {
    guard !hasBegun else { return }
    hasBegun = true
    EventStreamText.append("message_start", to: &bytes) { json in
      json.object { json in
        json.member("type", "message_start")
        json.key("message")
        // The counts follow at the end, where clients let them replace these.
        MessagesAnswerEncoder.encode(context, stop: nil, usage: nil, into: &json) { _ in }
      }
    }
  }

  private mutating func start(_ bytes: inout [UInt8]) {
    guard let block, !isWritten else { return }
    switch block {
    case .text, .refusal: startBlock(["type": "text", "text": ""], &bytes)
    case .reasoning: startBlock(["type": "thinking", "thinking": "", "signature": ""], &bytes)
    case .toolCall(let id, let name, _):
      startBlock(["type": "tool_use", "id": .string(id ?? ""), "name": .string(name.name), "input": [:]], &bytes)
    case .search: break
    }
  }

  private mutating func startBlock(_ block: JSON, _ bytes: inout [UInt8]) {
    isWritten = true
    index += 1
    EventStreamText.append("content_block_start", to: &bytes) { json in
      json.object { json in
        json.member("type", "content_block_start")
        json.member("index", index)
        json.member("content_block", block)
      }
    }
  }

  private mutating func write(_ text: String, _ bytes: inout [UInt8]) {
    guard let block, !text.isEmpty else { return }
    start(&bytes)
    switch block {
    case .text, .refusal: delta(["type": "text_delta", "text": .string(text)], &bytes)
    case .reasoning: delta(["type": "thinking_delta", "thinking": .string(text)], &bytes)
    case .toolCall: delta(["type": "input_json_delta", "partial_json": .string(text)], &bytes)
    case .search: break
    }
  }

  /// Writes the two blocks of a search.
  private mutating func write(_ search: WebSearch, _ bytes: inout [UInt8]) {
    guard let content = search.resultContent else { return }
    let id = search.messagesID("\(context.id)_\(index + 1)")
    startBlock(MessagesAnswerEncoder.searchCall(id, input: [:]), &bytes)
    let query: JSON = ["query": .string(search.query)]
    delta(["type": "input_json_delta", "partial_json": .string(query.text)], &bytes)
    close(&bytes)
    startBlock(MessagesAnswerEncoder.searchResult(id, content), &bytes)
  }

  private mutating func write(_ proof: Reasoning.Proof, _ bytes: inout [UInt8]) {
    guard block == .reasoning else { return }
    if case .redacted(let data) = proof, !isWritten {
      startBlock(["type": "redacted_thinking", "data": .string(data)], &bytes)
      return
    }
    start(&bytes)
    delta(["type": "signature_delta", "signature": .string(MessagesContent.signature(proof))], &bytes)
  }

  private func delta(_ delta: JSON, _ bytes: inout [UInt8]) {
    EventStreamText.append("content_block_delta", to: &bytes) { json in
      json.object { json in
        json.member("type", "content_block_delta")
        json.member("index", index)
        json.member("delta", delta)
      }
    }
  }

  private mutating func close(_ bytes: inout [UInt8]) {
    if isWritten {
      EventStreamText.append("content_block_stop", to: &bytes) { json in
        json.object { json in
          json.member("type", "content_block_stop")
          json.member("index", index)
        }
      }
    }
    isWritten = false
    block = nil
  }

  private mutating func finish(_ reason: StopReason, _ usage: AnswerUsage?, _ bytes: inout [UInt8]) {
    begin(&bytes)
    close(&bytes)
    EventStreamText.append("message_delta", to: &bytes) { json in
      json.object { json in
        json.member("type", "message_delta")
        json.key("delta")
        json.object { json in MessagesAnswerEncoder.encode(reason, into: &json) }
        json.key("usage")
        MessagesAnswerEncoder.encode(usage, into: &json)
      }
    }
    EventStreamText.append("message_stop", to: &bytes) { $0.value(["type": "message_stop"]) }
  }
}
