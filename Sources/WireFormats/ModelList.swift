/// The answer to `GET /v1/models`: one body that OpenAI's clients, Anthropic's and Codex can each read.
///
/// OpenAI's want `object` and `data[].id`; Anthropic's want `data[].type`, `has_more`, `first_id`, `last_id`; Codex,
/// with a provider whose key comes from a command, wants `models[]` and reports anything else as an error.
public struct ModelList: Sendable {
  /// The names, in the order of the configuration, without wildcards.
  public let names: [String]
  /// Seconds since 1970, given as each model's date of birth.
  public let created: Int

  /// Lists `names`.
  public init(names: [String], created: Int) {
    self.names = names
    self.created = created
  }

  /// The list as one JSON object.
  public func body() -> [UInt8] {
    var json = JSONText()
    json.raw(#"{"object":"list","data":["#)
    for (index, name) in names.enumerated() {
      if index > 0 { json.raw(",") }
      entry(&json, name)
    }
    json.raw(#"],"has_more":false,"first_id":"#)
    optional(&json, names.first)
    json.raw(#","last_id":"#)
    optional(&json, names.last)
    json.raw(#","models":["#)
    for (index, name) in names.filter({ !Self.isKnownToCodex($0) }).enumerated() {
      if index > 0 { json.raw(",") }
      codexEntry(&json, name, priority: index)
    }
    json.raw("]}")
    return json.bytes
  }

  /// One model, as `GET /v1/models/NAME` answers it.
  public func body(ofModel name: String) -> [UInt8] {
    var json = JSONText()
    entry(&json, name)
    return json.bytes
  }

  private func entry(_ json: inout JSONText, _ name: String) {
    json.raw(#"{"id":"#)
    json.string(name)
    json.raw(#","object":"model","created":"#)
    json.number(created)
    json.raw(#","owned_by":"agentproxy","type":"model","display_name":"#)
    json.string(name)
    json.raw(#","created_at":"1970-01-01T00:00:00Z"}"#)
  }

  private func optional(_ json: inout JSONText, _ name: String?) {
    if let name { json.string(name) } else { json.raw("null") }
  }

  /// Codex has descriptions of OpenAI's own models built in, better than what a gateway can say of them, and what it
  /// reads here would replace them.
  static func isKnownToCodex(_ name: String) -> Bool {
    name.hasPrefix("gpt-5") || name.hasPrefix("gpt-6") || name.contains("codex")
  }

  private func codexEntry(_ json: inout JSONText, _ name: String, priority: Int) {
    json.raw(#"{"slug":"#)
    json.string(name)
    json.raw(#","display_name":"#)
    json.string(name)
    json.raw(#","description":null,"default_reasoning_level":null,"supported_reasoning_levels":[],"#)
    json.raw(#""shell_type":"unified_exec","visibility":"list","supported_in_api":true,"priority":"#)
    json.number(priority)
    json.raw(#","base_instructions":"#)
    json.string(Self.codexInstructions)
    json.raw(#","support_verbosity":false,"default_verbosity":null,"apply_patch_tool_type":null,"#)
    json.raw(#""truncation_policy":{"mode":"bytes","limit":10000},"supports_parallel_tool_calls":false,"#)
    json.raw(#""context_window":128000,"multi_agent_version":"disabled","experimental_supported_tools":[]}"#)
  }

  /// What Codex tells a model that it knows only from this list. Codex refuses an entry without it.
  static let codexInstructions = """
    You are a coding agent that works in the user's terminal, inside the Codex CLI, on the user's own files.

    Work until the task is solved. Read the code before you change it, and follow the project's own style and any \
    AGENTS.md that applies to the folder you work in. Make the smallest change that solves the task at its root. \
    Run the project's own tests and linters where there are any, and say what you ran and what came of it.

    Use the tools you are given, and their parameters as declared. Prefer `rg` for searching. Never discard changes \
    that you did not make, and do not commit unless you are asked to.

    Answer in short, plain sentences. Name files by their path, with the line where it helps.
    """
}
