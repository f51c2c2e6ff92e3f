import Foundation

/// A small MCP server, which explains words.
enum NotesServer {
  /// Its tool, as both clients call it.
  static let tool = "mcp__notes__look_up"

  /// What it says of a word.
  static func meaning(of word: String) -> String { "the meaning of \(word)" }

  /// Writes it to a machine.
  ///
  /// - Parameters:
  ///   - client: who is to start it.
  ///   - machine: gets the file.
  /// - Returns: the options that make a client start it.
  /// - Throws: when it cannot be written.
  static func options(_ client: Pair.Client, on machine: Machine) throws -> [String] {
    let program = machine.folder.appending(path: "notes.py")
    try Data(source.utf8).write(to: program)
    switch client {
    case .codex:
      return [
        "-c", #"mcp_servers.notes.command="/usr/bin/env""#,
        "-c", #"mcp_servers.notes.args=["python3", "\#(program.path)"]"#,
      ]
    case .claude:
      let file = machine.folder.appending(path: "mcp.json")
      let servers = #"{"mcpServers":{"notes":{"command":"/usr/bin/env","args":["python3","\#(program.path)"]}}}"#
      try Data(servers.utf8).write(to: file)
      return ["--mcp-config", file.path, "--strict-mcp-config"]
    }
  }

  private static let source = """
    import json, sys

    schema = {"type": "object", "properties": {"word": {"type": "string"}}, "required": ["word"]}
    tools = [{"name": "look_up", "description": "Looks up what a word means in the notes.", "inputSchema": schema}]

    for line in sys.stdin:
        message = json.loads(line)
        if "id" not in message:
            continue
        method, params, result = message["method"], message.get("params", {}), {}
        if method == "initialize":
            result = {
                "protocolVersion": params["protocolVersion"],
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "notes", "version": "1"},
            }
        elif method == "tools/list":
            result = {"tools": tools}
        elif method == "tools/call":
            word = params["arguments"]["word"]
            result = {"content": [{"type": "text", "text": "the meaning of " + word}]}
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)

    """
}
