import Foundation

/// JSON's `null`, as Foundation writes it.
enum JSONNull {
  static var value: Any { NSNull() }
}

extension FakeUpstream.CountedTurn {
  /// The turn as one response.
  func responsesBody(_ identity: FakeUpstream.Identity) -> [String: Any] {
    let output = parts.enumerated().map { item(identity, $0.offset, $0.element, isDone: true) }
    return response(identity, status: responsesEnd, output: output)
  }

  /// The turn as the events of a response, numbered.
  func responsesEvents(_ identity: FakeUpstream.Identity) -> [String] {
    var events: [String] = []
    func emit(_ type: String, _ fields: [String: Any]) {
      let all = fields.merging(["type": "response.\(type)", "sequence_number": events.count]) { $1 }
      events.append("event: response.\(type)\ndata: \(jsonText(all))\n\n")
    }
    for type in ["created", "in_progress"] {
      emit(type, ["response": response(identity, status: "in_progress", output: [])])
    }
    for (index, part) in parts.enumerated() {
      let begun = item(identity, index, part, isDone: false)
      let done = item(identity, index, part, isDone: true)
      let place: [String: Any] = ["item_id": begun["id"] ?? "", "output_index": index]
      emit("output_item.added", ["output_index": index, "item": begun])
      switch part {
      case .thought(let text):
        let place = place.merging(["summary_index": 0]) { $1 }
        func full(_ text: String) -> [String: Any] { ["part": ["type": "summary_text", "text": text]] }
        emit("reasoning_summary_part.added", place.merging(full("")) { $1 })
        for piece in pieces(of: text) { emit("reasoning_summary_text.delta", place.merging(["delta": piece]) { $1 }) }
        emit("reasoning_summary_text.done", place.merging(["text": text]) { $1 })
        emit("reasoning_summary_part.done", place.merging(full(text)) { $1 })
      case .text(let text):
        let place = place.merging(["content_index": 0]) { $1 }
        emit("content_part.added", place.merging(["part": content("")]) { $1 })
        for piece in pieces(of: text) {
          emit("output_text.delta", place.merging(["delta": piece, "logprobs": [Any]()]) { $1 })
        }
        emit("output_text.done", place.merging(["text": text, "logprobs": [Any]()]) { $1 })
        emit("content_part.done", place.merging(["part": content(text)]) { $1 })
      case .call(let name, let arguments):
        for piece in pieces(of: arguments) {
          emit("function_call_arguments.delta", place.merging(["delta": piece]) { $1 })
        }
        emit("function_call_arguments.done", place.merging(["arguments": arguments, "name": name]) { $1 })
      }
      emit("output_item.done", ["output_index": index, "item": done])
    }
    emit(responsesEnd, ["response": responsesBody(identity)])
    return events
  }

  private func content(_ text: String) -> [String: Any] {
    ["type": "output_text", "text": text, "annotations": [Any](), "logprobs": [Any]()]
  }

  private func item(_ identity: FakeUpstream.Identity, _ index: Int, _ part: Part, isDone: Bool) -> [String: Any] {
    let status = isDone ? "completed" : "in_progress"
    switch part {
    case .thought(let text):
      let summary = isDone ? [["type": "summary_text", "text": text]] : []
      return [
        "type": "reasoning", "id": "rs_\(identity.number)_\(index)", "summary": summary,
        "encrypted_content": isDone ? "sealed-by-the-provider" : JSONNull.value,
      ]
    case .text(let text):
      return [
        "type": "message", "id": "\(identity.message)_\(index)", "role": "assistant", "status": status,
        "content": isDone ? [content(text)] : [],
      ]
    case .call(let name, let arguments):
      return [
        "type": "function_call", "id": "fc_\(identity.number)_\(index)", "call_id": identity.call(index),
        "name": name, "arguments": isDone ? arguments : "", "status": status,
      ]
    }
  }

  private var responsesEnd: String {
    if case .length = end { "incomplete" } else { "completed" }
  }

  private func response(
    _ identity: FakeUpstream.Identity,
    status: String,
    output: [[String: Any]]
  ) -> [String: Any] {
    let details: Any = status == "incomplete" ? ["reason": "max_output_tokens"] : JSONNull.value
    let usage: Any = status == "in_progress" ? JSONNull.value : responsesUsage
    return [
      "id": identity.response, "object": "response", "created_at": 1_700_000_000, "status": status,
      "error": JSONNull.value, "incomplete_details": details, "instructions": JSONNull.value,
      "model": identity.model, "output": output, "parallel_tool_calls": true, "tool_choice": "auto",
      "tools": [Any](), "metadata": [String: Any](), "usage": usage,
    ]
  }

  private var responsesUsage: [String: Any] {
    [
      "input_tokens": Self.input, "input_tokens_details": ["cached_tokens": Self.cached],
      "output_tokens": Self.output, "output_tokens_details": ["reasoning_tokens": Self.thought],
      "total_tokens": Self.input + Self.output,
    ]
  }
}
