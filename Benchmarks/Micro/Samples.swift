import NIOCore

/// What real clients send, as far as its shape and size go.
enum Samples {
  /// The head of a request of Claude Code.
  static let claudeHead = head(
    "POST /v1/messages?beta=true HTTP/1.1",
    [
      "Host: localhost:4000", "Connection: keep-alive", "Accept: application/json", "X-Stainless-Retry-Count: 0",
      "X-Stainless-Timeout: 600", "X-Stainless-Lang: js", "X-Stainless-Package-Version: 0.70.0",
      "X-Stainless-OS: Linux", "X-Stainless-Arch: x64", "X-Stainless-Runtime: node",
      "X-Stainless-Runtime-Version: v22.0.0", "anthropic-dangerous-direct-browser-access: true",
      "anthropic-version: 2023-06-01", "Authorization: Bearer \(key)", "x-app: cli",
      "User-Agent: claude-cli/2.1.330 (external, cli)", "content-type: application/json",
      "anthropic-beta: claude-code-20250219,interleaved-thinking-2025-05-14,fine-grained-tool-streaming-2025-05-14",
      "X-Claude-Code-Session-Id: 3f0c2f6e-8f5b-4d47-9a4e-0d2f1b6b8c11", "Accept-Encoding: gzip, deflate, br, zstd",
      "Content-Length: 98304",
    ]
  )

  /// The head of a request of Codex, with what it tells of the workspace.
  static let codexHead = head(
    "POST /v1/responses HTTP/1.1",
    [
      "x-codex-beta-features: remote_compaction_v2", "x-codex-window-id: 0",
      "x-codex-turn-metadata: {\"workspaces\":{\"\(String(repeating: "/home/user/project", count: 50))\":{}}}",
      "x-client-request-id: 0199c5a2-3f0c-7f6e-8f5b-4d479a4e0d2f",
      "session-id: 0199c5a2-3f0c-7f6e-8f5b-4d479a4e0d2f", "thread-id: 0199c5a2-3f0c-7f6e-8f5b-4d479a4e0d2f",
      "accept: text/event-stream", "content-type: application/json", "authorization: Bearer \(key)",
      "originator: codex_exec", "user-agent: codex_exec/0.163.0 (Debian 12.0.0; x86_64) unknown (codex_exec; 0.163.0)",
      "host: localhost:4000", "content-length: 98304",
    ]
  )

  /// The key that both show.
  static let key = "sk-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

  private static func head(_ line: String, _ fields: [String]) -> ByteBuffer {
    ByteBuffer(string: ([line] + fields).joined(separator: "\r\n") + "\r\n\r\n")
  }

  /// A conversation of about `size` bytes, the model at its end as Codex may put it.
  static func body(size: Int) -> [UInt8] {
    let text = #"func main() {\n  print(\"hello\")\n}\n and then some words of plain English, as in any prompt. "#
    let message = #"{"role":"user","content":[{"type":"text","text":"\#(text)"}]}"#
    let count = max(1, (size - 60) / (message.utf8.count + 1))
    let messages = Array(repeating: message, count: count).joined(separator: ",")
    return Array(#"{"messages":[\#(messages)],"stream":true,"model":"claude-opus-5-5"}"#.utf8)
  }

  /// A stream of events in chunks, one event in each.
  static func chunks(count: Int) -> [UInt8] {
    let content = String(repeating: "x", count: 130)
    let event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(content)\"}}]}\n\n"
    let chunk = String(event.utf8.count, radix: 16) + "\r\n" + event + "\r\n"
    return Array((String(repeating: chunk, count: count) + "0\r\n\r\n").utf8)
  }

  /// Two deployments of one model, and another that has only one.
  static let configuration = """
    model_list:
      - model_name: single
        litellm_params: {model: openai/single, api_key: sk-provider, api_base: "http://127.0.0.1:9/v1"}
      - model_name: double
        litellm_params: {model: openai/double, api_key: sk-provider, api_base: "http://127.0.0.1:9/v1"}
      - model_name: double
        litellm_params: {model: openai/double, api_key: sk-provider, api_base: "http://127.0.0.2:9/v1"}
    general_settings: {master_key: \(key)}
    """
}
