import ConfigEdit
import Testing

/// Files as the clients and their users write them.
struct JSONClientsTests {
  @Test func settingsOfClaudeCode() throws {
    try check(
      """
      {
        "$schema": "https://json.schemastore.org/claude-code-settings.json",
        "permissions": {
          "allow": ["Bash(npm run lint)", "Bash(npm run test:*)"],
          "deny": ["Read(./.env)"]
        },
        "env": {
          "EDITOR": "vim"
        },
        "hooks": {
          "PostToolUse": [
            {
              "matcher": "Edit|Write",
              "hooks": [{ "type": "command", "command": "jq -r '.tool_input.file_path' | xargs prettier -w" }]
            }
          ]
        },
        "statusLine": { "type": "command", "command": "~/.claude/line.sh \\"$PWD\\"" }
      }

      """,
      [
        (["env", "ANTHROPIC_BASE_URL"], "\"http://localhost:4000\""),
        (["env", "DISABLE_TELEMETRY"], "\"1\""),
        (["apiKeyHelper"], "\"agentproxy-setup key\""),
      ],
      """
      {
        "$schema": "https://json.schemastore.org/claude-code-settings.json",
        "permissions": {
          "allow": ["Bash(npm run lint)", "Bash(npm run test:*)"],
          "deny": ["Read(./.env)"]
        },
        "env": {
          "EDITOR": "vim",
          "ANTHROPIC_BASE_URL": "http://localhost:4000",
          "DISABLE_TELEMETRY": "1"
        },
        "hooks": {
          "PostToolUse": [
            {
              "matcher": "Edit|Write",
              "hooks": [{ "type": "command", "command": "jq -r '.tool_input.file_path' | xargs prettier -w" }]
            }
          ]
        },
        "statusLine": { "type": "command", "command": "~/.claude/line.sh \\"$PWD\\"" },
        "apiKeyHelper": "agentproxy-setup key"
      }

      """
    )
  }

  @Test func stateOfClaudeCode() throws {
    try check(
      """
      {
        "numStartups": 12,
        "tipsHistory": {},
        "projects": {
          "/home/me/a \\u00e9": {
            "allowedTools": [],
            "history": [
              { "display": "/* not a comment */ // neither", "pastedContents": {} }
            ],
            "lastCost": 0.30000000000000004
          }
        },
        "userID": "0123456789abcdef"
      }
      """,
      [
        (["hasCompletedOnboarding"], "true"),
        (["projects", "/workspaces/x", "hasTrustDialogAccepted"], "true"),
        (["tipsHistory", "shift-enter"], "1"),
      ],
      """
      {
        "numStartups": 12,
        "tipsHistory": {
          "shift-enter": 1
        },
        "projects": {
          "/home/me/a \\u00e9": {
            "allowedTools": [],
            "history": [
              { "display": "/* not a comment */ // neither", "pastedContents": {} }
            ],
            "lastCost": 0.30000000000000004
          },
          "/workspaces/x": {
            "hasTrustDialogAccepted": true
          }
        },
        "userID": "0123456789abcdef",
        "hasCompletedOnboarding": true
      }
      """
    )
  }

  @Test func settingsOfVisualStudioCode() throws {
    try check(
      """
      // Place your settings in this file to overwrite the default settings
      {
          "editor.fontSize": 14, // larger on the new screen
          /* Copilot */
          "github.copilot.enable": { "*": true, "plaintext": false },
          "github.copilot.advanced": {
              "debug.testOverrideProxyUrl": "http://old", // the old proxy
          },
          "[python]": {
              "editor.tabSize": 4,
          },
          // "telemetry.telemetryLevel": "all",
      }

      """,
      [
        (["github.copilot.advanced", "debug.testOverrideProxyUrl"], "\"http://localhost:4000\""),
        (["github.copilot.advanced", "debug.overrideEngine"], "\"gpt-5.5\""),
        (["telemetry.telemetryLevel"], "\"off\""),
        (["chat.models"], "[\n  {\n    \"id\": \"x\"\n  }\n]"),
      ],
      """
      // Place your settings in this file to overwrite the default settings
      {
          "editor.fontSize": 14, // larger on the new screen
          /* Copilot */
          "github.copilot.enable": { "*": true, "plaintext": false },
          "github.copilot.advanced": {
              "debug.testOverrideProxyUrl": "http://localhost:4000", // the old proxy
              "debug.overrideEngine": "gpt-5.5",
          },
          "[python]": {
              "editor.tabSize": 4,
          },
          "telemetry.telemetryLevel": "off",
          "chat.models": [
              {
                  "id": "x"
              }
          ],
          // "telemetry.telemetryLevel": "all",
      }

      """
    )
  }

  @Test func languageModelsOfVisualStudioCode() throws {
    let object =
      "{\n  \"vendor\": \"customoai\",\n  \"name\": \"agentproxy\",\n  \"models\": [\n    { \"id\": \"a\" }\n  ]\n}"
    try check(
      """
      [
      \t{
      \t\t"vendor": "openrouter",
      \t\t"name": "OpenRouter",
      \t\t"apiKey": "${input:chat.lm.secret.1}"
      \t},
      \t{
      \t\t"vendor": "ollama",
      \t\t"name": "Ollama"
      \t}
      ]
      """,
      [(ConfigPath([.element(key: "name", value: "agentproxy")]), object)],
      """
      [
      \t{
      \t\t"vendor": "openrouter",
      \t\t"name": "OpenRouter",
      \t\t"apiKey": "${input:chat.lm.secret.1}"
      \t},
      \t{
      \t\t"vendor": "ollama",
      \t\t"name": "Ollama"
      \t},
      \t{
      \t\t"vendor": "customoai",
      \t\t"name": "agentproxy",
      \t\t"models": [
      \t\t\t{ "id": "a" }
      \t\t]
      \t}
      ]
      """
    )
  }

  /// Sets the keys one after the other, and takes them back.
  private func check(
    _ before: String,
    _ keys: [(path: ConfigPath, text: String)],
    _ after: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let bytes = Array(before.utf8)
    var document = try JSONDocument(parsing: bytes)
    let edits = try keys.map { try #require(try document.set($0.path, to: $0.text), sourceLocation: sourceLocation) }
    let result = String(decoding: document.bytes, as: UTF8.self)
    #expect(result == after, sourceLocation: sourceLocation)
    try verify(JSONDocument.self, before: bytes, after: document.bytes, owned: keys.map(\.path))
    #expect(throws: ConfigError.self, sourceLocation: sourceLocation) {
      try verify(JSONDocument.self, before: bytes, after: document.bytes, owned: Array(keys.map(\.path).dropLast()))
    }
    for edit in edits.reversed() { #expect(try document.revert(edit), sourceLocation: sourceLocation) }
    #expect(document.bytes == bytes, sourceLocation: sourceLocation)
  }
}
