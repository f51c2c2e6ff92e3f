/// Tools and their choice as Messages writes them.
enum MessagesTools {
  static func decode(_ tool: JSON, _ path: String) throws(ErrorReply) -> Tool {
    if let type = tool["type"]?.string, type != "custom" { return .native(.messages, type: type, tool) }
    return .function(
      FunctionTool(
        name: try tool.requireString(under: "name", path),
        description: tool["description"]?.string,
        parameters: tool["input_schema"].flatMap { $0.isNull ? nil : $0 },
        strict: tool["strict"]?.bool,
        deferLoading: tool["defer_loading"]?.bool ?? false,
        cacheControl: tool["cache_control"].flatMap { $0.isNull ? nil : $0 }
      )
    )
  }

  static func decodeChoice(_ value: JSON, _ path: String) throws(ErrorReply) -> ToolChoice {
    switch try value.requireString(under: "type", path) {
    case "auto": return .auto
    case "any": return .required
    case "none": return .none
    case "tool": return .tool(ToolName(try value.requireString(under: "name", path)), .function)
    case let other: throw .untranslatable("\(path).type", "\(other) is not known here")
    }
  }

  static func encode(_ tool: FlatTool, isDeferred: Bool, cacheControl: JSON?, into json: inout JSONWriter) {
    json.object { json in
      json.member("name", tool.name)
      if let description = tool.description { json.member("description", description) }
      json.member("input_schema", schema(tool.parameters))
      if let strict = tool.strict, strict { json.member("strict", true) }
      if isDeferred { json.member("defer_loading", true) }
      if let cacheControl { json.member("cache_control", cacheControl) }
    }
  }

  /// Anthropic demands an object's schema.
  private static func schema(_ parameters: JSON?) -> JSON {
    guard let members = parameters?.members else { return ["type": "object", "properties": [:]] }
    return members.contains { $0.key == "type" } ? .object(members) : .object([.init("type", "object")] + members)
  }
}
