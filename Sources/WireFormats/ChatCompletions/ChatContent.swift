/// The parts of a Chat Completions message.
enum ChatContent {
  /// Reads `content`: a string, parts, or nothing.
  static func decode(_ content: JSON, _ path: String) throws(ErrorReply) -> [Block] {
    switch content {
    case .null: return []
    case .string(let text): return [Block(.text(text))]
    case .array(let parts):
      var blocks: [Block] = []
      for (index, part) in parts.enumerated() { blocks.append(Block(try decodePart(part, "\(path)[\(index)]"))) }
      return blocks
    default: throw .mistyped(path, "a string or an array")
    }
  }

  private static func decodePart(_ part: JSON, _ path: String) throws(ErrorReply) -> Content {
    switch try part.requireString(under: "type", path) {
    case "text": return .text(try part.requireString(under: "text", path))
    case "refusal": return .refusal(try part.requireString(under: "refusal", path))
    case "image_url":
      guard let image = part["image_url"] else { throw .missing("\(path).image_url") }
      // Some clients write the URL without the object around it.
      if let url = image.string { return .image(Media(source: .init(url: url))) }
      let url = try image.requireString(under: "url", "\(path).image_url")
      return .image(Media(source: .init(url: url), detail: Media.detail(image["detail"])))
    case "input_audio":
      guard let audio = part["input_audio"] else { throw .missing("\(path).input_audio") }
      return .audio(
        data: try audio.requireString(under: "data", "\(path).input_audio"),
        format: try audio.requireString(under: "format", "\(path).input_audio")
      )
    case "file":
      guard let file = part["file"] else { throw .missing("\(path).file") }
      return .document(Document(source: try fileSource(file, "\(path).file"), title: file["filename"]?.string))
    case let other: throw .untranslatable("\(path).type", "\(other) is not known here")
    }
  }

  private static func fileSource(_ file: JSON, _ path: String) throws(ErrorReply) -> Document.Source {
    if let id = file["file_id"]?.string { return .file(id: id, of: .openAI) }
    return .init(fileData: try file.requireString(under: "file_data", path))
  }

  /// Writes a message's `content`: a string where one text is all there is, else parts.
  static func encode(_ blocks: [Block], _ losses: inout Losses, into json: inout JSONWriter) throws(ErrorReply) {
    if blocks.count == 1, let text = blocks[0].text { return json.string(text) }
    try json.array { json throws(ErrorReply) in
      for block in blocks { try encodePart(block.content, &losses, into: &json) }
    }
  }

  private static func encodePart(
    _ content: Content,
    _ losses: inout Losses,
    into json: inout JSONWriter
  ) throws(ErrorReply) {
    switch content {
    case .text(let text): encodeText(text, into: &json)
    case .image(let image):
      guard let url = image.source.url else { throw .foreignFile }
      json.object { json in
        json.member("type", "image_url")
        json.key("image_url")
        json.object { json in
          json.member("url", url)
          if let detail = image.detail { json.member("detail", detail) }
        }
      }
    case .audio(let data, let format):
      json.object { json in
        json.member("type", "input_audio")
        json.member("input_audio", ["data": .string(data), "format": .string(format)])
      }
    case .document(let document): try encodeDocument(document, &losses, into: &json)
    case .native(let format, let value):
      if let text = try Block.textForNative(format, value, &losses) { encodeText(text, into: &json) }
    case .refusal(let text): encodeText(text, into: &json)
    case .reasoning, .toolCall, .toolResult, .toolReference: break
    }
  }

  private static func encodeText(_ text: String, into json: inout JSONWriter) {
    json.object { json in
      json.member("type", "text")
      json.member("text", text)
    }
  }

  private static func encodeDocument(
    _ document: Document,
    _ losses: inout Losses,
    into json: inout JSONWriter
  ) throws(ErrorReply) {
    if let blocks = document.inlineBlocks {
      for block in blocks { try encodePart(block.content, &losses, into: &json) }
      return
    }
    var file: [JSON.Member] = []
    if let title = document.title { file.append(.init("filename", .string(title))) }
    switch document.source {
    case .base64(let mediaType, let data):
      if file.isEmpty { file.append(.init("filename", "document.pdf")) }
      file.append(.init("file_data", .string("data:\(mediaType);base64,\(data)")))
    case .file(let id, .openAI): file.append(.init("file_id", .string(id)))
    case .file: throw .foreignFile
    case .url: throw .untranslatable("document", "Chat Completions takes no documents by URL")
    case .text, .blocks: break
    }
    json.object { json in
      json.member("type", "file")
      json.member("file", .object(file))
    }
  }
}

extension ErrorReply {
  /// A file that one provider keeps, asked of another.
  static var foreignFile: ErrorReply {
    .untranslatable("file_id", "only the provider that keeps the file knows it; send its contents")
  }
}

extension Document.Source {
  /// What OpenAI's `file_data` holds: a data URL, or base64 alone.
  init(fileData: String) {
    if case .base64(let mediaType, let data) = Media.Source(url: fileData) {
      self = .base64(mediaType: mediaType, data: data)
    } else {
      self = .base64(mediaType: "application/pdf", data: fileData)
    }
  }
}
