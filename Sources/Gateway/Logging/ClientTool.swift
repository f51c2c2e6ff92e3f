import NIOCore

/// The program that sent a request, by what it says of itself in `User-Agent`.
enum ClientTool {
  /// What programs call themselves, and what their users call them.
  private static let known: [(prefix: StaticString, name: String)] = [
    ("claude-cli", "claude-code"), ("codex", "codex"), ("githubcopilot", "copilot"), ("openai/", "openai-sdk"),
    ("asyncopenai/", "openai-sdk"), ("anthropic/", "anthropic-sdk"), ("asyncanthropic/", "anthropic-sdk"),
  ]

  /// The program's name; that of the product if it is not one of ours, and empty where the request has none.
  static func name(_ head: MessageHead) -> String {
    guard let value = head.first(.userAgent) else { return "" }
    for tool in known where head.begins(value, with: tool.prefix) { return tool.name }
    let end = head.bytes.withUnsafeReadableBytes { bytes in
      bytes[value.prefix(longestName)].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: " ") }
    }
    return head.text(value.lowerBound..<(end ?? value.prefix(longestName).upperBound))
  }

  private static let longestName = 32
}
