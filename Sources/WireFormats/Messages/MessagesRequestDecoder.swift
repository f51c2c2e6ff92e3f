/// Reads a Messages request.
struct MessagesRequestDecoder {
  private var conversation = Conversation(origin: .messages, model: "")
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
    switch key {
    case "model": conversation.model = try value.requireString(key)
    case "messages": try readMessages(value)
    case "system": conversation.system = try MessagesContent.decode(value, key, &losses)
    case "stream": conversation.stream = try value.requireBool(key)
    case "max_tokens": conversation.maximumOutputTokens = try value.requireInt(key)
    case "temperature": conversation.sampling.temperature = try value.requireNumber(key)
    case "top_p": conversation.sampling.topP = try value.requireNumber(key)
    case "top_k": conversation.sampling.topK = try value.requireNumber(key)
    case "stop_sequences":
      conversation.sampling.stop = []
      for text in try value.requireArray(key) { conversation.sampling.stop.append(try text.requireString(key)) }
    case "tools":
      conversation.tools = []
      for (index, tool) in try value.requireArray(key).enumerated() {
        conversation.tools.append(try MessagesTools.decode(tool, "tools[\(index)]"))
      }
    case "tool_choice":
      conversation.toolChoice = try MessagesTools.decodeChoice(value, key)
      if let isDisabled = value["disable_parallel_tool_use"]?.bool { conversation.parallelToolCalls = !isDisabled }
    case "thinking": try readThinking(value)
    case "output_config": try readOutputConfig(value)
    case "metadata": try readMetadata(value)
    default: conversation.native.append(JSON.Member(key, value))
    }
  }

  private mutating func readThinking(_ value: JSON) throws(ErrorReply) {
    switch try value.requireString(under: "type", "thinking") {
    case "enabled":
      guard let budget = value["budget_tokens"] else { throw .missing("thinking.budget_tokens") }
      conversation.reasoning.thinking = .enabled(budget: try budget.requireInt("thinking.budget_tokens"))
    case "disabled": conversation.reasoning.thinking = .disabled
    case "adaptive": conversation.reasoning.thinking = .adaptive
    case "between_tools": conversation.reasoning.thinking = .betweenTools
    case let other: throw .untranslatable("thinking.type", "\(other) is not known here")
    }
    guard let display = value["display"]?.string else { return }
    conversation.reasoning.summary = display == "omitted" ? .omitted : .shown(display)
  }

  private mutating func readOutputConfig(_ value: JSON) throws(ErrorReply) {
    for member in try value.requireMembers("output_config") where !member.value.isNull {
      switch member.key {
      case "effort": conversation.reasoning.effort = try member.value.requireString("output_config.effort")
      case "format":
        guard try member.value.requireString(under: "type", "output_config.format") == "json_schema" else {
          throw .untranslatable("output_config.format.type", "only json_schema is known here")
        }
        conversation.outputFormat = .jsonSchema(
          name: nil,
          description: nil,
          schema: member.value["schema"] ?? [:],
          strict: nil
        )
      default: losses.add("output_config.\(member.key)")
      }
    }
  }

  private mutating func readMetadata(_ value: JSON) throws(ErrorReply) {
    for member in try value.requireMembers("metadata") where !member.value.isNull {
      if member.key == "user_id" {
        conversation.user = try member.value.requireString("metadata.user_id")
      } else {
        losses.add("metadata.\(member.key)")
      }
    }
  }

  private mutating func readMessages(_ value: JSON) throws(ErrorReply) {
    let messages = try value.requireArray("messages")
    // Of a key that stands there twice the last one counts.
    conversation.messages = []
    conversation.messages.reserveCapacity(messages.count)
    for (index, message) in messages.enumerated() {
      let path = "messages[\(index)]"
      let role: Message.Role =
        switch try message.requireString(under: "role", path) {
        case "user": .user
        case "assistant": .assistant
        case "system": .system
        case let other: throw .untranslatable("\(path).role", "\(other) is not known here")
        }
      for member in message.members ?? [] where member.key != "role" && member.key != "content" {
        losses.add("messages.\(member.key)")
      }
      let content = try MessagesContent.decode(message["content"] ?? .null, "\(path).content", &losses)
      conversation.messages.append(Message(role, content))
    }
  }
}
