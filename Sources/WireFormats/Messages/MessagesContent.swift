/// The content blocks of Messages.
enum MessagesContent {
  /// Reads `content`: a string, blocks, or nothing.
  static func decode(_ content: JSON, _ path: String, _ losses: inout Losses) throws(ErrorReply) -> [Block] {
    switch content {
    case .null: return []
    case .string(let text): return [Block(.text(text))]
    case .array(let elements):
      var blocks: [Block] = []
      blocks.reserveCapacity(elements.count)
      for (index, element) in elements.enumerated() {
        blocks.append(try decodeBlock(element, "\(path)[\(index)]", &losses))
      }
      return blocks
    default: throw .mistyped(path, "a string or an array")
    }
  }

  private static func decodeBlock(_ block: JSON, _ path: String, _ losses: inout Losses) throws(ErrorReply) -> Block {
    let content: Content =
      switch try block.requireString(under: "type", path) {
      case "text": .text(try decodeText(block, path, &losses))
      case "image": .image(Media(source: try decodeImageSource(block["source"] ?? .null, "\(path).source")))
      case "document": .document(try decodeDocument(block, path, &losses))
      case "thinking": .reasoning(decodeThinking(block))
      case "redacted_thinking":
        .reasoning(Reasoning(proof: .redacted(try block.requireString(under: "data", path))))
      case "tool_use": .toolCall(try decodeCall(block, path))
      case "tool_result": .toolResult(try decodeResult(block, path, &losses))
      case "tool_reference": .toolReference(ToolName(try block.requireString(under: "tool_name", path)))
      default: .native(.messages, block)
      }
    if case .native = content { return Block(content) }
    return Block(content, cacheControl: block["cache_control"].flatMap { $0.isNull ? nil : $0 })
  }

  private static func decodeText(_ block: JSON, _ path: String, _ losses: inout Losses) throws(ErrorReply) -> String {
    losses.add("content.citations", if: block["citations"]?.array?.isEmpty == false)
    return try block.requireString(under: "text", path)
  }

  private static func decodeImageSource(_ source: JSON, _ path: String) throws(ErrorReply) -> Media.Source {
    switch try source.requireString(under: "type", path) {
    case "base64":
      return .base64(
        mediaType: try source.requireString(under: "media_type", path),
        data: try source.requireString(under: "data", path)
      )
    case "url": return .url(try source.requireString(under: "url", path))
    case "file": return .file(id: try source.requireString(under: "file_id", path), of: .anthropic)
    case let other: throw .untranslatable("\(path).type", "\(other) is not known here")
    }
  }

  private static func decodeDocument(
    _ block: JSON,
    _ path: String,
    _ losses: inout Losses
  ) throws(ErrorReply) -> Document {
    let source = block["source"] ?? .null
    let path = "\(path).source"
    let decoded: Document.Source =
      switch try source.requireString(under: "type", path) {
      case "base64":
        .base64(
          mediaType: try source.requireString(under: "media_type", path),
          data: try source.requireString(under: "data", path)
        )
      case "url": .url(try source.requireString(under: "url", path))
      case "file": .file(id: try source.requireString(under: "file_id", path), of: .anthropic)
      case "text": .text(try source.requireString(under: "data", path))
      case "content": .blocks(try decode(source["content"] ?? .null, "\(path).content", &losses))
      case let other: throw .untranslatable("\(path).type", "\(other) is not known here")
      }
    return Document(
      source: decoded,
      title: block["title"]?.string,
      context: block["context"]?.string,
      citations: block["citations"].flatMap { $0.isNull ? nil : $0 }
    )
  }

  private static func decodeThinking(_ block: JSON) -> Reasoning {
    let text = block["thinking"]?.string ?? ""
    let signature = block["signature"]?.string ?? ""
    let proof = signature.isEmpty ? nil : SealedProof.open(signature) ?? .signature(signature)
    return Reasoning(text.isEmpty ? [] : [text], proof: proof)
  }

  private static func decodeCall(_ block: JSON, _ path: String) throws(ErrorReply) -> ToolCall {
    ToolCall(
      id: try block.requireString(under: "id", path),
      name: ToolName(try block.requireString(under: "name", path)),
      input: (block["input"] ?? [:]).text
    )
  }

  private static func decodeResult(
    _ block: JSON,
    _ path: String,
    _ losses: inout Losses
  ) throws(ErrorReply) -> ToolResult {
    ToolResult(
      callID: try block.requireString(under: "tool_use_id", path),
      content: try decode(block["content"] ?? .null, "\(path).content", &losses),
      isError: block["is_error"]?.bool ?? false
    )
  }
}
