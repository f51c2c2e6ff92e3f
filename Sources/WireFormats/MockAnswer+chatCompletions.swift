extension MockAnswer {
  func chatCompletionsBody() -> [UInt8] {
    var json = JSONText()
    head(&json, prefix: "chatcmpl-", object: "chat.completion")
    json.raw(#","choices":[{"index":0,"message":{"role":"assistant","content":"#)
    json.string(text)
    json.raw(#"},"finish_reason":"stop"}],"usage":"#)
    openAIUsage(&json)
    json.raw("}")
    return json.bytes
  }

  func chatCompletionsStream() -> [Chunk] {
    var chunks = [
      event { json in
        head(&json, prefix: "chatcmpl-", object: "chat.completion.chunk")
        json.raw(#","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#)
      }
    ]
    for piece in pieces {
      chunks.append(
        event { json in
          head(&json, prefix: "chatcmpl-", object: "chat.completion.chunk")
          json.raw(#","choices":[{"index":0,"delta":{"content":"#)
          json.string(piece)
          json.raw(#"},"finish_reason":null}]}"#)
        }
      )
    }
    let last = event { json in
      head(&json, prefix: "chatcmpl-", object: "chat.completion.chunk")
      json.raw(#","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":"#)
      openAIUsage(&json)
      json.raw("}")
    }
    chunks.append(last + Array("data: [DONE]\n\n".utf8))
    return chunks
  }

  func completionsBody() -> [UInt8] {
    var json = JSONText()
    head(&json, prefix: "cmpl-", object: "text_completion")
    json.raw(#","choices":[{"index":0,"text":"#)
    json.string(text)
    json.raw(#","logprobs":null,"finish_reason":"stop"}],"usage":"#)
    openAIUsage(&json)
    json.raw("}")
    return json.bytes
  }

  func completionsStream() -> [Chunk] {
    var chunks = pieces.map { piece in
      event { json in
        head(&json, prefix: "cmpl-", object: "text_completion")
        json.raw(#","choices":[{"index":0,"text":"#)
        json.string(piece)
        json.raw(#","logprobs":null,"finish_reason":null}]}"#)
      }
    }
    let last = event { json in
      head(&json, prefix: "cmpl-", object: "text_completion")
      json.raw(#","choices":[{"index":0,"text":"","logprobs":null,"finish_reason":"stop"}],"usage":"#)
      openAIUsage(&json)
      json.raw("}")
    }
    chunks.append(last + Array("data: [DONE]\n\n".utf8))
    return chunks
  }

  private func head(_ json: inout JSONText, prefix: String, object: StaticString) {
    json.raw(#"{"id":"#)
    json.string(prefix + id)
    json.raw(#","object":""#)
    json.raw(object)
    json.raw(#"","created":"#)
    json.number(created)
    json.raw(#","model":"#)
    json.string(model)
  }

  private func openAIUsage(_ json: inout JSONText) {
    json.raw(#"{"prompt_tokens":"#)
    json.number(inputTokens)
    json.raw(#","completion_tokens":"#)
    json.number(outputTokens)
    json.raw(#","total_tokens":"#)
    json.number(inputTokens + outputTokens)
    json.raw("}")
  }
}
