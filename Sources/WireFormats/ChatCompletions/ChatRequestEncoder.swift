/// Writes a Chat Completions request.
struct ChatRequestEncoder {
  let conversation: Conversation
  let names: ToolNames
  let traits: UpstreamTraits
  private(set) var losses = Losses()

  init(_ conversation: Conversation, names: ToolNames, traits: UpstreamTraits) {
    self.conversation = conversation
    self.names = names
    self.traits = traits
  }

  /// The request's body.
  ///
  /// - Throws: a 400 that names what this format has no word for.
  mutating func encode() throws(ErrorReply) -> [UInt8] {
    var json = JSONWriter()
    let tools = try conversation.flatTools(names, for: .chatCompletions, &losses)
    try json.object { json throws(ErrorReply) in
      json.member("model", conversation.model)
      json.key("messages")
      try json.array { json throws(ErrorReply) in try encodeMessages(into: &json) }
      encodeTools(tools, into: &json)
      if let search = conversation.webSearch { json.member("web_search_options", search.chatOptions(&losses)) }
      encodeLimits(into: &json)
      encodeSampling(into: &json)
      encodeFormat(into: &json)
      encodeReasoning(into: &json)
      encodeOpenAIFields(into: &json)
      encodeStream(into: &json)
      encodeNative(into: &json)
    }
    return json.bytes
  }

  // MARK: - Messages

  private mutating func encodeMessages(into json: inout JSONWriter) throws(ErrorReply) {
    for message in ChatArrangement(conversation, isOpenAI: traits.isOpenAI, anywhere: traits.takesInstructionsAnywhere)
      .messages
    {
      switch message.role {
      case .assistant: try encodeAssistant(message, into: &json)
      case .user where message.isToolResults: try encodeResults(message, into: &json)
      case .system, .developer, .user:
        try json.object { json throws(ErrorReply) in
          json.member("role", role(message.role))
          json.key("content")
          try ChatContent.encode(message.content, &losses, into: &json)
        }
      }
    }
  }

  /// `developer` is OpenAI's own word; the others know `system`.
  private func role(_ role: Message.Role) -> String {
    switch role {
    case .developer: traits.isOpenAI ? "developer" : "system"
    case .system: "system"
    case .user: "user"
    case .assistant: "assistant"
    }
  }

  private mutating func encodeAssistant(_ message: Message, into json: inout JSONWriter) throws(ErrorReply) {
    var texts: [Block] = []
    var refusal: String?
    var thoughts: [String] = []
    var calls: [ToolCall] = []
    for block in message.content {
      switch block.content {
      case .text, .image, .document, .audio: texts.append(block)
      case .refusal(let text): refusal = (refusal ?? "") + text
      case .reasoning(let reasoning): thoughts.append(reasoning.text)
      case .toolCall(let call): calls.append(call)
      case .native(let format, let value):
        if let text = try Block.textForNative(format, value, &losses) { texts.append(Block(.text(text))) }
      case .toolResult, .toolReference: break
      }
    }
    guard !(texts.isEmpty && calls.isEmpty && refusal == nil) else { return }
    try json.object { json throws(ErrorReply) in
      json.member("role", "assistant")
      if !thoughts.isEmpty { json.member("reasoning_content", thoughts.joined(separator: "\n\n")) }
      json.key("content")
      if texts.isEmpty { json.null() } else { try ChatContent.encode(texts, &losses, into: &json) }
      if let refusal { json.member("refusal", refusal) }
      guard !calls.isEmpty else { return }
      json.key("tool_calls")
      json.array { json in for call in calls { ChatTools.encode(call, names, into: &json) } }
    }
  }

  private mutating func encodeResults(_ message: Message, into json: inout JSONWriter) throws(ErrorReply) {
    for block in message.content {
      guard case .toolResult(let result) = block.content else { continue }
      let text = try result.chatText(&losses)
      json.object { json in
        json.member("role", "tool")
        json.member("tool_call_id", result.callID)
        json.member("content", text)
      }
    }
  }

  // MARK: - Everything else

  private mutating func encodeTools(_ tools: [FlatTool], into json: inout JSONWriter) {
    guard !tools.isEmpty else { return }
    // OpenAI's servers alone know of a choice among the tools.
    let allowed = traits.isOpenAI ? tools : conversation.allowed(tools, names)
    json.key("tools")
    json.array { json in for tool in allowed { ChatTools.encode(tool, into: &json) } }
    if let choice = conversation.toolChoice {
      json.key("tool_choice")
      if case .allowed(_, let isRequired) = choice, !traits.isOpenAI {
        json.string(isRequired ? "required" : "auto")
      } else {
        ChatTools.encode(choice, names, into: &json)
      }
    }
    // Yes is what they all take silence for, and not all take the field.
    if let parallel = conversation.parallelToolCalls, !parallel || traits.isOpenAI {
      json.member("parallel_tool_calls", parallel)
    }
  }

  private func encodeLimits(into json: inout JSONWriter) {
    guard let limit = traits.outputTokens(conversation.maximumOutputTokens) else { return }
    // OpenAI's newer models refuse the older name; its imitators know no other.
    json.key(traits.isOpenAI ? "max_completion_tokens" : "max_tokens")
    json.number(JSONNumber(limit))
  }

  private mutating func encodeSampling(into json: inout JSONWriter) {
    let sampling = conversation.sampling
    func number(_ key: StaticString, _ value: JSONNumber?) {
      guard let value else { return }
      json.key(key)
      json.number(value)
    }
    losses.add("top_k", if: sampling.topK != nil)
    number("seed", sampling.seed)
    guard conversation.origin == .chatCompletions || traits.sampling == .always else {
      encodeSamplingOfThinkers(into: &json)
      return
    }
    number("temperature", sampling.temperature)
    number("top_p", sampling.topP)
    number("frequency_penalty", sampling.frequencyPenalty)
    number("presence_penalty", sampling.presencePenalty)
    if let bias = sampling.logitBias { json.member("logit_bias", bias) }
    if let logprobs = sampling.logprobs { json.member("logprobs", logprobs) }
    if let top = sampling.topLogprobs { json.member("top_logprobs", top) }
    guard !sampling.stop.isEmpty else { return }
    // OpenAI takes four, and most others do not say.
    losses.add("stop", if: sampling.stop.count > 4)
    json.member("stop", .array(sampling.stop.prefix(4).map { .string($0) }))
  }

  /// OpenAI's models that think refuse what the others take: `stop`, and when they do think, the rest.
  private mutating func encodeSamplingOfThinkers(into json: inout JSONWriter) {
    let sampling = conversation.sampling
    losses.add(conversation.origin == .messages ? "stop_sequences" : "stop", if: !sampling.stop.isEmpty)
    let isTaken = traits.takesSampling(effort: conversation.reasoning.openAIEffort)
    for (key, value) in [("temperature", sampling.temperature), ("top_p", sampling.topP)] {
      guard let value else { continue }
      if isTaken { json.member(named: key, .number(value)) } else { losses.add(key, if: value.double != 1) }
    }
    guard isTaken else {
      losses.add("logprobs", if: sampling.logprobs == true || sampling.topLogprobs != nil)
      return
    }
    if let logprobs = sampling.logprobs { json.member("logprobs", logprobs) }
    if let top = sampling.topLogprobs { json.member("top_logprobs", top) }
  }

  private func encodeFormat(into json: inout JSONWriter) {
    guard let format = conversation.outputFormat else { return }
    json.key("response_format")
    json.object { json in
      switch format {
      case .jsonObject: json.member("type", "json_object")
      case .jsonSchema(let name, let description, let schema, let strict):
        json.member("type", "json_schema")
        json.key("json_schema")
        json.object { json in
          json.member("name", name ?? "answer")
          if let description { json.member("description", description) }
          json.member("schema", schema)
          if let strict = strict ?? (name == nil ? StrictSchema.isSatisfied(by: schema) : nil) {
            json.member("strict", strict)
          }
        }
      }
    }
  }

  private mutating func encodeReasoning(into json: inout JSONWriter) {
    guard let wish = conversation.reasoning.openAIEffort else { return }
    guard traits.takesReasoningEffort, let effort = traits.effort(wish) else { return losses.add("reasoning.effort") }
    json.member("reasoning_effort", effort)
  }

  /// What OpenAI alone has a use for.
  private mutating func encodeOpenAIFields(into json: inout JSONWriter) {
    func string(_ key: StaticString, _ name: String, _ value: String?) {
      guard let value else { return }
      if traits.isOpenAI { json.member(key, value) } else { losses.add(name) }
    }
    string("verbosity", "verbosity", conversation.verbosity)
    string("prompt_cache_key", "prompt_cache_key", conversation.promptCacheKey)
    string("safety_identifier", "safety_identifier", conversation.safetyIdentifier)
    string("service_tier", "service_tier", conversation.serviceTier)
    if conversation.origin.dialect == .openAI {
      if let user = conversation.user { json.member("user", user) }
    } else {
      // It holds the device's and the account's ids.
      losses.add("metadata.user_id", if: conversation.user != nil)
    }
    if let store = conversation.store, traits.isOpenAI { json.member("store", store) }
    if let metadata = conversation.metadata {
      if traits.isOpenAI { json.member("metadata", metadata) } else { losses.add("metadata") }
    }
  }

  private func encodeStream(into json: inout JSONWriter) {
    guard conversation.stream else { return }
    json.member("stream", true)
    // Without it the stream has no usage, and clients that compact by it never do.
    json.member("stream_options", ["include_usage": true])
  }

  private mutating func encodeNative(into json: inout JSONWriter) {
    for member in conversation.native {
      if conversation.origin == .chatCompletions {
        json.member(named: member.key, member.value)
      } else {
        losses.add(member.key)
      }
    }
  }
}
