/// Gathers the items of a Responses request into turns.
///
/// What the model produced in one go (thoughts, text, calls) is several items there, and one turn everywhere else.
struct ResponsesItems {
  private(set) var messages: [Message] = []
  /// Tools that items bring with them.
  private(set) var tools: [Tool] = []
  private(set) var losses = Losses()

  /// Reads `input`: a string, or items.
  mutating func read(_ input: JSON) throws(ErrorReply) {
    if let text = input.string {
      messages.append(Message(.user, [Block(.text(text))]))
      return
    }
    let items = try input.requireArray("input")
    messages.reserveCapacity(items.count)
    for (index, item) in items.enumerated() { try readItem(item, "input[\(index)]") }
  }

  private mutating func readItem(_ item: JSON, _ path: String) throws(ErrorReply) {
    // A message may leave its type out.
    switch item["type"]?.string ?? (item["role"] == nil ? "item_reference" : "message") {
    case "message": try readMessage(item, path)
    case "reasoning": append(.reasoning(ResponsesContent.decodeReasoning(item)))
    case "function_call":
      let name = ToolName(try item.requireString(under: "name", path), namespace: item["namespace"]?.string)
      append(
        .toolCall(
          ToolCall(
            id: try item.requireString(under: "call_id", path),
            name: name,
            input: try item.requireString(under: "arguments", path)
          )
        )
      )
    case "custom_tool_call":
      let name = ToolName(try item.requireString(under: "name", path), namespace: item["namespace"]?.string)
      append(
        .toolCall(
          ToolCall(
            id: try item.requireString(under: "call_id", path),
            name: name,
            kind: .custom,
            input: try item.requireString(under: "input", path)
          )
        )
      )
    case "tool_search_call" where item["call_id"]?.string != nil:
      append(
        .toolCall(
          ToolCall(
            id: try item.requireString(under: "call_id", path),
            name: ToolName("tool_search"),
            kind: .toolSearch,
            input: (item["arguments"] ?? [:]).text
          )
        )
      )
    case "function_call_output": try readOutput(item, .function, path)
    case "custom_tool_call_output": try readOutput(item, .custom, path)
    case "tool_search_output" where item["call_id"]?.string != nil: try readFoundTools(item, path)
    case "additional_tools": tools += try ResponsesTools.decode(item["tools"] ?? [], "\(path).tools")
    case "item_reference":
      throw .untranslatable(path, "what it refers to is kept by OpenAI alone; send the item itself")
    // Items that only OpenAI has; a call and its output are left out together.
    case let type where type.hasSuffix("_output"): messages.append(Message(.user, [Block(.native(.responses, item))]))
    default: append(.native(.responses, item))
    }
  }

  private mutating func readMessage(_ item: JSON, _ path: String) throws(ErrorReply) {
    let content = try ResponsesContent.decode(item["content"] ?? .null, "\(path).content")
    switch try item.requireString(under: "role", path) {
    case "user": messages.append(Message(.user, content))
    case "system": messages.append(Message(.system, content))
    case "developer": messages.append(Message(.developer, content))
    case "assistant": for block in content { append(block.content) }
    case let other: throw .untranslatable("\(path).role", "\(other) is not known here")
    }
  }

  /// Adds to the model's turn, or begins one.
  private mutating func append(_ content: Content) {
    if let last = messages.indices.last, messages[last].role == .assistant {
      messages[last].content.append(Block(content))
    } else {
      messages.append(Message(.assistant, [Block(content)]))
    }
  }

  private mutating func readOutput(_ item: JSON, _ kind: ToolKind, _ path: String) throws(ErrorReply) {
    let content = try ResponsesContent.decode(item["output"] ?? .null, "\(path).output")
    let id = try item.requireString(under: "call_id", path)
    append(ToolResult(callID: id, kind: kind, content: content))
  }

  /// The tools that a search found can be called from now on.
  private mutating func readFoundTools(_ item: JSON, _ path: String) throws(ErrorReply) {
    let found = try ResponsesTools.decode(item["tools"] ?? [], "\(path).tools")
    tools += found
    let names = found.flatMap { $0.names(in: nil) }
    append(
      ToolResult(
        callID: try item.requireString(under: "call_id", path),
        kind: .toolSearch,
        content: names.isEmpty ? [Block(.text("No tool was found."))] : names.map { Block(.toolReference($0)) }
      )
    )
  }

  private mutating func append(_ result: ToolResult) {
    messages.appendResult(result)
  }
}

extension Tool {
  /// The names of the tool, or of those in the namespace.
  fileprivate func names(in namespace: String?) -> [ToolName] {
    switch self {
    case .function(let tool): [ToolName(tool.name, namespace: namespace)]
    case .custom(let tool): [ToolName(tool.name, namespace: namespace)]
    case .namespace(let name, _, let tools): tools.flatMap { $0.names(in: name) }
    case .toolSearch, .native: []
    }
  }
}
