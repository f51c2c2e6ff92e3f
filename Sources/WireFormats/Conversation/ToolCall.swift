/// A tool's name. Only Responses knows namespaces.
struct ToolName: Sendable, Hashable {
  var namespace: String?
  var name: String

  init(_ name: String, namespace: String? = nil) {
    self.name = name
    self.namespace = namespace
  }
}

/// The model's wish to have a tool run.
struct ToolCall: Sendable, Equatable {
  var id: String
  var name: ToolName
  var kind: ToolKind
  /// What the tool is given: JSON as the model wrote it, which need not be valid, or free text.
  var input: String

  init(id: String, name: ToolName, kind: ToolKind = .function, input: String) {
    self.id = id
    self.name = name
    self.kind = kind
    self.input = input
  }
}

/// What a tool is given.
enum ToolKind: Sendable, Equatable {
  /// A JSON object that a schema describes.
  case function
  /// Free text (OpenAI's `custom` tools).
  case custom
  /// A query for tools that the client holds back (Codex's `tool_search`): a JSON object.
  case toolSearch
}

/// What came of a tool's run.
struct ToolResult: Sendable, Equatable {
  /// The call that it answers.
  var callID: String
  var kind: ToolKind
  /// Text, images, documents and names of tools.
  var content: [Block]
  /// Whether the tool failed; only Messages says so.
  var isError: Bool

  init(callID: String, kind: ToolKind = .function, content: [Block], isError: Bool = false) {
    self.callID = callID
    self.kind = kind
    self.content = content
    self.isError = isError
  }
}
