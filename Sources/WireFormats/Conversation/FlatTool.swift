/// A tool as Chat Completions and Messages can offer it: a name and a schema.
struct FlatTool: Sendable, Equatable {
  let name: String
  let description: String?
  let parameters: JSON?
  let strict: Bool?
  let cacheControl: JSON?
  /// Set where the upstream takes free text itself.
  let customFormat: CustomFormat?

  /// The format of a tool that takes free text.
  struct CustomFormat: Sendable, Equatable {
    let grammar: CustomTool.Grammar?
  }
}

extension Conversation {
  /// The tools with their namespaces and kinds flattened, each name once.
  ///
  /// - Parameters:
  ///   - names: the upstream's names.
  ///   - upstream: the format to translate to.
  ///   - losses: gets the provider-run tools that are left out.
  /// - Returns: what to offer.
  /// - Throws: a 400 if all that was offered, or what must be called, is a tool that only another provider has.
  func flatTools(
    _ names: ToolNames,
    for upstream: WireFormat,
    _ losses: inout Losses
  ) throws(ErrorReply) -> [FlatTool] {
    try checkNativeTools(for: upstream, &losses)
    var flat: [FlatTool] = []
    var seen: Set<String> = []
    func visit(_ tool: Tool, _ namespace: String?) {
      guard let tool = tool.flat(names, namespace: namespace, &losses) else {
        if case .namespace(let name, let description, let tools) = tool {
          losses.add("tools.namespace.description", if: description != nil)
          for tool in tools { visit(tool, name) }
        }
        return
      }
      if seen.insert(tool.name).inserted { flat.append(tool) }
    }
    for tool in tools { visit(tool, nil) }
    return flat
  }

  /// Those of `tools` that may be called, for formats and models that cannot be told so.
  func allowed(_ tools: [FlatTool], _ names: ToolNames) -> [FlatTool] {
    guard case .allowed(let allowed, _)? = toolChoice else { return tools }
    let allowedNames = Set(allowed.map(names.upstreamName))
    return tools.filter { allowedNames.contains($0.name) }
  }

  /// Notes the tools of another provider's own, which are left out.
  ///
  /// - Throws: a 400 if nothing would be left: an answer without the tool would pass for one with it.
  func checkNativeTools(for upstream: WireFormat, _ losses: inout Losses) throws(ErrorReply) {
    if case .native(let format, let type, _)? = toolChoice, format != upstream {
      throw .untranslatable("tool_choice", Self.foreignTool(type))
    }
    var foreign: String?
    var others = false
    for tool in tools {
      guard case .native(let format, let type, _) = tool, format != upstream else {
        others = true
        continue
      }
      foreign = foreign ?? type
      losses.add("tools.\(type)")
    }
    guard let foreign, !others, webSearch == nil else { return }
    throw .untranslatable("tools", Self.foreignTool(foreign))
  }

  private static func foreignTool(_ type: String) -> String {
    "\(type) is a tool that only its own provider has; choose one of its models, or do without the tool"
  }
}

extension Tool {
  /// The tool without its kind, or `nil` for a namespace and for a provider's own.
  fileprivate func flat(_ names: ToolNames, namespace: String?, _ losses: inout Losses) -> FlatTool? {
    switch self {
    case .function(let tool):
      return FlatTool(
        name: names.upstreamName(of: ToolName(tool.name, namespace: namespace)),
        description: tool.description,
        parameters: tool.parameters,
        strict: tool.strict,
        cacheControl: tool.cacheControl,
        customFormat: nil
      )
    case .custom(let tool):
      return tool.flat(names.upstreamName(of: ToolName(tool.name, namespace: namespace)), names.abilities)
    case .toolSearch(let description, let parameters):
      return FlatTool(
        name: names.upstreamName(of: ToolName("tool_search")),
        description: description,
        parameters: parameters ?? Self.searchParameters,
        strict: nil,
        cacheControl: nil,
        customFormat: nil
      )
    case .namespace, .native:
      return nil
    }
  }

  private static var searchParameters: JSON {
    ["type": "object", "properties": ["query": ["type": "string"]], "required": ["query"]]
  }
}

extension CustomTool {
  /// The only field of the object that stands for free text.
  static let inputKey = "input"

  fileprivate func flat(_ name: String, _ abilities: ToolNames.Abilities) -> FlatTool {
    if abilities.hasCustomTools {
      return FlatTool(
        name: name,
        description: description,
        parameters: nil,
        strict: nil,
        cacheControl: nil,
        customFormat: .init(grammar: grammar)
      )
    }
    return FlatTool(
      name: name,
      description: describedWithGrammar,
      parameters: [
        "type": "object",
        "properties": [Self.inputKey: ["type": "string", "description": "The whole input, as plain text."]],
        "required": [.string(Self.inputKey)], "additionalProperties": false,
      ],
      strict: nil,
      cacheControl: nil,
      customFormat: nil
    )
  }

  private var describedWithGrammar: String? {
    guard let grammar else { return description }
    let rule = "The input must follow this \(grammar.syntax) grammar:\n\(grammar.definition)"
    return description.map { "\($0)\n\n\(rule)" } ?? rule
  }

  /// Free text as the object that stands for it.
  static func wrapped(_ input: String) -> String {
    JSON.object([.init(inputKey, .string(input))]).text
  }

  /// The free text in the object that stands for it; a model that wrote something else meant that.
  static func unwrapped(_ arguments: String) -> String {
    guard let value = try? JSON(parsing: arguments.utf8.span), let input = value[inputKey]?.string else {
      return arguments
    }
    return input
  }
}
