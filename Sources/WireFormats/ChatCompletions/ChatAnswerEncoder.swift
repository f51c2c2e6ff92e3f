/// Writes a whole Chat Completions answer.
enum ChatAnswerEncoder {
  static func encode(_ answer: Answer, _ context: AnswerContext) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("id", "chatcmpl-\(context.id)")
      json.member("object", "chat.completion")
      json.member("created", context.created)
      json.member("model", context.model)
      json.key("choices")
      json.array { json in
        json.object { json in
          json.member("index", 0)
          json.key("message")
          encodeMessage(answer, into: &json)
          let logprobs = answer.parts.flatMap(\.logprobs)
          json.member(
            "logprobs",
            logprobs.isEmpty ? .null : ["content": .array(logprobs), "refusal": .null]
          )
          json.key("finish_reason")
          json.string(finishReason(answer.stop).description)
        }
      }
      if let usage = answer.usage {
        json.key("usage")
        encode(usage, into: &json)
      }
    }
    return json.bytes
  }

  private static func encodeMessage(_ answer: Answer, into json: inout JSONWriter) {
    func text(_ block: AnswerBlock) -> String? {
      let parts = answer.parts.filter { $0.block == block }
      return parts.isEmpty ? nil : parts.map(\.text).joined()
    }
    json.object { json in
      json.member("role", "assistant")
      json.member("content", text(.text).map { .string($0) } ?? .null)
      json.member("refusal", text(.refusal).map { .string($0) } ?? .null)
      let annotations = annotations(answer)
      if !annotations.isEmpty { json.member("annotations", .array(annotations)) }
      if let thoughts = text(.reasoning), !thoughts.isEmpty { json.member("reasoning_content", thoughts) }
      guard answer.hasToolCalls else { return }
      json.key("tool_calls")
      json.array { json in
        for part in answer.parts {
          guard case .toolCall(let id, let name, let kind) = part.block else { continue }
          json.object { json in
            json.member("id", id ?? "")
            json.member("type", kind == .custom ? "custom" : "function")
            if kind == .custom {
              json.member("custom", ["name": .string(name.name), "input": .string(part.text)])
            } else {
              json.member("function", ["name": .string(name.name), "arguments": .string(part.text)])
            }
          }
        }
      }
    }
  }

  /// All texts are one here, in which the annotations have their places.
  private static func annotations(_ answer: Answer) -> [JSON] {
    var annotations: [JSON] = []
    var start = 0
    for part in answer.parts where part.block == .text {
      let length = part.text.unicodeScalars.count
      annotations += part.citations.compactMap { $0.chatAnnotation(length: length, after: start) }
      start += length
    }
    return annotations
  }

  static func finishReason(_ reason: StopReason) -> StaticString {
    switch reason {
    case .endTurn, .stopSequence, .paused: "stop"
    case .toolCalls: "tool_calls"
    case .maximumTokens, .contextWindow: "length"
    case .refused: "content_filter"
    }
  }

  static func encode(_ usage: AnswerUsage, into json: inout JSONWriter) {
    json.object { json in
      json.member("prompt_tokens", usage.input)
      json.member("completion_tokens", usage.output)
      json.member("total_tokens", usage.input + usage.output)
      json.key("prompt_tokens_details")
      json.object { json in
        json.member("cached_tokens", usage.cacheRead ?? 0)
        if let created = usage.cacheCreation { json.member("cache_write_tokens", created) }
      }
      json.key("completion_tokens_details")
      json.object { json in json.member("reasoning_tokens", usage.reasoning ?? 0) }
    }
  }
}
