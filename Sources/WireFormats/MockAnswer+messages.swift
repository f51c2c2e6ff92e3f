extension MockAnswer {
  func messagesBody() -> [UInt8] {
    var json = JSONText()
    message(&json, outputTokens: outputTokens, stopReason: "end_turn") { json in
      json.raw(#"{"type":"text","text":"#)
      json.string(text)
      json.raw("}")
    }
    return json.bytes
  }

  func messagesStream() -> [Chunk] {
    var chunks = [
      event("message_start") { json in
        json.raw(#"{"type":"message_start","message":"#)
        message(&json, outputTokens: 0, stopReason: nil) { _ in }
        json.raw("}")
      },
      event("content_block_start") { json in
        json.raw(#"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#)
      },
    ]
    for piece in pieces {
      chunks.append(
        event("content_block_delta") { json in
          json.raw(#"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"#)
          json.string(piece)
          json.raw("}}")
        }
      )
    }
    let blockStop = event("content_block_stop") { $0.raw(#"{"type":"content_block_stop","index":0}"#) }
    let delta = event("message_delta") { json in
      json.raw(#"{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":"#)
      usage(&json, outputTokens: outputTokens)
      json.raw("}")
    }
    let stop = event("message_stop") { $0.raw(#"{"type":"message_stop"}"#) }
    chunks.append(blockStop + delta + stop)
    return chunks
  }

  private func message(
    _ json: inout JSONText,
    outputTokens: Int,
    stopReason: StaticString?,
    content: (inout JSONText) -> Void
  ) {
    json.raw(#"{"id":"#)
    json.string("msg_" + id)
    json.raw(#","type":"message","role":"assistant","model":"#)
    json.string(model)
    json.raw(#","content":["#)
    content(&json)
    json.raw(#"],"stop_reason":"#)
    if let stopReason {
      json.raw("\"")
      json.raw(stopReason)
      json.raw("\"")
    } else {
      json.raw("null")
    }
    json.raw(#","stop_sequence":null,"usage":"#)
    usage(&json, outputTokens: outputTokens)
    json.raw("}")
  }

  private func usage(_ json: inout JSONText, outputTokens: Int) {
    json.raw(#"{"input_tokens":"#)
    json.number(inputTokens)
    json.raw(#","output_tokens":"#)
    json.number(outputTokens)
    json.raw("}")
  }
}
