/// Reads a Responses answer, streamed or whole.
struct ResponsesAnswerDecoder: Sendable {
  private var lanes = AnswerLanes()
  private var hasBegun = false
  private var hasCalls = false
  private var index = 0
  /// The parts whose annotations have come in events of their own.
  private var annotated: Set<AnswerLanes.Key> = []

  /// Reads the data of one event.
  mutating func read(_ event: JSON, _ events: inout [AnswerEvent]) {
    if let index = event["output_index"]?.count { self.index = index }
    let part = event["content_index"]?.count ?? 0
    switch event["type"]?.string {
    case "response.created", "response.in_progress", "response.queued": begin(&events)
    case "response.output_item.added": added(event["item"] ?? .null, &events)
    case "response.content_part.added":
      open(part, event["part"]?["type"]?.string == "refusal" ? .refusal : .text, &events)
    case "response.output_text.delta":
      open(part, .text, &events)
      add(event["delta"], part, logprobs: event["logprobs"]?.array ?? [], &events)
    case "response.output_text.annotation.added":
      open(part, .text, &events)
      annotated.insert(key(part))
      cite(event["annotation"] ?? .null, part, &events)
    case "response.refusal.delta":
      open(part, .refusal, &events)
      add(event["delta"], part, &events)
    case "response.reasoning_summary_part.added":
      open(0, .reasoning, &events)
      // Paragraphs are kept apart as they are where a summary is one text.
      if lanes.hasContent(key(0)) { lanes.add(key(0), .delta("\n\n"), &events) }
    case "response.reasoning_summary_text.delta", "response.reasoning_text.delta":
      open(0, .reasoning, &events)
      add(event["delta"], 0, &events)
    case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta":
      add(event["delta"], 0, &events)
    case "response.output_item.done": finish(event["item"] ?? .null, &events)
    case "response.completed": finish(response: event["response"] ?? .null, status: "completed", &events)
    case "response.incomplete": finish(response: event["response"] ?? .null, status: "incomplete", &events)
    case "response.failed", "response.cancelled":
      finish(response: event["response"] ?? .null, status: "failed", &events)
    case "error":
      events.append(.failed(ProviderFault(streamed: event) ?? ProviderFault(.server, "the provider failed")))
    case "keepalive": events.append(.keepAlive)
    default: break
    }
  }

  /// The connection is at its end.
  mutating func end(_ events: inout [AnswerEvent]) {
    // A block that is open stays so: a call that is closed would be run.
    events.append(.failed(.cut))
  }

  /// The steps of a whole answer.
  static func events(_ body: JSON) -> [AnswerEvent] {
    var decoder = ResponsesAnswerDecoder()
    var events: [AnswerEvent] = []
    guard body["output"]?.array != nil || body["error"]?.members != nil else {
      let fault = ProviderFault(streamed: body)
      return [.failed(fault ?? ProviderFault(.server, "the provider's answer has no output"))]
    }
    let status = body["status"]?.string ?? "completed"
    decoder.finish(response: body, status: status == "cancelled" ? "failed" : status, &events)
    return events
  }

  private func key(_ part: Int) -> AnswerLanes.Key { AnswerLanes.Key(outer: index, inner: part) }

  private mutating func begin(_ events: inout [AnswerEvent]) {
    if !hasBegun { events.append(.began) }
    hasBegun = true
  }

  private mutating func open(_ part: Int, _ block: AnswerBlock, _ events: inout [AnswerEvent]) {
    guard !lanes.contains(key(part)) else { return }
    begin(&events)
    lanes.begin(key(part), block, &events)
  }

  private mutating func add(_ text: JSON?, _ part: Int, logprobs: [JSON] = [], _ events: inout [AnswerEvent]) {
    guard let text = text?.string, !text.isEmpty || !logprobs.isEmpty else { return }
    lanes.add(key(part), .delta(text, logprobs: logprobs), &events)
  }

  private mutating func added(_ item: JSON, _ events: inout [AnswerEvent]) {
    begin(&events)
    switch item["type"]?.string {
    case "reasoning": open(0, .reasoning, &events)
    case "function_call", "custom_tool_call": openCall(item, &events)
    // A message's parts are announced one by one, and other items are read when they are done.
    default: break
    }
  }

  private mutating func openCall(_ item: JSON, _ events: inout [AnswerEvent]) {
    let kind: ToolKind =
      switch item["type"]?.string {
      case "custom_tool_call": .custom
      case "tool_search_call": .toolSearch
      default: .function
      }
    let name = kind == .toolSearch ? "tool_search" : item["name"]?.string ?? ""
    hasCalls = true
    open(
      0,
      .toolCall(id: item["call_id"]?.string, name: ToolName(name, namespace: item["namespace"]?.string), kind: kind),
      &events
    )
  }

  /// An item is done. What its pieces did not bring comes from the item itself.
  private mutating func finish(_ item: JSON, _ events: inout [AnswerEvent]) {
    switch item["type"]?.string {
    case "message":
      for (part, content) in (item["content"]?.array ?? []).enumerated() {
        let isRefusal = content["type"]?.string == "refusal"
        open(part, isRefusal ? .refusal : .text, &events)
        if !annotated.contains(key(part)) {
          for annotation in content["annotations"]?.array ?? [] { cite(annotation, part, &events) }
        }
        complete(part, content[isRefusal ? "refusal" : "text"]?.string, content["logprobs"]?.array ?? [], &events)
        lanes.end(key(part), &events)
      }
    case "reasoning":
      open(0, .reasoning, &events)
      let reasoning = ResponsesContent.decodeReasoning(item)
      complete(0, reasoning.text, [], &events)
      if let proof = reasoning.proof { lanes.add(key(0), .proof(proof), &events) }
      lanes.end(key(0), &events)
    case "function_call", "custom_tool_call", "tool_search_call":
      openCall(item, &events)
      let input = item["input"]?.string ?? item["arguments"]?.string ?? item["arguments"]?.text
      complete(0, input, [], &events)
      lanes.end(key(0), &events)
    case "web_search_call":
      open(0, .search(WebSearch(responses: item)), &events)
      lanes.end(key(0), &events)
    default: break
    }
  }

  private mutating func cite(_ annotation: JSON, _ part: Int, _ events: inout [AnswerEvent]) {
    guard let citation = Citation(annotation: annotation, format: .responses) else { return }
    lanes.add(key(part), .citation(citation), &events)
  }

  private mutating func complete(_ part: Int, _ text: String?, _ logprobs: [JSON], _ events: inout [AnswerEvent]) {
    guard let text, !text.isEmpty, !lanes.hasContent(key(part)) else { return }
    lanes.add(key(part), .delta(text, logprobs: logprobs), &events)
  }

  private mutating func finish(response: JSON, status: String, _ events: inout [AnswerEvent]) {
    begin(&events)
    if lanes.isEmpty {
      for (index, item) in (response["output"]?.array ?? []).enumerated() {
        self.index = index
        finish(item, &events)
      }
    }
    if status != "failed" { lanes.endAll(keepsCutCall: status == "incomplete", &events) }
    let usage = response["usage"].flatMap(Self.usage)
    switch status {
    case "failed":
      let fault = response["error"].flatMap { $0.isNull ? nil : ProviderFault(streamed: $0) }
      events.append(.failed(fault ?? ProviderFault(.server, "the provider gave up without saying why")))
    case "incomplete":
      let isFiltered = response["incomplete_details"]?["reason"]?.string == "content_filter"
      events.append(.finished(isFiltered ? .refused(nil) : .maximumTokens, usage))
    default: events.append(.finished(hasCalls ? .toolCalls : .endTurn, usage))
    }
  }

  static func usage(_ value: JSON) -> AnswerUsage? {
    guard let input = value["input_tokens"]?.count else { return nil }
    return AnswerUsage(
      input: input,
      output: value["output_tokens"]?.count ?? 0,
      cacheRead: value["input_tokens_details"]?["cached_tokens"]?.count,
      cacheCreation: value["input_tokens_details"]?["cache_write_tokens"]?.count,
      reasoning: value["output_tokens_details"]?["reasoning_tokens"]?.count
    )
  }
}
