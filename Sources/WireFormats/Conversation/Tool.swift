/// A tool that the model may call.
enum Tool: Sendable, Equatable {
  case function(FunctionTool)
  case custom(CustomTool)
  /// Tools under a common name (Responses only).
  case namespace(name: String, description: String?, tools: [Tool])
  /// Codex's search for tools that it holds back; it runs on the client's side.
  case toolSearch(description: String?, parameters: JSON?)
  /// A tool that the provider itself runs or knows, such as `web_search`, for its own format alone.
  case native(WireFormat, type: String, JSON)
}

/// A tool that takes a JSON object.
struct FunctionTool: Sendable, Equatable {
  var name: String
  var description: String?
  /// The JSON Schema of what it takes.
  var parameters: JSON?
  /// Whether the provider must keep to the schema.
  var strict: Bool?
  /// Whether the model sees it only after a search has found it.
  var deferLoading = false
  var cacheControl: JSON?
}

/// A tool that takes free text.
struct CustomTool: Sendable, Equatable {
  var name: String
  var description: String?
  var grammar: Grammar?
  var deferLoading = false

  /// The rules that the text follows.
  struct Grammar: Sendable, Equatable {
    /// `lark` or `regex`.
    var syntax: String
    var definition: String
  }
}

/// Which tools may or must be called.
enum ToolChoice: Sendable, Equatable {
  case auto
  case none
  /// At least one, any.
  case required
  case tool(ToolName, ToolKind)
  /// Only some of those offered.
  case allowed([ToolName], isRequired: Bool)
  /// The search of the web that the provider runs itself.
  case webSearch
  /// A tool of the provider's own.
  case native(WireFormat, type: String, JSON)
}
