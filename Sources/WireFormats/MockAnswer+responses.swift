extension MockAnswer {
  func responsesBody() -> [UInt8] {
    var json = JSONText()
    response(&json, status: "completed", isDone: true)
    return json.bytes
  }

  /// The events in the order of OpenAI's API reference. Codex itself wants `response.output_item.done` and
  /// `response.completed` only; other clients build the text from the deltas.
  func responsesStream() -> [Chunk] {
    var sequence = 0
    func numbered(_ name: StaticString, _ build: (inout JSONText) -> Void) -> Chunk {
      let chunk = event(name) { json in
        json.raw(#"{"type":""#)
        json.raw(name)
        json.raw(#"","sequence_number":"#)
        json.number(sequence)
        build(&json)
        json.raw("}")
      }
      sequence += 1
      return chunk
    }
    var chunks: [Chunk] = []
    for name: StaticString in ["response.created", "response.in_progress"] {
      chunks.append(
        numbered(name) { json in
          json.raw(#","response":"#)
          response(&json, status: "in_progress", isDone: false)
        }
      )
    }
    chunks.append(
      numbered("response.output_item.added") { json in
        json.raw(#","output_index":0,"item":"#)
        item(&json, status: "in_progress", isDone: false)
      }
    )
    chunks.append(
      numbered("response.content_part.added") { json in
        position(&json)
        json.raw(#","part":{"type":"output_text","text":"","annotations":[]}"#)
      }
    )
    for piece in pieces {
      chunks.append(
        numbered("response.output_text.delta") { json in
          position(&json)
          json.raw(#","delta":"#)
          json.string(piece)
        }
      )
    }
    chunks.append(
      numbered("response.output_text.done") { json in
        position(&json)
        json.raw(#","text":"#)
        json.string(text)
      }
    )
    chunks.append(
      numbered("response.content_part.done") { json in
        position(&json)
        json.raw(#","part":"#)
        part(&json)
      }
    )
    chunks.append(
      numbered("response.output_item.done") { json in
        json.raw(#","output_index":0,"item":"#)
        item(&json, status: "completed", isDone: true)
      }
    )
    chunks.append(
      numbered("response.completed") { json in
        json.raw(#","response":"#)
        response(&json, status: "completed", isDone: true)
      }
    )
    return chunks
  }

  private func response(_ json: inout JSONText, status: StaticString, isDone: Bool) {
    json.raw(#"{"id":"#)
    json.string("resp_" + id)
    json.raw(#","object":"response","created_at":"#)
    json.number(created)
    json.raw(#","status":""#)
    json.raw(status)
    json.raw(#"","model":"#)
    json.string(model)
    json.raw(#","output":["#)
    if isDone { item(&json, status: "completed", isDone: true) }
    json.raw(#"],"usage":"#)
    guard isDone else {
      json.raw("null}")
      return
    }
    json.raw(#"{"input_tokens":"#)
    json.number(inputTokens)
    json.raw(#","input_tokens_details":{"cached_tokens":0},"output_tokens":"#)
    json.number(outputTokens)
    json.raw(#","output_tokens_details":{"reasoning_tokens":0},"total_tokens":"#)
    json.number(inputTokens + outputTokens)
    json.raw("}}")
  }

  private func item(_ json: inout JSONText, status: StaticString, isDone: Bool) {
    json.raw(#"{"type":"message","id":"#)
    json.string("msg_" + id)
    json.raw(#","role":"assistant","status":""#)
    json.raw(status)
    json.raw(#"","content":["#)
    if isDone { part(&json) }
    json.raw("]}")
  }

  private func part(_ json: inout JSONText) {
    json.raw(#"{"type":"output_text","text":"#)
    json.string(text)
    json.raw(#","annotations":[]}"#)
  }

  private func position(_ json: inout JSONText) {
    json.raw(#","item_id":"#)
    json.string("msg_" + id)
    json.raw(#","output_index":0,"content_index":0"#)
  }
}
