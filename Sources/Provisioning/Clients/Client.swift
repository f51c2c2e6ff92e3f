/// A program that this one configures.
public enum Client: String, Sendable, CaseIterable, Codable {
  /// OpenAI's Codex: the command line program and the extension for VS Code, which share their files.
  case codex
  /// Anthropic's Claude Code.
  case claude
}
