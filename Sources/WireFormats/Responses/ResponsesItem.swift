/// An item of a Responses answer.
struct ResponsesItem {
  private let part: Answer.Part
  private let id: String
  private let status: String

  /// - Parameters:
  ///   - part: the block; while it is running, without its text.
  ///   - id: the item's id.
  ///   - status: `in_progress`, `completed` or `incomplete`.
  init(_ part: Answer.Part, id: String, status: String) {
    self.part = part
    self.id = id
    self.status = status
  }

  var text: String {
    var json = JSONWriter()
    write(into: &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  func write(into json: inout JSONWriter) {
    json.object { json in
      switch part.block {
      case .text, .refusal:
        json.member("type", "message")
        json.member("id", id)
        json.member("status", status)
        json.member("role", "assistant")
        json.key("content")
        json.array { json in
          if status != "in_progress" { Self.writeContent(part, into: &json) }
        }
      case .reasoning: writeReasoning(into: &json)
      case .toolCall(let callID, let name, let kind): writeCall(callID ?? "", name, kind, into: &json)
      case .search(let search):
        json.member("type", "web_search_call")
        json.member("id", id)
        json.member("status", status == "completed" && search.isFailed ? "failed" : status)
        json.member("action", search.action)
      }
    }
  }

  /// The one part of a message.
  static func writeContent(_ part: Answer.Part, into json: inout JSONWriter) {
    json.object { json in
      if part.block == .refusal {
        json.member("type", "refusal")
        json.member("refusal", part.text)
      } else {
        json.member("type", "output_text")
        json.member("text", part.text)
        json.member("annotations", .array(annotations(of: part)))
        if !part.logprobs.isEmpty { json.member("logprobs", .array(part.logprobs)) }
      }
    }
  }

  /// What OpenAI has a word for of a text's citations.
  static func annotations(of part: Answer.Part) -> [JSON] {
    guard !part.citations.isEmpty else { return [] }
    let length = part.text.unicodeScalars.count
    return part.citations.compactMap { $0.responsesAnnotation(length: length) }
  }

  private func writeReasoning(into json: inout JSONWriter) {
    json.member("type", "reasoning")
    json.member("id", id)
    json.key("summary")
    json.array { json in
      if !part.text.isEmpty { json.value(["type": "summary_text", "text": .string(part.text)]) }
    }
    switch part.proof {
    case nil: break
    case .encrypted(_, let text)?: json.member("encrypted_content", text)
    case .signature?, .redacted?: json.member("encrypted_content", part.proof.map(SealedProof.seal) ?? "")
    }
  }

  private func writeCall(_ callID: String, _ name: ToolName, _ kind: ToolKind, into json: inout JSONWriter) {
    switch kind {
    case .function: json.member("type", "function_call")
    case .custom: json.member("type", "custom_tool_call")
    case .toolSearch: json.member("type", "tool_search_call")
    }
    json.member("id", id)
    json.member("call_id", callID)
    json.member("status", status)
    if kind == .toolSearch {
      json.member("execution", "client")
      json.key("arguments")
      json.raw(MessagesContent.inputObject(part.text))
      return
    }
    json.member("name", name.name)
    if let namespace = name.namespace { json.member("namespace", namespace) }
    json.key(kind == .custom ? "input" : "arguments")
    json.string(part.text)
  }
}
