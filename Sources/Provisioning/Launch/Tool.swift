/// A program that `run` starts, by what has to be said to it besides its environment.
public enum Tool: Sendable, Equatable {
  /// OpenAI's Codex, which takes the gateway's address from its configuration alone.
  case codex
  /// Anthropic's Claude Code, whose settings count before its environment.
  case claude
  /// Any other one.
  case other

  /// The tool that a command's first word means.
  ///
  /// - Parameter word: a name, or a path.
  public init(_ word: String) {
    switch word.split(separator: "/").last {
    case "codex": self = .codex
    case "claude", "claude-code": self = .claude
    default: self = .other
    }
  }

  /// How to get it.
  var installation: String {
    switch self {
    case .codex: "install it: npm install --global @openai/codex"
    case .claude: "install it: npm install --global @anthropic-ai/claude-code"
    case .other: "install it, or name it with its folder"
    }
  }
}
