/// Writes a Responses request.
struct ResponsesRequestEncoder {
  /// OpenAI refuses a smaller `max_output_tokens`.
  private static let minimumOutputTokens = 16

  let conversation: Conversation
  let names: ToolNames
  let traits: UpstreamTraits
  private(set) var losses = Losses()

  init(_ conversation: Conversation, names: ToolNames, traits: UpstreamTraits) {
    self.conversation = conversation
    self.names = names
    self.traits = traits
  }

  private var isOwn: Bool { conversation.origin == .responses }

  /// The request's body.
  ///
  /// - Throws: a 400 that names what this format has no word for.
  mutating func encode() throws(ErrorReply) -> [UInt8] {
    var json = JSONWriter()
    try conversation.checkNativeTools(for: .responses, &losses)
    try json.object { json throws(ErrorReply) in
      json.member("model", conversation.model)
      let system = conversation.system.filter { !ChatArrangement.isBillingHeader($0) }
      if system.count == 1, let text = system[0].text { json.member("instructions", text) }
      json.key("input")
      try json.array { json throws(ErrorReply) in
        if system.count > 1 { try encodeItem(Message(.developer, system), into: &json) }
        for message in conversation.messages { try encodeMessage(message, into: &json) }
      }
      encodeTools(into: &json)
      encodeLimits(into: &json)
      encodeReasoning(into: &json)
      encodeText(into: &json)
      encodeStorage(into: &json)
      if conversation.stream { json.member("stream", true) }
      for member in conversation.native {
        if isOwn { json.member(named: member.key, member.value) } else { losses.add(member.key) }
      }
    }
    return json.bytes
  }

  // MARK: - Items

  /// Writes a turn: runs of text and media become messages, everything else items of their own.
  private mutating func encodeMessage(_ message: Message, into json: inout JSONWriter) throws(ErrorReply) {
    var run: [Block] = []
    for block in message.content {
      switch block.content {
      case .text, .refusal, .image, .document, .audio: run.append(block)
      case .native(let format, let value):
        if format == .messages, WebSearch.isForeign(value) {
          guard let item = WebSearch.returned(value) else { continue }
          try flush(&run, message.role, into: &json)
          json.value(item)
          continue
        }
        guard format == .responses else {
          if let text = try Block.textForNative(format, value, &losses) { run.append(Block(.text(text))) }
          continue
        }
        try flush(&run, message.role, into: &json)
        json.value(value)
      case .reasoning(let reasoning):
        try flush(&run, message.role, into: &json)
        encodeReasoningItem(reasoning, into: &json)
      case .toolCall(let call):
        try flush(&run, message.role, into: &json)
        encodeCall(call, into: &json)
      case .toolResult(let result):
        try flush(&run, message.role, into: &json)
        try encodeResult(result, into: &json)
      case .toolReference: break
      }
    }
    try flush(&run, message.role, into: &json)
  }

  private mutating func flush(
    _ run: inout [Block],
    _ role: Message.Role,
    into json: inout JSONWriter
  ) throws(ErrorReply) {
    guard !run.isEmpty else { return }
    try encodeItem(Message(role, run), into: &json)
    run = []
  }

  private mutating func encodeItem(_ message: Message, into json: inout JSONWriter) throws(ErrorReply) {
    try json.object { json throws(ErrorReply) in
      json.member("type", "message")
      json.member("role", Self.name(message.role))
      json.key("content")
      try ResponsesContent.encode(
        message.content,
        textType: message.role == .assistant ? "output_text" : "input_text",
        isString: false,
        &losses,
        into: &json
      )
    }
  }

  private static func name(_ role: Message.Role) -> String {
    switch role {
    case .system: "system"
    case .developer: "developer"
    case .user: "user"
    case .assistant: "assistant"
    }
  }

  private func encodeReasoningItem(_ reasoning: Reasoning, into json: inout JSONWriter) {
    json.object { json in
      json.member("type", "reasoning")
      if case .encrypted(let id?, _)? = reasoning.proof { json.member("id", id) }
      json.member("summary", .array(reasoning.paragraphs.map { ["type": "summary_text", "text": .string($0)] }))
      switch reasoning.proof {
      case nil: break
      case .encrypted(_, let text)?: json.member("encrypted_content", text)
      case .signature?, .redacted?: json.member("encrypted_content", reasoning.proof.map(SealedProof.seal) ?? "")
      }
    }
  }

  private func encodeCall(_ call: ToolCall, into json: inout JSONWriter) {
    json.object { json in
      switch call.kind {
      case .function:
        json.member("type", "function_call")
        json.member("call_id", call.id)
        encodeName(call.name, into: &json)
        json.member("arguments", call.input)
      case .custom:
        json.member("type", "custom_tool_call")
        json.member("call_id", call.id)
        encodeName(call.name, into: &json)
        json.member("input", call.input)
      case .toolSearch:
        json.member("type", "tool_search_call")
        json.member("call_id", call.id)
        json.member("execution", "client")
        json.member("status", "completed")
        json.key("arguments")
        json.raw(MessagesContent.inputObject(call.input))
      }
    }
  }

  private func encodeName(_ name: ToolName, into json: inout JSONWriter) {
    json.member("name", names.upstreamName(of: name))
    if let namespace = name.namespace { json.member("namespace", namespace) }
  }

  private mutating func encodeResult(_ result: ToolResult, into json: inout JSONWriter) throws(ErrorReply) {
    var content = result.content
    if result.isError {
      if let first = content.indices.first(where: { content[$0].text != nil }), let text = content[first].text {
        content[first].content = .text(Rendering.failure(text))
      } else {
        content.insert(Block(.text("Error")), at: 0)
      }
    }
    try json.object { json throws(ErrorReply) in
      json.member("type", result.kind == .custom ? "custom_tool_call_output" : "function_call_output")
      json.member("call_id", result.callID)
      json.key("output")
      if content.isEmpty {
        json.string("")
      } else {
        try ResponsesContent.encode(content, textType: "input_text", isString: true, &losses, into: &json)
      }
    }
  }

  // MARK: - Everything else

  private mutating func encodeTools(into json: inout JSONWriter) {
    let tools = conversation.tools.filter { tool in
      if case .native(let format, _, _) = tool { format == .responses } else { true }
    }
    let search = conversation.webSearch?.responsesTool(&losses)
    guard !tools.isEmpty || search != nil else { return }
    json.key("tools")
    json.array { json in
      for tool in tools { ResponsesTools.encode(tool, namespace: nil, names, into: &json) }
      if let search { json.value(search) }
    }
    if let limit = conversation.webSearch?.maximumUses { json.member("max_tool_calls", limit) }
    if let choice = conversation.toolChoice {
      json.key("tool_choice")
      ResponsesTools.encode(choice, names, into: &json)
    }
    if let parallel = conversation.parallelToolCalls { json.member("parallel_tool_calls", parallel) }
  }

  private var takesSampling: Bool {
    conversation.origin == .responses || traits.takesSampling(effort: conversation.reasoning.openAIEffort)
  }

  private mutating func encodeLimits(into json: inout JSONWriter) {
    let sampling = conversation.sampling
    if let limit = traits.outputTokens(conversation.maximumOutputTokens) {
      json.member("max_output_tokens", max(limit, Self.minimumOutputTokens))
    }
    // A model that thinks refuses them.
    let isTaken = takesSampling
    for (key, value) in [("temperature", sampling.temperature), ("top_p", sampling.topP)] {
      guard let value else { continue }
      if isTaken { json.member(named: key, .number(value)) } else { losses.add(key, if: value.double != 1) }
    }
    if let top = sampling.topLogprobs, isTaken { json.member("top_logprobs", top) }
    losses.add("logprobs", if: !isTaken && (sampling.logprobs == true || sampling.topLogprobs != nil))
    losses.add("top_k", if: sampling.topK != nil)
    losses.add("seed", if: sampling.seed != nil)
    losses.add("frequency_penalty", if: sampling.frequencyPenalty.map { $0.double != 0 } ?? false)
    losses.add("presence_penalty", if: sampling.presencePenalty.map { $0.double != 0 } ?? false)
    losses.add("logit_bias", if: sampling.logitBias?.members?.isEmpty == false)
    losses.add(conversation.origin == .messages ? "stop_sequences" : "stop", if: !sampling.stop.isEmpty)
  }

  private mutating func encodeReasoning(into json: inout JSONWriter) {
    let wish = conversation.reasoning
    var members: [JSON.Member] = []
    if isOwn {
      if let effort = wish.effort { members.append(.init("effort", .string(effort))) }
    } else if let effort = wish.openAIEffort {
      if traits.takesReasoningEffort, let effort = traits.effort(effort) {
        members.append(.init("effort", .string(effort)))
      } else {
        losses.add("reasoning.effort")
      }
    }
    // Anthropic shows the thoughts of a budget to whoever says nothing of it; OpenAI shows none unless asked.
    switch wish.summary ?? (wish.isBudgeted ? .shown("auto") : nil) {
    case nil, .omitted: break
    case .shown(let how):
      if isOwn {
        members.append(.init("summary", .string(how)))
      } else if traits.takesReasoningEffort {
        members.append(.init("summary", "auto"))
      }
    }
    if !members.isEmpty { json.member("reasoning", .object(members)) }
  }

  private func encodeText(into json: inout JSONWriter) {
    guard conversation.outputFormat != nil || conversation.verbosity != nil else { return }
    json.key("text")
    json.object { json in
      if let verbosity = conversation.verbosity { json.member("verbosity", verbosity) }
      guard let format = conversation.outputFormat else { return }
      json.key("format")
      json.object { json in
        switch format {
        case .jsonObject: json.member("type", "json_object")
        case .jsonSchema(let name, let description, let schema, let strict):
          json.member("type", "json_schema")
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

  private mutating func encodeStorage(into json: inout JSONWriter) {
    // Silence would have OpenAI keep the answer, which the other formats' clients do not expect.
    if let store = conversation.store ?? (isOwn ? nil : false) { json.member("store", store) }
    var include: [JSON] = []
    // Without it a model that thinks begins anew at each tool's result.
    if isOwn || traits.takesReasoningEffort { include.append("reasoning.encrypted_content") }
    if conversation.sampling.logprobs == true, takesSampling { include.append("message.output_text.logprobs") }
    // What it found comes back only if it is asked for.
    if conversation.webSearch != nil, conversation.origin == .messages {
      include.append("web_search_call.action.sources")
    }
    if !include.isEmpty { json.member("include", .array(include)) }
    if let metadata = conversation.metadata { json.member("metadata", metadata) }
    if conversation.origin.dialect == .openAI {
      if let user = conversation.user { json.member("user", user) }
    } else {
      losses.add("metadata.user_id", if: conversation.user != nil)
    }
    if let key = conversation.promptCacheKey { json.member("prompt_cache_key", key) }
    if let identifier = conversation.safetyIdentifier { json.member("safety_identifier", identifier) }
    if let tier = conversation.serviceTier { json.member("service_tier", tier) }
  }
}
