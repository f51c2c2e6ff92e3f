/// Writes Responses answers and the items in them.
enum ResponsesAnswerEncoder {
  static func encode(_ answer: Answer, _ context: AnswerContext) -> [UInt8] {
    var json = JSONWriter()
    var items: [String] = []
    for (index, part) in answer.parts.enumerated() where isItem(part) {
      items.append(ResponsesItem(part, id: itemID(part.block, part.proof, index, context), status: "completed").text)
    }
    let ending: Ending =
      if let fault = answer.fault { .failed(fault) } else { Ending(answer.stop) }
    encode(context, ending, items: items, usage: answer.usage, into: &json)
    return json.bytes
  }

  /// Thoughts that are neither shown nor vouched for are no item.
  static func isItem(_ part: Answer.Part) -> Bool {
    part.block != .reasoning || !part.text.isEmpty || part.proof != nil
  }

  /// How a response stands.
  enum Ending {
    case running
    case completed
    case incomplete(StaticString)
    case failed(ProviderFault)

    init(_ reason: StopReason) {
      switch reason {
      case .endTurn, .toolCalls, .stopSequence, .paused: self = .completed
      case .maximumTokens: self = .incomplete("max_output_tokens")
      case .refused: self = .incomplete("content_filter")
      case .contextWindow:
        self = .failed(ProviderFault(.contextOverflow, "prompt and answer together exceed the model's context window"))
      }
    }

    var status: StaticString {
      switch self {
      case .running: "in_progress"
      case .completed: "completed"
      case .incomplete: "incomplete"
      case .failed: "failed"
      }
    }
  }

  static func encode(
    _ context: AnswerContext,
    _ ending: Ending,
    items: [String],
    usage: AnswerUsage?,
    into json: inout JSONWriter
  ) {
    json.object { json in
      json.member("id", "resp_\(context.id)")
      json.member("object", "response")
      json.member("created_at", context.created)
      json.member("status", ending.status.description)
      json.key("error")
      if case .failed(let fault) = ending {
        json.value(["code": .string(fault.kind.responsesCode), "message": .string(fault.message)])
      } else {
        json.null()
      }
      json.key("incomplete_details")
      if case .incomplete(let reason) = ending {
        json.value(["reason": .string(reason.description)])
      } else {
        json.null()
      }
      json.member("instructions", .null)
      json.member("metadata", [:])
      json.member("model", context.model)
      json.key("output")
      json.array { json in for item in items { json.raw(item) } }
      json.member("parallel_tool_calls", true)
      json.member("temperature", .null)
      json.member("tool_choice", "auto")
      json.member("tools", [])
      json.member("top_p", .null)
      json.key("usage")
      if let usage { encode(usage, into: &json) } else { json.null() }
    }
  }

  /// Codex drops a whole turn over details without their counts, and OpenAI's own library has no answer without any of
  /// them, so all are there.
  private static func encode(_ usage: AnswerUsage, into json: inout JSONWriter) {
    json.object { json in
      json.member("input_tokens", usage.input)
      json.key("input_tokens_details")
      json.object { json in
        json.member("cached_tokens", usage.cacheRead ?? 0)
        json.member("cache_write_tokens", usage.cacheCreation ?? 0)
      }
      json.member("output_tokens", usage.output)
      json.member("output_tokens_details", ["reasoning_tokens": .number(JSONNumber(usage.reasoning ?? 0))])
      json.member("total_tokens", usage.input + usage.output)
    }
  }

  /// An item's id: OpenAI's own for its thoughts, else one made of the answer's.
  static func itemID(_ block: AnswerBlock, _ proof: Reasoning.Proof?, _ index: Int, _ context: AnswerContext) -> String
  {
    if case .encrypted(let id?, _)? = proof { return id }
    if case .search(let search) = block, let id = search.id, search.own(of: .responses) != nil { return id }
    let prefix =
      switch block {
      case .text, .refusal: "msg"
      // Marked, so that it can be told from OpenAI's when it comes back.
      case .reasoning: "rs_\(SealedProof.name)"
      case .toolCall(_, _, .function): "fc"
      case .toolCall(_, _, .custom): "ctc"
      case .toolCall(_, _, .toolSearch): "tsc"
      case .search: "ws"
      }
    return "\(prefix)_\(context.id)_\(index)"
  }
}
