import NIOCore

/// The program that sent a request, by what it says of itself in `User-Agent`.
public enum ClientTool {
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

  /// The same for a field's value that is a text already.
  public static func name(userAgent: String) -> String {
    let text = userAgent.lowercased()
    if let tool = known.first(where: { text.hasPrefix("\($0.prefix)") }) { return tool.name }
    return String(userAgent.prefix(longestName).prefix { $0 != "/" && $0 != " " })
  }

  private static let longestName = 32
}
