/// Reads a Responses request.
struct ResponsesRequestDecoder {
  private var conversation = Conversation(origin: .responses, model: "")
  private var items = ResponsesItems()
  private var ownLosses = Losses()

  var losses: Losses {
    var losses = ownLosses
    for name in items.losses.names { losses.add(name) }
    return losses
  }

  /// The conversation that `body` holds.
  ///
  /// - Throws: a 400 that names the field which cannot be read, or needs what only OpenAI keeps.
  mutating func decode(_ body: JSON) throws(ErrorReply) -> Conversation {
    for member in try body.requireMembers("the body") where !member.value.isNull {
      try read(member.key, member.value)
    }
    conversation.messages = items.messages
    conversation.tools += items.tools
    return conversation
  }

  private mutating func read(_ key: String, _ value: JSON) throws(ErrorReply) {
    switch key {
    case "model": conversation.model = try value.requireString(key)
    case "input":
      // Of a key that stands there twice the last one counts.
      items = ResponsesItems()
      try items.read(value)
    case "instructions": conversation.system = [Block(.text(try value.requireString(key)))]
    case "stream": conversation.stream = try value.requireBool(key)
    case "max_output_tokens": conversation.maximumOutputTokens = try value.requireInt(key)
    case "temperature": conversation.sampling.temperature = try value.requireNumber(key)
    case "top_p": conversation.sampling.topP = try value.requireNumber(key)
    case "top_logprobs": conversation.sampling.topLogprobs = try value.requireInt(key)
    case "tools": conversation.tools = try ResponsesTools.decode(value, key)
    case "tool_choice": conversation.toolChoice = try ResponsesTools.decodeChoice(value, key)
    case "parallel_tool_calls": conversation.parallelToolCalls = try value.requireBool(key)
    case "reasoning": try readReasoning(value)
    case "text": try readText(value)
    case "user": conversation.user = try value.requireString(key)
    case "metadata": conversation.metadata = value
    case "store": conversation.store = try value.requireBool(key)
    case "prompt_cache_key": conversation.promptCacheKey = try value.requireString(key)
    case "safety_identifier": conversation.safetyIdentifier = try value.requireString(key)
    case "service_tier": conversation.serviceTier = try value.requireString(key)
    case "include": try readInclude(value)
    case "truncation": ownLosses.add("truncation", if: value.string == "auto")
    case "stream_options": break
    // Codex's: the workspace's path, remotes and commit. They stay on this machine.
    case "client_metadata": break
    case "background":
      if try value.requireBool(key) { throw .untranslatable(key, "the answer is given while the client waits") }
    case "previous_response_id", "conversation", "prompt":
      throw .untranslatable(key, "what it names is kept by OpenAI alone; send the whole conversation in `input`")
    default: conversation.native.append(JSON.Member(key, value))
    }
  }

  private mutating func readReasoning(_ value: JSON) throws(ErrorReply) {
    for member in try value.requireMembers("reasoning") where !member.value.isNull {
      switch member.key {
      case "effort": conversation.reasoning.effort = try member.value.requireString("reasoning.effort")
      case "summary", "generate_summary":
        conversation.reasoning.summary = .shown(try member.value.requireString("reasoning.summary"))
      default: ownLosses.add("reasoning.\(member.key)")
      }
    }
  }

  private mutating func readText(_ value: JSON) throws(ErrorReply) {
    conversation.verbosity = value["verbosity"]?.string
    guard let format = value["format"], !format.isNull else { return }
    switch try format.requireString(under: "type", "text.format") {
    case "text": break
    case "json_object": conversation.outputFormat = .jsonObject
    case "json_schema":
      conversation.outputFormat = .jsonSchema(
        name: format["name"]?.string,
        description: format["description"]?.string,
        schema: format["schema"] ?? [:],
        strict: format["strict"]?.bool
      )
    case let other: throw .untranslatable("text.format.type", "\(other) is not known here")
    }
  }

  private mutating func readInclude(_ value: JSON) throws(ErrorReply) {
    for name in try value.requireArray("include") {
      switch name.string {
      // Always sent where there are any.
      case "reasoning.encrypted_content", "web_search_call.action.sources": break
      case "message.output_text.logprobs": conversation.sampling.logprobs = true
      default: ownLosses.add("include.\(name.string ?? "")")
      }
    }
  }
}
