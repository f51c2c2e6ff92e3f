/// The parts of a Responses message, and of a tool's output.
enum ResponsesContent {
  /// Reads `content` or `output`: a string, parts, or nothing.
  static func decode(_ content: JSON, _ path: String) throws(ErrorReply) -> [Block] {
    switch content {
    case .null: return []
    case .string(let text): return [Block(.text(text))]
    case .array(let parts):
      var blocks: [Block] = []
      blocks.reserveCapacity(parts.count)
      for (index, part) in parts.enumerated() { blocks.append(Block(try decodePart(part, "\(path)[\(index)]"))) }
      return blocks
    default: throw .mistyped(path, "a string or an array")
    }
  }

  private static func decodePart(_ part: JSON, _ path: String) throws(ErrorReply) -> Content {
    switch try part.requireString(under: "type", path) {
    case "input_text", "output_text", "text": return .text(try part.requireString(under: "text", path))
    case "refusal": return .refusal(try part.requireString(under: "refusal", path))
    case "input_image":
      let detail = Media.detail(part["detail"])
      if let id = part["file_id"]?.string { return .image(Media(source: .file(id: id, of: .openAI), detail: detail)) }
      return .image(Media(source: .init(url: try part.requireString(under: "image_url", path)), detail: detail))
    case "input_file":
      return .document(Document(source: try decodeFile(part, path), title: part["filename"]?.string))
    case "input_audio":
      guard let audio = part["input_audio"] else { throw .missing("\(path).input_audio") }
      return .audio(
        data: try audio.requireString(under: "data", "\(path).input_audio"),
        format: try audio.requireString(under: "format", "\(path).input_audio")
      )
    case let other: throw .untranslatable("\(path).type", "\(other) is not known here")
    }
  }

  private static func decodeFile(_ part: JSON, _ path: String) throws(ErrorReply) -> Document.Source {
    if let id = part["file_id"]?.string { return .file(id: id, of: .openAI) }
    if let url = part["file_url"]?.string { return .url(url) }
    return .init(fileData: try part.requireString(under: "file_data", path))
  }

  /// Reads an item of thoughts: their summary, or themselves where there is none.
  static func decodeReasoning(_ item: JSON) -> Reasoning {
    func texts(_ key: String) -> [String] { (item[key]?.array ?? []).compactMap { $0["text"]?.string } }
    let summary = texts("summary")
    var reasoning = Reasoning(summary.isEmpty ? texts("content") : summary)
    if let encrypted = item["encrypted_content"]?.string, !encrypted.isEmpty {
      reasoning.proof = SealedProof.open(encrypted) ?? .encrypted(id: item["id"]?.string, encrypted)
    }
    return reasoning
  }

  /// Writes parts; a single text as a string, where `isString` allows it.
  static func encode(
    _ blocks: [Block],
    textType: StaticString,
    isString: Bool,
    _ losses: inout Losses,
    into json: inout JSONWriter
  ) throws(ErrorReply) {
    if isString, blocks.count == 1, let text = blocks[0].text { return json.string(text) }
    try json.array { json throws(ErrorReply) in
      for block in blocks { try encodePart(block.content, textType, &losses, into: &json) }
    }
  }

  private static func encodePart(
    _ content: Content,
    _ textType: StaticString,
    _ losses: inout Losses,
    into json: inout JSONWriter
  ) throws(ErrorReply) {
    switch content {
    case .text(let text): encodeText(text, textType, into: &json)
    case .refusal(let text):
      json.object { json in
        json.member("type", "refusal")
        json.member("refusal", text)
      }
    case .image(let image):
      if case .file(_, .anthropic) = image.source { throw .foreignFile }
      json.object { json in
        json.member("type", "input_image")
        if case .file(let id, _) = image.source { json.member("file_id", id) }
        if let url = image.source.url { json.member("image_url", url) }
        json.member("detail", image.detail ?? "auto")
      }
    case .document(let document): try encodeDocument(document, textType, &losses, into: &json)
    case .audio(let data, let format):
      json.object { json in
        json.member("type", "input_audio")
        json.member("input_audio", ["data": .string(data), "format": .string(format)])
      }
    case .native(let format, let value):
      if let text = try Block.textForNative(format, value, &losses) { encodeText(text, textType, into: &json) }
    case .toolReference(let name): encodeText(name.name, textType, into: &json)
    case .reasoning, .toolCall, .toolResult: break
    }
  }

  private static func encodeText(_ text: String, _ type: StaticString, into json: inout JSONWriter) {
    json.object { json in
      json.key("type")
      json.string(type.description)
      json.member("text", text)
    }
  }

  private static func encodeDocument(
    _ document: Document,
    _ textType: StaticString,
    _ losses: inout Losses,
    into json: inout JSONWriter
  ) throws(ErrorReply) {
    if let blocks = document.inlineBlocks {
      for block in blocks { try encodePart(block.content, textType, &losses, into: &json) }
      return
    }
    try json.object { json throws(ErrorReply) in
      json.member("type", "input_file")
      switch document.source {
      case .base64(let mediaType, let data):
        // OpenAI tells the kind of file by its name.
        json.member("filename", document.title ?? "document.pdf")
        json.member("file_data", "data:\(mediaType);base64,\(data)")
      case .url(let url):
        if let title = document.title { json.member("filename", title) }
        json.member("file_url", url)
      case .file(let id, .openAI):
        if let title = document.title { json.member("filename", title) }
        json.member("file_id", id)
      case .file: throw .foreignFile
      case .text, .blocks: break
      }
    }
  }
}
