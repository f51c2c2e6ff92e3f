/// Reads a Chat Completions request.
struct ChatRequestDecoder {
  private var conversation = Conversation(origin: .chatCompletions, model: "")
  private(set) var losses = Losses()

  /// The conversation that `body` holds.
  ///
  /// - Throws: a 400 that names the field which cannot be read.
  mutating func decode(_ body: JSON) throws(ErrorReply) -> Conversation {
    for member in try body.requireMembers("the body") where !member.value.isNull {
      try read(member.key, member.value)
    }
    return conversation
  }

  private mutating func read(_ key: String, _ value: JSON) throws(ErrorReply) {
    if try readSampling(key, value) { return }
    switch key {
    case "model": conversation.model = try value.requireString(key)
    case "messages": try readMessages(value)
    case "stream": conversation.stream = try value.requireBool(key)
    case "stream_options": conversation.includesStreamUsage = value["include_usage"]?.bool ?? false
    // The older name gives way to the newer one.
    case "max_completion_tokens": conversation.maximumOutputTokens = try value.requireInt(key)
    case "max_tokens":
      let limit = try value.requireInt(key)
      if conversation.maximumOutputTokens == nil { conversation.maximumOutputTokens = limit }
    case "tools": conversation.tools = try ChatTools.decode(value, key)
    case "tool_choice": conversation.toolChoice = try ChatTools.decodeChoice(value, key)
    case "parallel_tool_calls": conversation.parallelToolCalls = try value.requireBool(key)
    case "response_format": conversation.outputFormat = try readFormat(value)
    case "reasoning_effort": conversation.reasoning.effort = try value.requireString(key)
    case "verbosity": conversation.verbosity = try value.requireString(key)
    case "user": conversation.user = try value.requireString(key)
    case "metadata": conversation.metadata = value
    case "store": conversation.store = try value.requireBool(key)
    case "prompt_cache_key": conversation.promptCacheKey = try value.requireString(key)
    case "safety_identifier": conversation.safetyIdentifier = try value.requireString(key)
    case "service_tier": conversation.serviceTier = try value.requireString(key)
    case "n":
      guard try value.requireInt(key) == 1 else { throw .untranslatable("n", "it gives one answer at a time") }
    case "modalities":
      guard try value.requireArray(key) == ["text"] else { throw .untranslatable("modalities", "it answers in text") }
    case "functions", "function_call":
      throw .untranslatable(key, "it is an older form of tools; use `tools` and `tool_choice`")
    default: conversation.native.append(JSON.Member(key, value))
    }
  }

  /// - Returns: whether the field is one of these.
  private mutating func readSampling(_ key: String, _ value: JSON) throws(ErrorReply) -> Bool {
    switch key {
    case "temperature": conversation.sampling.temperature = try value.requireNumber(key)
    case "top_p": conversation.sampling.topP = try value.requireNumber(key)
    case "seed": conversation.sampling.seed = try value.requireNumber(key)
    case "frequency_penalty": conversation.sampling.frequencyPenalty = try value.requireNumber(key)
    case "presence_penalty": conversation.sampling.presencePenalty = try value.requireNumber(key)
    case "logit_bias": conversation.sampling.logitBias = value
    case "logprobs": conversation.sampling.logprobs = try value.requireBool(key)
    case "top_logprobs": conversation.sampling.topLogprobs = try value.requireInt(key)
    case "stop":
      if let one = value.string {
        conversation.sampling.stop = [one]
      } else {
        conversation.sampling.stop = []
        for text in try value.requireArray(key) { conversation.sampling.stop.append(try text.requireString(key)) }
      }
    default: return false
    }
    return true
  }

  private func readFormat(_ value: JSON) throws(ErrorReply) -> OutputFormat? {
    switch try value.requireString(under: "type", "response_format") {
    case "text": return nil
    case "json_object": return .jsonObject
    case "json_schema":
      guard let format = value["json_schema"] else { throw .missing("response_format.json_schema") }
      return .jsonSchema(
        name: format["name"]?.string,
        description: format["description"]?.string,
        schema: format["schema"] ?? [:],
        strict: format["strict"]?.bool
      )
    case let other: throw .untranslatable("response_format.type", "\(other) is not known here")
    }
  }

  private mutating func readMessages(_ value: JSON) throws(ErrorReply) {
    let messages = try value.requireArray("messages")
    // Of a key that stands there twice the last one counts.
    conversation.messages = []
    conversation.messages.reserveCapacity(messages.count)
    for (index, message) in messages.enumerated() { try readMessage(message, "messages[\(index)]") }
  }

  private mutating func readMessage(_ message: JSON, _ path: String) throws(ErrorReply) {
    losses.add("messages.name", if: message["name"]?.string != nil)
    switch try message.requireString(under: "role", path) {
    case "system": try append(.system, message, path)
    case "developer": try append(.developer, message, path)
    case "user": try append(.user, message, path)
    case "assistant": conversation.messages.append(Message(.assistant, try readAssistant(message, path)))
    case "tool": try readResult(message, path)
    case let other: throw .untranslatable("\(path).role", "\(other) is not known here")
    }
  }

  private mutating func append(_ role: Message.Role, _ message: JSON, _ path: String) throws(ErrorReply) {
    let content = try ChatContent.decode(message["content"] ?? .null, "\(path).content")
    conversation.messages.append(Message(role, content))
  }

  private mutating func readAssistant(_ message: JSON, _ path: String) throws(ErrorReply) -> [Block] {
    var blocks: [Block] = []
    if let thoughts = (message["reasoning_content"] ?? message["reasoning"])?.string, !thoughts.isEmpty {
      blocks.append(Block(.reasoning(Reasoning([thoughts]))))
    }
    blocks += try ChatContent.decode(message["content"] ?? .null, "\(path).content")
    // An empty text beside calls is what some clients write for none.
    if message["tool_calls"]?.array?.isEmpty == false { blocks.removeAll { $0.text == "" } }
    if let refusal = message["refusal"]?.string { blocks.append(Block(.refusal(refusal))) }
    losses.add("messages.audio", if: message["audio"]?.members != nil)
    guard let calls = message["tool_calls"], !calls.isNull else { return blocks }
    for (index, call) in try calls.requireArray("\(path).tool_calls").enumerated() {
      blocks.append(Block(.toolCall(try ChatTools.decodeCall(call, "\(path).tool_calls[\(index)]"))))
    }
    return blocks
  }

  /// Results that follow each other belong to one turn.
  private mutating func readResult(_ message: JSON, _ path: String) throws(ErrorReply) {
    let result = ToolResult(
      callID: try message.requireString(under: "tool_call_id", path),
      content: try ChatContent.decode(message["content"] ?? .null, "\(path).content")
    )
    conversation.messages.appendResult(result)
  }
}

extension [Message] {
  /// Adds a result to the results before it, or begins a turn with it.
  mutating func appendResult(_ result: ToolResult) {
    // Only this function makes turns that end with a result.
    if let last = indices.last, case .toolResult? = self[last].content.last?.content {
      self[last].content.append(Block(.toolResult(result)))
    } else {
      append(Message(.user, [Block(.toolResult(result))]))
    }
  }
}
