/// Reads a Messages answer, streamed or whole.
struct MessagesAnswerDecoder: Sendable {
  private var hasBegun = false
  private var open: Open?
  /// The search that the provider is at, and those whose result is still to come: what they search for, by their id.
  private var searching: String?
  private var searches: [String: String] = [:]
  private var stop: StopReason?
  private var usage = Counts()

  private struct Open {
    var block: AnswerBlock
    /// Input that came with the block's start, for servers that send no pieces of it.
    var input: String?
  }

  private struct Counts {
    var input: Int?
    var output: Int?
    var cacheRead: Int?
    var cacheCreation: Int?
    var reasoning: Int?
  }

  /// Reads the data of one event.
  mutating func read(_ event: JSON, _ events: inout [AnswerEvent]) {
    switch event["type"]?.string {
    case "message_start":
      begin(&events)
      read(usage: event["message"]?["usage"] ?? .null)
    case "content_block_start": start(event["content_block"] ?? .null, &events)
    case "content_block_delta": read(delta: event["delta"] ?? .null, &events)
    case "content_block_stop": close(&events)
    case "message_delta":
      let delta = event["delta"] ?? .null
      if let reason = delta["stop_reason"]?.string { stop = Self.stopReason(reason, delta) }
      read(usage: event["usage"] ?? .null)
    case "message_stop": done(&events)
    case "ping": events.append(.keepAlive)
    case "error":
      events.append(.failed(ProviderFault(streamed: event) ?? ProviderFault(.server, "the provider failed")))
    default: break
    }
  }

  /// The connection is at its end.
  mutating func end(_ events: inout [AnswerEvent]) {
    // A block that is open stays so: a call that is closed would be run.
    if stop == nil { events.append(.failed(.cut)) } else { done(&events) }
  }

  /// The steps of a whole answer.
  static func events(_ body: JSON) -> [AnswerEvent] {
    guard let content = body["content"]?.array else {
      let fault = ProviderFault(streamed: body)
      return [.failed(fault ?? ProviderFault(.server, "the provider's answer has no content"))]
    }
    var decoder = MessagesAnswerDecoder()
    var events: [AnswerEvent] = []
    decoder.begin(&events)
    decoder.read(usage: body["usage"] ?? .null)
    for block in content {
      decoder.start(block, &events)
      decoder.close(&events)
    }
    decoder.stop = body["stop_reason"]?.string.map { stopReason($0, body) }
    decoder.done(&events)
    return events
  }

  private mutating func begin(_ events: inout [AnswerEvent]) {
    if !hasBegun { events.append(.began) }
    hasBegun = true
  }

  private mutating func done(_ events: inout [AnswerEvent]) {
    begin(&events)
    close(&events)
    events.append(.finished(stop ?? .endTurn, answerUsage))
  }

  private mutating func start(_ block: JSON, _ events: inout [AnswerEvent]) {
    begin(&events)
    close(&events)
    searching = nil
    switch block["type"]?.string {
    case "text":
      open(.text, block["text"]?.string, &events)
      for citation in block["citations"]?.array ?? [] { events.append(.citation(Citation(messages: citation))) }
    case "thinking":
      open(.reasoning, block["thinking"]?.string, &events)
      if let signature = block["signature"]?.string, !signature.isEmpty { events.append(.proof(.signature(signature))) }
    case "redacted_thinking":
      open(.reasoning, nil, &events)
      if let data = block["data"]?.string { events.append(.proof(.redacted(data))) }
    case "tool_use":
      let name = ToolName(block["name"]?.string ?? "")
      open(.toolCall(id: block["id"]?.string, name: name, kind: .function), nil, &events)
      if let input = block["input"], input.members?.isEmpty == false { open?.input = input.text }
    case "server_tool_use" where block["name"]?.string == WebSearchTool.name:
      let id = block["id"]?.string ?? ""
      searches[id] = block["input"].flatMap { $0.members?.isEmpty == false ? $0.text : nil } ?? ""
      searching = id
    case "web_search_tool_result":
      let id = block["tool_use_id"]?.string ?? ""
      let search = WebSearch(id: id, input: searches.removeValue(forKey: id) ?? "", result: block)
      events += [.opened(.search(search)), .closed]
    // What the provider's other tools do has no counterpart; the text around it says what came of it.
    default: break
    }
  }

  private mutating func open(_ block: AnswerBlock, _ text: String?, _ events: inout [AnswerEvent]) {
    open = Open(block: block)
    events.append(.opened(block))
    if let text, !text.isEmpty { events.append(.delta(text)) }
  }

  private mutating func read(delta: JSON, _ events: inout [AnswerEvent]) {
    switch delta["type"]?.string {
    case "text_delta": add(delta["text"]?.string, to: .text, &events)
    case "thinking_delta": add(delta["thinking"]?.string, to: .reasoning, &events)
    case "signature_delta":
      guard open?.block == .reasoning, let signature = delta["signature"]?.string else { break }
      events.append(.proof(.signature(signature)))
    case "citations_delta":
      guard open?.block == .text, let citation = delta["citation"] else { break }
      events.append(.citation(Citation(messages: citation)))
    case "input_json_delta":
      if let searching { searches[searching]? += delta["partial_json"]?.string ?? "" }
      guard case .toolCall? = open?.block, let piece = delta["partial_json"]?.string, !piece.isEmpty else { break }
      open?.input = nil
      events.append(.delta(piece))
    default: break
    }
  }

  /// Some servers mix thoughts and text in one block, or do not open it.
  private mutating func add(_ text: String?, to block: AnswerBlock, _ events: inout [AnswerEvent]) {
    guard let text, !text.isEmpty else { return }
    if open?.block != block {
      begin(&events)
      close(&events)
      open(block, nil, &events)
    }
    events.append(.delta(text))
  }

  private mutating func close(_ events: inout [AnswerEvent]) {
    guard let open else { return }
    if let input = open.input { events.append(.delta(input)) }
    events.append(.closed)
    self.open = nil
  }

  /// Later counts replace earlier ones.
  private mutating func read(usage value: JSON) {
    if let count = value["input_tokens"]?.count { usage.input = count }
    if let count = value["output_tokens"]?.count { usage.output = count }
    if let count = value["cache_read_input_tokens"]?.count { usage.cacheRead = count }
    if let count = value["cache_creation_input_tokens"]?.count { usage.cacheCreation = count }
    if let count = value["output_tokens_details"]?["thinking_tokens"]?.count { usage.reasoning = count }
  }

  private var answerUsage: AnswerUsage? {
    guard usage.input != nil || usage.output != nil else { return nil }
    return AnswerUsage(
      input: (usage.input ?? 0) + (usage.cacheRead ?? 0) + (usage.cacheCreation ?? 0),
      output: usage.output ?? 0,
      cacheRead: usage.cacheRead,
      cacheCreation: usage.cacheCreation,
      reasoning: usage.reasoning
    )
  }

  static func stopReason(_ name: String, _ delta: JSON) -> StopReason {
    switch name {
    case "max_tokens": .maximumTokens
    case "tool_use": .toolCalls
    case "stop_sequence": .stopSequence(delta["stop_sequence"]?.string)
    case "refusal": .refused(delta["stop_details"]?["explanation"]?.string)
    case "pause_turn": .paused
    case "model_context_window_exceeded": .contextWindow
    default: .endTurn
    }
  }
}
