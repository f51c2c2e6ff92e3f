/// Writes the content blocks of Messages.
struct MessagesContentEncoder {
  let names: ToolNames
  var losses = Losses()

  /// Writes an array of blocks; the last of them carries `breakpoint`, if it may.
  mutating func encode(_ blocks: [Block], breakpoint: JSON? = nil, into json: inout JSONWriter) throws(ErrorReply) {
    let last = breakpoint == nil ? nil : blocks.lastIndex { $0.takesCacheControl }
    try json.array { json throws(ErrorReply) in
      for (index, block) in blocks.enumerated() {
        try encode(block, cacheControl: index == last ? breakpoint : block.cacheControl, into: &json)
      }
    }
  }

  private mutating func encode(
    _ block: Block,
    cacheControl: JSON?,
    into json: inout JSONWriter
  ) throws(ErrorReply) {
    switch block.content {
    case .text(let text), .refusal(let text): encodeText(text, cacheControl, into: &json)
    case .image(let image):
      losses.add("image.detail", if: image.detail != nil)
      let source = try source(image.source)
      json.object { json in
        json.member("type", "image")
        json.member("source", source)
        if let cacheControl { json.member("cache_control", cacheControl) }
      }
    case .document(let document): try encodeDocument(document, cacheControl, into: &json)
    case .audio: throw .untranslatable("input_audio", "Messages takes no audio")
    case .reasoning(let reasoning): encodeReasoning(reasoning, into: &json)
    case .toolCall(let call): encodeCall(call, cacheControl, into: &json)
    case .toolResult(let result): try encodeResult(result, cacheControl, into: &json)
    case .toolReference(let name):
      json.object { json in
        json.member("type", "tool_reference")
        json.member("tool_name", names.upstreamName(of: name))
        if let cacheControl { json.member("cache_control", cacheControl) }
      }
    // Anthropic would look for its own seal on what another provider has found.
    case .native(.messages, let value): if !WebSearch.isForeign(value) { json.value(value) }
    case .native(let format, let value):
      if let text = try Block.textForNative(format, value, &losses) { encodeText(text, cacheControl, into: &json) }
    }
  }

  private func encodeText(_ text: String, _ cacheControl: JSON?, into json: inout JSONWriter) {
    json.object { json in
      json.member("type", "text")
      json.member("text", text)
      if let cacheControl { json.member("cache_control", cacheControl) }
    }
  }

  private func source(_ source: Media.Source) throws(ErrorReply) -> JSON {
    switch source {
    case .base64(let mediaType, let data):
      return ["type": "base64", "media_type": .string(mediaType), "data": .string(data)]
    case .url(let url): return ["type": "url", "url": .string(url)]
    case .file(let id, .anthropic): return ["type": "file", "file_id": .string(id)]
    case .file: throw .foreignFile
    }
  }

  private mutating func encodeDocument(
    _ document: Document,
    _ cacheControl: JSON?,
    into json: inout JSONWriter
  ) throws(ErrorReply) {
    try json.object { json throws(ErrorReply) in
      json.member("type", "document")
      json.key("source")
      try encodeSource(document.source, into: &json)
      if let title = document.title { json.member("title", title) }
      if let context = document.context { json.member("context", context) }
      if let citations = document.citations { json.member("citations", citations) }
      if let cacheControl { json.member("cache_control", cacheControl) }
    }
  }

  private mutating func encodeSource(_ source: Document.Source, into json: inout JSONWriter) throws(ErrorReply) {
    switch source {
    case .base64(let mediaType, let data):
      json.value(["type": "base64", "media_type": .string(mediaType), "data": .string(data)])
    case .url(let url): json.value(["type": "url", "url": .string(url)])
    case .file(let id, .anthropic): json.value(["type": "file", "file_id": .string(id)])
    case .file: throw .foreignFile
    case .text(let text): json.value(["type": "text", "media_type": "text/plain", "data": .string(text)])
    case .blocks(let blocks):
      try json.object { json throws(ErrorReply) in
        json.member("type", "content")
        json.key("content")
        try encode(blocks, into: &json)
      }
    }
  }

  private func encodeReasoning(_ reasoning: Reasoning, into json: inout JSONWriter) {
    json.object { json in
      if case .redacted(let data)? = reasoning.proof {
        json.member("type", "redacted_thinking")
        json.member("data", data)
        return
      }
      json.member("type", "thinking")
      json.member("thinking", reasoning.text)
      json.member("signature", MessagesContent.signature(reasoning.proof))
    }
  }

  private func encodeCall(_ call: ToolCall, _ cacheControl: JSON?, into json: inout JSONWriter) {
    json.object { json in
      json.member("type", "tool_use")
      json.member("id", call.id)
      json.member("name", names.upstreamName(of: call.name))
      json.key("input")
      json.raw(call.kind == .custom ? CustomTool.wrapped(call.input) : MessagesContent.inputObject(call.input))
      if let cacheControl { json.member("cache_control", cacheControl) }
    }
  }

  private mutating func encodeResult(
    _ result: ToolResult,
    _ cacheControl: JSON?,
    into json: inout JSONWriter
  ) throws(ErrorReply) {
    try json.object { json throws(ErrorReply) in
      json.member("type", "tool_result")
      json.member("tool_use_id", result.callID)
      if result.content.count == 1, let text = result.content[0].text, result.content[0].cacheControl == nil {
        json.member("content", text)
      } else if !result.content.isEmpty {
        json.key("content")
        try encode(result.content.filter { $0.text != "" }, into: &json)
      }
      if result.isError { json.member("is_error", true) }
      if let cacheControl { json.member("cache_control", cacheControl) }
    }
  }
}

extension MessagesContent {
  /// The `signature` of thoughts; empty for those that no provider vouches for.
  static func signature(_ proof: Reasoning.Proof?) -> String {
    switch proof {
    case nil: ""
    case .signature(let text): text
    case .encrypted, .redacted: proof.map(SealedProof.seal) ?? ""
    }
  }

  /// A call's arguments as the object that Messages demands. What a model wrote and is none is kept, as text in one.
  static func inputObject(_ arguments: String) -> String {
    let bytes = arguments.utf8.span
    var cursor = 0
    JSONScanner.skipWhitespace(bytes, &cursor)
    if cursor == bytes.count { return "{}" }
    let isObject = bytes[cursor] == UInt8(ascii: "{")
    if isObject, (try? JSONScanner.skipValue(bytes, &cursor)) != nil {
      JSONScanner.skipWhitespace(bytes, &cursor)
      if cursor == bytes.count { return arguments }
    }
    return JSON.object([.init("arguments", .string(arguments))]).text
  }
}

extension Block {
  /// Whether Anthropic takes `cache_control` on it.
  fileprivate var takesCacheControl: Bool {
    switch content {
    case .text, .refusal, .image, .document, .toolCall, .toolResult: true
    case .audio, .reasoning, .toolReference, .native: false
    }
  }
}
