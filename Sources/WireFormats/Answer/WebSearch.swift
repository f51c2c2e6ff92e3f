/// A search of the web that the provider ran while it answered.
struct WebSearch: Sendable, Equatable {
  /// The provider's name for it.
  var id: String?
  var query: String
  /// What it found.
  var sources: [Source] = []
  var isFailed = false
  /// What the provider itself says of it, for clients that speak its format: Anthropic's `content` of a result, or
  /// OpenAI's `action`.
  var own: Own?

  /// A page that was found.
  struct Source: Sendable, Equatable {
    var url: String
    var title: String?
  }

  /// The provider's own words.
  struct Own: Sendable, Equatable {
    var format: WireFormat
    var value: JSON
  }

  func own(of format: WireFormat) -> JSON? {
    own.flatMap { $0.format == format ? $0.value : nil }
  }
}

/// Where the model has something from.
struct Citation: Sendable, Equatable {
  /// The page, and its title; `nil` for a place in the client's own document.
  var url: String?
  var title: String?
  /// The part of the text that rests on it, counted in Unicode's scalars; all of the block without one.
  var range: Range<Int>?
  /// What the provider itself says of it, for clients that speak its format.
  var own: WebSearch.Own

  func own(of format: WireFormat) -> JSON? {
    own.format == format ? own.value : nil
  }
}

// MARK: - OpenAI

extension WebSearch {
  /// Reads an item of type `web_search_call`.
  init(responses item: JSON) {
    let action = item["action"] ?? .null
    id = item["id"]?.string
    query = action["query"]?.string ?? action["queries"]?.array?.compactMap(\.string).joined(separator: ", ") ?? ""
    sources = (action["sources"]?.array ?? []).compactMap { source in
      source["url"]?.string.map { Source(url: $0, title: source["title"]?.string) }
    }
    isFailed = item["status"]?.string == "failed"
    own = action.members.map { _ in Own(format: .responses, value: action) }
  }

  /// The `action` of an item of type `web_search_call`.
  var action: JSON {
    own(of: .responses)
      ?? [
        "type": "search", "query": .string(query), "queries": [.string(query)],
        "sources": .array(sources.map { ["type": "url", "url": .string($0.url)] }),
      ]
  }
}

extension Citation {
  /// Reads an annotation of Responses, or what stands in one of Chat Completions under its type.
  init?(annotation: JSON, format: WireFormat) {
    let type = annotation["type"]?.string
    let value = format == .chatCompletions ? annotation["url_citation"] ?? .null : annotation
    guard annotation.members != nil else { return nil }
    if type == "url_citation" {
      url = value["url"]?.string
      title = value["title"]?.string
      if let start = value["start_index"]?.count, let end = value["end_index"]?.count, start <= end {
        range = start..<end
      }
    }
    own = WebSearch.Own(format: format, value: annotation)
  }

  /// The annotation of a text of `length` for clients of Responses, or `nil` where OpenAI has no word for it.
  func responsesAnnotation(length: Int) -> JSON? {
    if let own = own(of: .responses) { return own }
    return place(in: length, after: 0).map { .object([.init("type", "url_citation")] + $0) }
  }

  /// The annotation for clients of Chat Completions, whose texts are one.
  ///
  /// - Parameters:
  ///   - length: of this text.
  ///   - start: where it begins in the whole.
  /// - Returns: `nil` where OpenAI has no word for it.
  func chatAnnotation(length: Int, after start: Int) -> JSON? {
    if let own = own(of: .chatCompletions) { return own }
    return place(in: length, after: start).map { ["type": "url_citation", "url_citation": .object($0)] }
  }

  private func place(in length: Int, after start: Int) -> [JSON.Member]? {
    guard let url else { return nil }
    let range = (range ?? 0..<length).clamped(to: 0..<length)
    return [
      .init("start_index", .number(JSONNumber(start + range.lowerBound))),
      .init("end_index", .number(JSONNumber(start + range.upperBound))), .init("url", .string(url)),
      .init("title", .string(title ?? url)),
    ]
  }
}

// MARK: - Anthropic

extension WebSearch {
  /// In the fields in which Anthropic keeps what it found: marks that it was not Anthropic.
  static let foreignMark = "\(SealedProof.name):openai-search"
  private static let prefix = "srvtoolu_"
  private static let foreignPrefix = "\(prefix)ws_"

  /// - Parameters:
  ///   - id: of Anthropic's call.
  ///   - input: what the model searched for, as JSON.
  ///   - result: the block of type `web_search_tool_result`.
  init(id: String?, input: String, result: JSON) {
    let content = result["content"] ?? .null
    self.id = id
    query = (try? JSON(parsing: input.utf8.span))?["query"]?.string ?? ""
    sources = (content.array ?? []).compactMap { found in
      found["url"]?.string.map { Source(url: $0, title: found["title"]?.string) }
    }
    isFailed = content.array == nil
    own = Own(format: .messages, value: content)
  }

  /// The name under which it is told to clients of Messages, whose format demands this beginning.
  ///
  /// - Parameter made: letters, digits, `_` and `-` that no other search has.
  /// - Returns: the provider's own name where it has one, with that beginning.
  func messagesID(_ made: String) -> String {
    let id = id.map { $0.hasPrefix(Self.prefix) ? $0 : Self.prefix + $0 } ?? Self.foreignPrefix + made
    return String(decoding: id.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
  }

  /// The `content` of a block of type `web_search_tool_result`, or `nil` where there is nothing to tell: the provider
  /// looked at a page instead, or does not say what it found.
  var resultContent: JSON? {
    if let own = own(of: .messages) { return own }
    guard !query.isEmpty, !isFailed, !sources.isEmpty else { return nil }
    return .array(
      sources.map { source in
        [
          "type": "web_search_result", "url": .string(source.url), "title": .string(source.title ?? source.url),
          "encrypted_content": .string(Self.foreignMark), "page_age": .null,
        ]
      }
    )
  }

  /// OpenAI's item for a block that ``messagesID(_:)`` has named, on its way back: the thoughts before it must not stand
  /// without it. Of the two blocks the call alone is one.
  static func returned(_ block: JSON) -> JSON? {
    guard isForeign(block), let id = block["id"]?.string else { return nil }
    return [
      "type": "web_search_call", "id": .string(String(id.dropFirst(prefix.count))), "status": "completed",
      "action": ["type": "search", "query": block["input"]?["query"] ?? ""],
    ]
  }

  /// Whether a block of Messages tells of a search that OpenAI ran.
  static func isForeign(_ block: JSON) -> Bool {
    (block["id"] ?? block["tool_use_id"])?.string?.hasPrefix(foreignPrefix) == true
  }
}

extension Citation {
  /// Reads a citation of Anthropic's.
  init(messages value: JSON) {
    if value["type"]?.string == "web_search_result_location" {
      url = value["url"]?.string
      title = value["title"]?.string
    }
    own = WebSearch.Own(format: .messages, value: value)
  }

  /// The citation for clients of Messages, or `nil` where Anthropic has no word for it.
  var messagesCitation: JSON? {
    if let own = own(of: .messages) { return own }
    guard let url else { return nil }
    return [
      "type": "web_search_result_location", "url": .string(url), "title": title.map { .string($0) } ?? .null,
      // OpenAI does not tell the words that it read.
      "cited_text": "", "encrypted_index": .string(WebSearch.foreignMark),
    ]
  }
}
