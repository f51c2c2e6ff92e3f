/// Writes a Chat Completions stream.
struct ChatStreamEncoder: Sendable {
  private let context: AnswerContext
  private var block: AnswerBlock?
  private var callCount = 0
  private var hasBegun = false
  private var citations: [Citation] = []
  /// How long all texts are, and those before the open one.
  private var textLength = 0
  private var textStart = 0

  init(_ context: AnswerContext) {
    self.context = context
  }

  mutating func write(_ event: AnswerEvent, into bytes: inout [UInt8]) {
    switch event {
    case .began: begin(&bytes)
    case .opened(let block):
      begin(&bytes)
      self.block = block
      textStart = textLength
      guard case .toolCall(let id, let name, let kind) = block else { break }
      callCount += 1
      chunk(&bytes) { json in openCall(id ?? "", name.name, kind, into: &json) }
    case .delta(let text, let logprobs): write(text, logprobs, &bytes)
    case .proof: break
    case .citation(let citation): citations.append(citation)
    case .closed: close(&bytes)
    case .finished(let reason, let usage): finish(reason, usage, &bytes)
    case .failed(let fault):
      EventStreamText.appendData(to: &bytes) { json in
        json.object { json in
          json.key("error")
          fault.write(for: .openAI, into: &json)
        }
      }
    case .keepAlive: bytes.append(contentsOf: ": keep-alive\n\n".utf8)
    }
  }

  private mutating func begin(_ bytes: inout [UInt8]) {
    guard !hasBegun else { return }
    hasBegun = true
    chunk(&bytes) { json in json.value(["role": "assistant", "content": ""]) }
  }

  private func openCall(_ id: String, _ name: String, _ kind: ToolKind, into json: inout JSONWriter) {
    json.object { json in
      json.key("tool_calls")
      json.array { json in
        json.object { json in
          json.member("index", callCount - 1)
          json.member("id", id)
          if kind == .custom {
            json.member("type", "custom")
            json.member("custom", ["name": .string(name), "input": ""])
          } else {
            json.member("type", "function")
            json.member("function", ["name": .string(name), "arguments": ""])
          }
        }
      }
    }
  }

  /// Annotations are told at the end of a text, for only then it is known how long the text is.
  private mutating func close(_ bytes: inout [UInt8]) {
    let annotations = citations.compactMap {
      $0.chatAnnotation(length: textLength - textStart, after: textStart)
    }
    if !annotations.isEmpty { chunk(&bytes) { json in json.value(["annotations": .array(annotations)]) } }
    citations = []
    block = nil
  }

  private mutating func write(_ text: String, _ logprobs: [JSON], _ bytes: inout [UInt8]) {
    if block == .text { textLength += text.unicodeScalars.count }
    switch block {
    // Searches have no place in this format; what came of them stands in the text and its annotations.
    case nil, .search: break
    case .text: chunk(&bytes, logprobs: logprobs) { json in json.value(["content": .string(text)]) }
    case .refusal: chunk(&bytes) { json in json.value(["refusal": .string(text)]) }
    // Not OpenAI's, but what all others call it.
    case .reasoning: chunk(&bytes) { json in json.value(["reasoning_content": .string(text)]) }
    case .toolCall(_, _, let kind):
      let field: JSON = kind == .custom ? ["input": .string(text)] : ["arguments": .string(text)]
      let index = JSON.number(JSONNumber(callCount - 1))
      chunk(&bytes) { json in
        json.value(["tool_calls": [["index": index, kind == .custom ? "custom" : "function": field]]])
      }
    }
  }

  private func finish(_ reason: StopReason, _ usage: AnswerUsage?, _ bytes: inout [UInt8]) {
    chunk(&bytes, finish: ChatAnswerEncoder.finishReason(reason)) { json in json.value([:]) }
    if let usage, context.includesUsage {
      EventStreamText.appendData(to: &bytes) { json in
        json.object { json in
          head(&json)
          json.member("choices", [])
          json.key("usage")
          ChatAnswerEncoder.encode(usage, into: &json)
        }
      }
    }
    bytes.append(contentsOf: "data: [DONE]\n\n".utf8)
  }

  private func head(_ json: inout JSONWriter) {
    json.member("id", "chatcmpl-\(context.id)")
    json.member("object", "chat.completion.chunk")
    json.member("created", context.created)
    json.member("model", context.model)
  }

  private func chunk(
    _ bytes: inout [UInt8],
    logprobs: [JSON] = [],
    finish: StaticString? = nil,
    _ delta: (inout JSONWriter) -> Void
  ) {
    EventStreamText.appendData(to: &bytes) { json in
      json.object { json in
        head(&json)
        json.key("choices")
        json.array { json in
          json.object { json in
            json.member("index", 0)
            json.key("delta")
            delta(&json)
            if !logprobs.isEmpty { json.member("logprobs", ["content": .array(logprobs), "refusal": .null]) }
            json.key("finish_reason")
            if let finish { json.string(finish.description) } else { json.null() }
          }
        }
        // Where the usage follows, OpenAI says in each chunk that it is not there yet.
        if context.includesUsage { json.member("usage", .null) }
      }
    }
  }
}
