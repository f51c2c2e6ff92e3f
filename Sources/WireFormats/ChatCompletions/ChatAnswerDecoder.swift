/// Reads a Chat Completions answer, streamed or whole.
struct ChatAnswerDecoder: Sendable {
  private var lanes = AnswerLanes()
  private var calls: [Int: Call] = [:]
  private var textCount = 0
  /// The index given to the last call that came without one.
  private var unnumbered = -1
  private var hasBegun = false
  private var stop: StopReason?
  private var usage: AnswerUsage?

  private struct Call {
    var key: AnswerLanes.Key
    var id: String
    /// Arguments that came before the name.
    var early = ""
  }

  /// Reads the data of one event.
  mutating func read(_ chunk: JSON, _ events: inout [AnswerEvent]) {
    // vLLM writes the error without an object around it.
    let hasError = chunk["error"].map { !$0.isNull } ?? (chunk["object"] == "error")
    if hasError, let fault = ProviderFault(streamed: chunk) {
      return events.append(.failed(fault))
    }
    begin(&events)
    if let usage = chunk["usage"].flatMap(Self.usage) { self.usage = usage }
    guard let choice = chunk["choices"]?.array?.first(where: { ($0["index"]?.int ?? 0) == 0 }) else { return }
    read(delta: choice["delta"] ?? .null, logprobs: choice["logprobs"], &events)
    if let reason = choice["finish_reason"]?.string { stop = Self.stopReason(reason) }
  }

  /// The stream says that it is at its end.
  mutating func done(_ events: inout [AnswerEvent]) {
    begin(&events)
    // A call that the limit of tokens cut off is none that may be run: it stays open.
    lanes.endAll(keepsCutCall: stop == .maximumTokens, &events)
    guard !calls.values.contains(where: { !lanes.contains($0.key) }) else {
      return events.append(.failed(ProviderFault(.server, "the provider called a tool without naming it; ask again")))
    }
    events.append(.finished(stop ?? .endTurn, usage))
  }

  /// The connection is at its end.
  mutating func end(_ events: inout [AnswerEvent]) {
    // Blocks stay open as well: what is closed would be run.
    if stop == nil { events.append(.failed(.cut)) } else { done(&events) }
  }

  /// The steps of a whole answer.
  static func events(_ body: JSON) -> [AnswerEvent] {
    var decoder = ChatAnswerDecoder()
    var events: [AnswerEvent] = []
    guard let choice = body["choices"]?.array?.first, let message = choice["message"] else {
      let fault = ProviderFault(streamed: body)
      return [.failed(fault ?? ProviderFault(.server, "the provider's answer has no choices"))]
    }
    decoder.begin(&events)
    decoder.usage = body["usage"].flatMap(usage)
    decoder.stop = choice["finish_reason"]?.string.map(stopReason) ?? .endTurn
    decoder.read(delta: message, logprobs: choice["logprobs"], &events)
    decoder.done(&events)
    return events
  }

  private mutating func begin(_ events: inout [AnswerEvent]) {
    if !hasBegun { events.append(.began) }
    hasBegun = true
  }

  private mutating func read(delta: JSON, logprobs: JSON?, _ events: inout [AnswerEvent]) {
    if let text = (delta["reasoning_content"] ?? delta["reasoning"])?.string { add(text, .reasoning, [], &events) }
    if let text = delta["content"]?.string { add(text, .text, logprobs?["content"]?.array ?? [], &events) }
    for annotation in delta["annotations"]?.array ?? [] where lanes.lastBlock == .text {
      guard let citation = Citation(annotation: annotation, format: .chatCompletions), let key = lanes.last else {
        continue
      }
      lanes.add(key, .citation(citation), &events)
    }
    if let text = delta["refusal"]?.string { add(text, .refusal, [], &events) }
    for call in delta["tool_calls"]?.array ?? [] { read(call: call, &events) }
  }

  private mutating func add(_ text: String, _ block: AnswerBlock, _ logprobs: [JSON], _ events: inout [AnswerEvent]) {
    guard !text.isEmpty || !logprobs.isEmpty else { return }
    if lanes.lastBlock != block {
      textCount += 1
      lanes.begin(Self.textKey(textCount), block, &events)
    }
    lanes.add(lanes.last ?? Self.textKey(textCount), .delta(text, logprobs: logprobs), &events)
  }

  /// Texts have no index; theirs are kept apart from those of calls.
  private static func textKey(_ count: Int) -> AnswerLanes.Key { AnswerLanes.Key(outer: -1, inner: count) }

  private mutating func read(call: JSON, _ events: inout [AnswerEvent]) {
    let custom = call["custom"]
    let function = custom ?? call["function"] ?? .null
    let id = call["id"]?.string ?? ""
    let name = function["name"]?.string ?? ""
    let arguments = function[custom == nil ? "arguments" : "input"]
    let text = arguments?.string ?? arguments.flatMap { $0.members == nil ? nil : $0.text } ?? ""
    let index = index(of: call, name: name)
    var state = calls[index] ?? Call(key: AnswerLanes.Key(outer: index, inner: 0), id: id)
    // Some servers give all calls one index, and each an id.
    if !id.isEmpty, !state.id.isEmpty, id != state.id, !name.isEmpty {
      state = Call(key: AnswerLanes.Key(outer: index, inner: state.key.inner + 1), id: id)
    }
    if state.id.isEmpty { state.id = id }
    if lanes.contains(state.key) {
      if !text.isEmpty { lanes.add(state.key, .delta(text), &events) }
    } else if name.isEmpty {
      state.early += text
    } else {
      let kind: ToolKind = custom == nil ? .function : .custom
      lanes.begin(state.key, .toolCall(id: state.id, name: ToolName(name), kind: kind), &events)
      if !(state.early + text).isEmpty { lanes.add(state.key, .delta(state.early + text), &events) }
      state.early = ""
    }
    calls[index] = state
  }

  /// The call's index; of servers that give none, a name begins the next one.
  private mutating func index(of call: JSON, name: String) -> Int {
    if let index = call["index"]?.count { return index }
    if !name.isEmpty || unnumbered < 0 { unnumbered += 1 }
    return unnumbered
  }

  static func stopReason(_ name: String) -> StopReason {
    switch name {
    case "length", "max_tokens": .maximumTokens
    case "tool_calls", "function_call": .toolCalls
    case "content_filter": .refused(nil)
    default: .endTurn
    }
  }

  static func usage(_ value: JSON) -> AnswerUsage? {
    guard let input = value["prompt_tokens"]?.count else { return nil }
    let details = value["prompt_tokens_details"]
    return AnswerUsage(
      input: input,
      output: value["completion_tokens"]?.count ?? 0,
      // DeepSeek's own name stands beside.
      cacheRead: details?["cached_tokens"]?.count ?? value["prompt_cache_hit_tokens"]?.count,
      cacheCreation: details?["cache_write_tokens"]?.count,
      reasoning: value["completion_tokens_details"]?["reasoning_tokens"]?.count
    )
  }
}
