/// Tools, their choice and their calls as Chat Completions writes them.
enum ChatTools {
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
      guard let function = tool["function"] else { throw .missing("\(path).function") }
      return .function(
        FunctionTool(
          name: try function.requireString(under: "name", "\(path).function"),
          description: function["description"]?.string,
          parameters: function["parameters"].flatMap { $0.isNull ? nil : $0 },
          strict: function["strict"]?.bool
        )
      )
    case "custom":
      guard let custom = tool["custom"] else { throw .missing("\(path).custom") }
      let grammar = custom["format"]?["grammar"]
      return .custom(
        CustomTool(
          name: try custom.requireString(under: "name", "\(path).custom"),
          description: custom["description"]?.string,
          grammar: try grammar.map { grammar throws(ErrorReply) in try CustomTool.Grammar(grammar, path) }
        )
      )
    case let type: return .native(.chatCompletions, type: type, tool)
    }
  }

  static func decodeChoice(_ value: JSON, _ path: String) throws(ErrorReply) -> ToolChoice {
    switch value.string ?? value["type"]?.string {
    case "auto": return .auto
    case "none": return .none
    case "required": return .required
    case "function": return .tool(ToolName(try chosenName(value, "function", path)), .function)
    case "custom": return .tool(ToolName(try chosenName(value, "custom", path)), .custom)
    case "allowed_tools":
      let allowed = value["allowed_tools"] ?? .null
      var names: [ToolName] = []
      for tool in try (allowed["tools"] ?? .null).requireArray("\(path).allowed_tools.tools") {
        let type = tool["type"]?.string ?? "function"
        names.append(ToolName(try chosenName(tool, type, "\(path).allowed_tools.tools")))
      }
      return .allowed(names, isRequired: allowed["mode"]?.string == "required")
    default: throw .untranslatable(path, "this form of it is not known here")
    }
  }

  private static func chosenName(_ value: JSON, _ type: String, _ path: String) throws(ErrorReply) -> String {
    try (value[type] ?? .null).requireString(under: "name", "\(path).\(type)")
  }

  static func decodeCall(_ call: JSON, _ path: String) throws(ErrorReply) -> ToolCall {
    let id = try call.requireString(under: "id", path)
    if let custom = call["custom"] {
      let name = ToolName(try custom.requireString(under: "name", "\(path).custom"))
      return ToolCall(id: id, name: name, kind: .custom, input: custom["input"]?.string ?? "")
    }
    guard let function = call["function"] else { throw .missing("\(path).function") }
    let name = ToolName(try function.requireString(under: "name", "\(path).function"))
    // The arguments are a string by rule, and an object with some imitators.
    let arguments = function["arguments"]
    let text = arguments?.string ?? arguments.flatMap { $0.isNull ? nil : $0.text } ?? ""
    return ToolCall(id: id, name: name, input: text)
  }

  static func encode(_ tool: FlatTool, into json: inout JSONWriter) {
    json.object { json in
      json.member("type", tool.customFormat == nil ? "function" : "custom")
      json.key(tool.customFormat == nil ? "function" : "custom")
      json.object { json in
        json.member("name", tool.name)
        if let description = tool.description { json.member("description", description) }
        if let grammar = tool.customFormat?.grammar {
          json.member("format", ["type": "grammar", "grammar": grammar.json])
        }
        if let parameters = tool.parameters { json.member("parameters", parameters) }
        // No is what silence means.
        if tool.strict == true { json.member("strict", true) }
      }
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
        json.member(
          "allowed_tools",
          [
            "mode": isRequired ? "required" : "auto",
            "tools": .array(allowed.map { chosen($0, names.kind(of: $0), names) }),
          ]
        )
      }
    // The models that search in this format always do.
    case .webSearch: json.string("auto")
    case .native(_, _, let value): json.value(value)
    }
  }

  private static func chosen(_ name: ToolName, _ kind: ToolKind, _ names: ToolNames) -> JSON {
    let type = kind == .custom && names.abilities.hasCustomTools ? "custom" : "function"
    return ["type": .string(type), type: ["name": .string(names.upstreamName(of: name))]]
  }

  static func encode(_ call: ToolCall, _ names: ToolNames, into json: inout JSONWriter) {
    let name = names.upstreamName(of: call.name)
    json.object { json in
      json.member("id", call.id)
      if call.kind == .custom, names.abilities.hasCustomTools {
        json.member("type", "custom")
        json.member("custom", ["name": .string(name), "input": .string(call.input)])
      } else {
        json.member("type", "function")
        let arguments = call.kind == .custom ? CustomTool.wrapped(call.input) : call.input
        json.member("function", ["name": .string(name), "arguments": .string(arguments)])
      }
    }
  }
}

extension CustomTool.Grammar {
  init(_ value: JSON, _ path: String) throws(ErrorReply) {
    self.init(
      syntax: value["syntax"]?.string ?? "lark",
      definition: try value.requireString(under: "definition", "\(path).format")
    )
  }

  var json: JSON { ["syntax": .string(syntax), "definition": .string(definition)] }
}
