/// Writes a Messages request.
struct MessagesRequestEncoder {
  let conversation: Conversation
  let names: ToolNames
  let traits: UpstreamTraits
  private var content: MessagesContentEncoder
  private var ownLosses = Losses()

  init(_ conversation: Conversation, names: ToolNames, traits: UpstreamTraits) {
    self.conversation = conversation
    self.names = names
    self.traits = traits
    content = MessagesContentEncoder(names: names)
  }

  var losses: Losses {
    var losses = ownLosses
    for name in content.losses.names { losses.add(name) }
    return losses
  }

  /// Claude Code sets its own; other clients know nothing of it, and without it every turn pays for the whole prompt.
  private var breakpoint: JSON? { isOwn ? nil : ["type": "ephemeral"] }

  private var isOwn: Bool { conversation.origin == .messages }

  /// The request's body.
  ///
  /// - Throws: a 400 that names what this format has no word for.
  mutating func encode() throws(ErrorReply) -> [UInt8] {
    var json = JSONWriter()
    let tools = try allowedTools()
    let arranged = MessagesArrangement(conversation, anywhere: traits.takesInstructionsAnywhere || isOwn)
    let limit = traits.outputTokens(conversation.maximumOutputTokens ?? traits.defaultOutputTokens)
    let maximum = limit ?? traits.defaultOutputTokens
    let thinking = MessagesThinking(conversation, arranged.messages, traits, maximum: maximum)
    if thinking.isLost { ownLosses.add("reasoning") }
    try json.object { json throws(ErrorReply) in
      json.member("model", conversation.model)
      json.member("max_tokens", maximum)
      if !arranged.system.isEmpty {
        json.key("system")
        try content.encode(arranged.system, breakpoint: breakpoint, into: &json)
      }
      json.key("messages")
      try json.array { json throws(ErrorReply) in try encodeMessages(arranged.messages, into: &json) }
      try encodeTools(tools, into: &json)
      thinking.encode(into: &json)
      encodeOutputConfig(thinking, into: &json)
      encodeSampling(isThinking: thinking.isOn, into: &json)
      if let user = conversation.user { json.member("metadata", ["user_id": .string(user)]) }
      if conversation.stream { json.member("stream", true) }
      encodeOpenAIFields()
      for member in conversation.native {
        if isOwn { json.member(named: member.key, member.value) } else { ownLosses.add(member.key) }
      }
    }
    return json.bytes
  }

  /// The last turn, and the last before it that was the user's, are where the next request's prompt will begin alike.
  private mutating func encodeMessages(_ messages: [Message], into json: inout JSONWriter) throws(ErrorReply) {
    let marked = messages.indices.filter { messages[$0].role == .user }.suffix(2)
    for (index, message) in messages.enumerated() {
      try json.object { json throws(ErrorReply) in
        json.member("role", message.role == .assistant ? "assistant" : message.role == .user ? "user" : "system")
        json.key("content")
        try content.encode(message.content, breakpoint: marked.contains(index) ? breakpoint : nil, into: &json)
      }
    }
  }

  // MARK: - Tools

  private mutating func allowedTools() throws(ErrorReply) -> [FlatTool] {
    conversation.allowed(try conversation.flatTools(names, for: .messages, &ownLosses), names)
  }

  private mutating func encodeTools(_ tools: [FlatTool], into json: inout JSONWriter) throws(ErrorReply) {
    var own = conversation.tools.compactMap { tool in
      if case .native(.messages, _, let value) = tool { value } else { nil }
    }
    if let search = conversation.webSearch { own.append(search.messagesTool(&ownLosses)) }
    let deferred = Set(
      conversation.tools.compactMap { tool in
        if case .function(let function) = tool, function.deferLoading { function.name } else { nil }
      }
    )
    guard !tools.isEmpty || !own.isEmpty else { return }
    json.key("tools")
    json.array { json in
      for tool in tools {
        MessagesTools.encode(
          tool,
          isDeferred: deferred.contains(tool.name),
          cacheControl: tool.cacheControl,
          into: &json
        )
      }
      for tool in own { json.value(tool) }
    }
    encodeChoice(into: &json)
  }

  private mutating func encodeChoice(into json: inout JSONWriter) {
    let isLeftToIt = !isOwn && !traits.takesForcedCalls && MessagesThinking.isForced(conversation.toolChoice)
    ownLosses.add("tool_choice", if: isLeftToIt)
    guard conversation.toolChoice != nil || conversation.parallelToolCalls == false else { return }
    json.key("tool_choice")
    json.object { json in
      switch conversation.toolChoice {
      case _ where isLeftToIt: json.member("type", "auto")
      case nil, .auto, .allowed(_, false), .native: json.member("type", "auto")
      case .required, .allowed(_, true): json.member("type", "any")
      case .some(.none): json.member("type", "none")
      case .tool(let name, _):
        json.member("type", "tool")
        json.member("name", names.upstreamName(of: name))
      case .webSearch:
        json.member("type", "tool")
        json.member("name", WebSearchTool.name)
      }
      guard conversation.toolChoice != ToolChoice.none else { return }
      if let parallel = conversation.parallelToolCalls, !parallel || isOwn {
        json.member("disable_parallel_tool_use", !parallel)
      }
    }
  }

  // MARK: - Everything else

  private mutating func encodeOutputConfig(_ thinking: MessagesThinking, into json: inout JSONWriter) {
    var members: [JSON.Member] = []
    if let effort = thinking.effort { members.append(.init("effort", .string(effort))) }
    switch conversation.outputFormat {
    case nil: break
    case .jsonObject: ownLosses.add("response_format.json_object")
    case .jsonSchema(_, _, let schema, _):
      members.append(
        .init("format", ["type": "json_schema", "schema": isOwn ? schema : MessagesSchema.adapted(schema)])
      )
    }
    if !members.isEmpty { json.member("output_config", .object(members)) }
  }

  private mutating func encodeSampling(isThinking: Bool, into json: inout JSONWriter) {
    let sampling = conversation.sampling
    func number(_ key: StaticString, _ value: JSONNumber) {
      json.key(key)
      json.number(value)
    }
    if let temperature = sampling.temperature {
      if isOwn {
        number("temperature", temperature)
      } else if isThinking || traits.sampling == .never {
        // Anthropic's models think at 1 and at nothing else, and the newer ones know nothing else at all.
        ownLosses.add("temperature", if: temperature.double != 1)
      } else {
        ownLosses.add("temperature", if: temperature.double > 1)
        number("temperature", temperature.double > 1 ? JSONNumber(1) : temperature)
      }
    }
    if let topP = sampling.topP {
      // Its newer models take one of the two.
      let isLost = !isOwn && (sampling.temperature != nil || isThinking || traits.sampling == .never)
      if isLost { ownLosses.add("top_p", if: topP.double != 1) } else { number("top_p", topP) }
    }
    if let topK = sampling.topK { number("top_k", topK) }
    ownLosses.add("seed", if: sampling.seed != nil)
    ownLosses.add("frequency_penalty", if: sampling.frequencyPenalty.map { $0.double != 0 } ?? false)
    ownLosses.add("presence_penalty", if: sampling.presencePenalty.map { $0.double != 0 } ?? false)
    ownLosses.add("logit_bias", if: sampling.logitBias?.members?.isEmpty == false)
    ownLosses.add("logprobs", if: sampling.logprobs == true || sampling.topLogprobs != nil)
    // Anthropic refuses those of nothing but white space.
    let stop = sampling.stop.filter { text in isOwn || text.contains { !$0.isWhitespace } }
    ownLosses.add("stop", if: stop.count < sampling.stop.count)
    if !stop.isEmpty { json.member("stop_sequences", .array(stop.map { .string($0) })) }
  }

  private mutating func encodeOpenAIFields() {
    ownLosses.add("verbosity", if: conversation.verbosity != nil)
    ownLosses.add("metadata", if: conversation.metadata?.members?.isEmpty == false)
    ownLosses.add("store", if: conversation.store == true)
    ownLosses.add("prompt_cache_key", if: conversation.promptCacheKey != nil)
    ownLosses.add("safety_identifier", if: conversation.safetyIdentifier != nil)
    ownLosses.add("service_tier", if: conversation.serviceTier != nil)
  }
}
