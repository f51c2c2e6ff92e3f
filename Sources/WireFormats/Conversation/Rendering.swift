/// What a format that has no field for something says in plain text instead.
enum Rendering {
  /// Instructions that come in the middle, for a model that takes them at the beginning only. The tag is the one that
  /// Claude Code itself falls back to.
  static func reminder(_ text: String) -> String {
    "<system-reminder>\n\(text)\n</system-reminder>"
  }

  /// A document whose text is known.
  static func document(_ text: String, title: String?, context: String?) -> String {
    var lines = ["<document>"]
    if let title { lines.append("Title: \(title)") }
    if let context { lines.append("Context: \(context)") }
    lines += [text, "</document>"]
    return lines.joined(separator: "\n")
  }

  /// The text of a failed tool, for the formats that cannot mark it as such. Most tools say so themselves.
  static func failure(_ text: String) -> String {
    let isPlain = ["Error", "error", "<tool_use_error>"].contains { text.hasPrefix($0) }
    return isPlain ? text : "Error: \(text)"
  }

  /// A Messages block of search results, which are text after all.
  static func searchResult(_ block: JSON) -> String? {
    guard block["type"]?.string == "search_result", let parts = block["content"]?.array else { return nil }
    let text = parts.compactMap { $0["text"]?.string }.joined(separator: "\n")
    return document(text, title: block["title"]?.string, context: block["source"]?.string)
  }
}

extension Document {
  /// The document as blocks of text and images, if its text is known.
  var inlineBlocks: [Block]? {
    switch source {
    case .text(let text): [Block(.text(Rendering.document(text, title: title, context: context)))]
    case .blocks(let blocks): blocks
    case .base64, .url, .file: nil
    }
  }
}

extension Block {
  /// Notes a part that only another format has.
  ///
  /// - Returns: the text that can stand for it, if there is one.
  /// - Throws: a 400 where leaving it out would lose the conversation itself.
  static func textForNative(
    _ format: WireFormat,
    _ value: JSON,
    _ losses: inout Losses
  ) throws(ErrorReply) -> String? {
    if let text = Rendering.searchResult(value) { return text }
    let type = value["type"]?.string ?? "content"
    if ["compaction", "compaction_trigger", "compaction_summary", "context_compaction"].contains(type) {
      throw .untranslatable(type, "only the provider that compacted the conversation can read it; start a new session")
    }
    losses.add("content.\(type)")
    return nil
  }
}
