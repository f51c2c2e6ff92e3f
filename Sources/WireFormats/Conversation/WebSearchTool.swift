/// A search of the web that the provider itself runs, in no wire format.
struct WebSearchTool: Sendable, Equatable {
  /// The only domains to search: an array.
  var allowedDomains: JSON?
  /// Domains to leave out (Anthropic only): an array.
  var blockedDomains: JSON?
  /// Where the user is: `city`, `region`, `country` and `timezone`, as far as the client says.
  var location: [JSON.Member]?
  /// How much of what is found the model is to read (OpenAI only): `low`, `medium` or `high`.
  var contextSize: JSON?
  /// How often it may search.
  var maximumUses: JSON?
  /// Members that no other format has a word for.
  var others: [String] = []

  /// The name that Anthropic demands for it.
  static let name = "web_search"

  /// Whether a tool of this type searches the web.
  static func isType(_ type: String) -> Bool { type.hasPrefix(name) }

  /// The search that a provider's own tool stands for.
  ///
  /// - Returns: `nil` for another tool, and for one that may only look into the provider's cache, which no other
  ///   provider has: it must not become a search of the web itself.
  init?(_ type: String, _ tool: JSON) {
    guard Self.isType(type), tool["external_web_access"]?.bool != false else { return nil }
    read(tool)
  }

  /// The search that `web_search_options` of Chat Completions asks for.
  init(options: JSON) {
    read(options)
  }

  private mutating func read(_ value: JSON) {
    for member in value.members ?? [] where !member.value.isNull {
      switch member.key {
      case "type", "name", "cache_control", "external_web_access": break
      case "allowed_domains": allowedDomains = member.value
      case "blocked_domains": blockedDomains = member.value
      case "filters": read(member.value)
      case "max_uses": maximumUses = member.value
      case "search_context_size": contextSize = member.value
      case "user_location":
        // Chat Completions has the place one level deeper.
        let place = member.value["approximate"]?.members ?? member.value.members ?? []
        location = place.filter { $0.key != "type" && !$0.value.isNull }
      default: others.append(member.key)
      }
    }
  }
}

extension Conversation {
  /// Puts the search that the client's format calls a provider's own tool in the place where the upstream's format finds
  /// it, if the model behind it searches the web as well. Where it does not, the tool stays what it is: foreign.
  mutating func resolveWebSearch(for upstream: WireFormat, _ names: ToolNames, _ traits: UpstreamTraits) {
    guard traits.webSearch.contains(upstream) else { return }
    // A tool of the client's own has the name that Anthropic's must have.
    guard upstream != .messages || names.original(of: WebSearchTool.name) == nil else { return }
    guard var search = offeredWebSearch else { return }
    tools.removeAll { $0.webSearch != nil }
    native.removeAll { $0.key == "web_search_options" }
    // It counts the calls of all tools of the provider's, of which this one is left.
    if let limit = native.first(where: { $0.key == "max_tool_calls" }) {
      search.maximumUses = limit.value
      native.removeAll { $0.key == "max_tool_calls" }
    }
    webSearch = search
    switch toolChoice {
    case .native(_, let type, _)? where WebSearchTool.isType(type): toolChoice = .webSearch
    case .tool(let name, _)? where origin == .messages && name.name == WebSearchTool.name: toolChoice = .webSearch
    default: break
    }
  }

  private var offeredWebSearch: WebSearchTool? {
    if origin == .chatCompletions {
      return native.first { $0.key == "web_search_options" }.map { WebSearchTool(options: $0.value) }
    }
    return tools.lazy.compactMap(\.webSearch).first
  }
}

extension Tool {
  fileprivate var webSearch: WebSearchTool? {
    guard case .native(_, let type, let value) = self else { return nil }
    return WebSearchTool(type, value)
  }
}

extension WebSearchTool {
  /// The tool in Anthropic's words.
  func messagesTool(_ losses: inout Losses) -> JSON {
    lose(["search_context_size": contextSize], &losses)
    var members: [JSON.Member] = [.init("type", "web_search_20250305"), .init("name", .string(Self.name))]
    if let maximumUses { members.append(.init("max_uses", maximumUses)) }
    if let allowedDomains { members.append(.init("allowed_domains", allowedDomains)) }
    if let blockedDomains { members.append(.init("blocked_domains", blockedDomains)) }
    if let location { members.append(.init("user_location", Self.approximate(location))) }
    return .object(members)
  }

  /// The tool in the words of Responses. How often it may be used stands beside the tools there.
  func responsesTool(_ losses: inout Losses) -> JSON {
    lose(["blocked_domains": blockedDomains], &losses)
    var members: [JSON.Member] = [.init("type", .string(Self.name))]
    if let allowedDomains { members.append(.init("filters", ["allowed_domains": allowedDomains])) }
    if let location { members.append(.init("user_location", Self.approximate(location))) }
    if let contextSize { members.append(.init("search_context_size", contextSize)) }
    return .object(members)
  }

  /// The `web_search_options` of Chat Completions.
  func chatOptions(_ losses: inout Losses) -> JSON {
    lose(
      ["max_uses": maximumUses, "allowed_domains": allowedDomains, "blocked_domains": blockedDomains],
      &losses
    )
    var members: [JSON.Member] = []
    if let location {
      members.append(.init("user_location", ["type": "approximate", "approximate": .object(location)]))
    }
    if let contextSize { members.append(.init("search_context_size", contextSize)) }
    return .object(members)
  }

  private static func approximate(_ location: [JSON.Member]) -> JSON {
    .object([.init("type", "approximate")] + location)
  }

  private func lose(_ members: KeyValuePairs<String, JSON?>, _ losses: inout Losses) {
    for (name, value) in members { losses.add("\(Self.name).\(name)", if: value != nil) }
    for name in others { losses.add("\(Self.name).\(name)") }
  }
}
