/// Tools and their choice as Responses writes them.
enum ResponsesTools {
  static func decode(_ value: JSON, _ path: String) throws(ErrorReply) -> [Tool] {
    var tools: [Tool] = []
    for (index, tool) in try value.requireArray(path).enumerated() {
      tools.append(try decodeTool(tool, "\(path)[\(index)]"))
    }
    return tools
  }

  private static func decodeTool(_ tool: JSON, _ path: String) throws(ErrorReply) -> Tool {
    switch try tool.requireString(under: "type", path) {
    case "function":
      return .function(
        FunctionTool(
          name: try tool.requireString(under: "name", path),
          description: tool["description"]?.string,
          parameters: tool["parameters"].flatMap { $0.isNull ? nil : $0 },
          strict: tool["strict"]?.bool,
          deferLoading: tool["defer_loading"]?.bool ?? false
        )
      )
    case "custom":
      let format = tool["format"]
      let isGrammar = format?["type"]?.string == "grammar"
      return .custom(
        CustomTool(
          name: try tool.requireString(under: "name", path),
          description: tool["description"]?.string,
          grammar: isGrammar ? try CustomTool.Grammar(format ?? .null, path) : nil,
          deferLoading: tool["defer_loading"]?.bool ?? false
        )
      )
    case "namespace":
      return .namespace(
        name: try tool.requireString(under: "name", path),
        description: tool["description"]?.string,
        tools: try decode(tool["tools"] ?? [], "\(path).tools")
      )
    case "tool_search" where tool["execution"]?.string == "client":
      return .toolSearch(description: tool["description"]?.string, parameters: tool["parameters"])
    case let type: return .native(.responses, type: type, tool)
    }
  }

  static func decodeChoice(_ value: JSON, _ path: String) throws(ErrorReply) -> ToolChoice {
    switch value.string ?? value["type"]?.string {
    case "auto": return .auto
    case "none": return .none
    case "required": return .required
    case "function": return .tool(try chosenName(value, path), .function)
    case "custom": return .tool(try chosenName(value, path), .custom)
    case "allowed_tools":
      var names: [ToolName] = []
      for tool in try (value["tools"] ?? .null).requireArray("\(path).tools") {
        // A provider's own tool has no name, and is no one's to call elsewhere.
        if tool["name"] != nil { names.append(try chosenName(tool, "\(path).tools")) }
      }
      return .allowed(names, isRequired: value["mode"]?.string == "required")
    case let type?: return .native(.responses, type: type, value)
    case nil: throw .untranslatable(path, "this form of it is not known here")
    }
  }

  private static func chosenName(_ value: JSON, _ path: String) throws(ErrorReply) -> ToolName {
    ToolName(try value.requireString(under: "name", path), namespace: value["namespace"]?.string)
  }

  /// Writes a tool and what is in it.
  static func encode(_ tool: Tool, namespace: String?, _ names: ToolNames, into json: inout JSONWriter) {
    switch tool {
    case .function(let function):
      json.object { json in
        json.member("type", "function")
        json.member("name", names.upstreamName(of: ToolName(function.name, namespace: namespace)))
        if let description = function.description { json.member("description", description) }
        // Silence would mean yes, and most schemas are not written for it.
        json.member("strict", function.strict ?? false)
        if function.deferLoading { json.member("defer_loading", true) }
        json.member("parameters", function.parameters ?? ["type": "object", "properties": [:]])
      }
    case .custom(let custom):
      json.object { json in
        json.member("type", "custom")
        json.member("name", names.upstreamName(of: ToolName(custom.name, namespace: namespace)))
        if let description = custom.description { json.member("description", description) }
        if custom.deferLoading { json.member("defer_loading", true) }
        if let grammar = custom.grammar {
          json.key("format")
          json.object { json in
            json.member("type", "grammar")
            json.member("syntax", grammar.syntax)
            json.member("definition", grammar.definition)
          }
        }
      }
    case .namespace(let name, let description, let tools):
      json.object { json in
        json.member("type", "namespace")
        json.member("name", name)
        if let description { json.member("description", description) }
        json.key("tools")
        json.array { json in for tool in tools { encode(tool, namespace: name, names, into: &json) } }
      }
    case .toolSearch(let description, let parameters):
      json.object { json in
        json.member("type", "tool_search")
        json.member("execution", "client")
        if let description { json.member("description", description) }
        if let parameters { json.member("parameters", parameters) }
      }
    case .native(.responses, _, let value): json.value(value)
    case .native: break
    }
  }

  static func encode(_ choice: ToolChoice, _ names: ToolNames, into json: inout JSONWriter) {
    switch choice {
    case .auto: json.string("auto")
    case .none: json.string("none")
    case .required: json.string("required")
    case .tool(let name, let kind): json.value(chosen(name, kind, names))
    case .allowed(let allowed, let isRequired):
      json.object { json in
        json.member("type", "allowed_tools")
        json.member("mode", isRequired ? "required" : "auto")
        json.member("tools", .array(allowed.map { chosen($0, names.kind(of: $0), names) }))
      }
    // As the only choice among the tools: OpenAI lists no form of its own for this one.
    case .webSearch:
      json.value(["type": "allowed_tools", "mode": "required", "tools": [["type": .string(WebSearchTool.name)]]])
    case .native(_, _, let value): json.value(value)
    }
  }

  private static func chosen(_ name: ToolName, _ kind: ToolKind, _ names: ToolNames) -> JSON {
    var members: [JSON.Member] = [
      .init("type", kind == .custom ? "custom" : "function"), .init("name", .string(names.upstreamName(of: name))),
    ]
    if let namespace = name.namespace { members.append(.init("namespace", .string(namespace))) }
    return .object(members)
  }
}
