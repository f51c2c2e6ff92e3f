/// A program that this one configures.
public enum Client: String, Sendable, CaseIterable, Codable {
  /// OpenAI's Codex: the command line program and the extension for VS Code, which share their files.
  case codex
  /// Anthropic's Claude Code.
  case claude
  /// GitHub Copilot's chat in VS Code, which can use models from any address.
  case copilot
  /// GitHub Copilot's completions in versions before that: all of them go to the gateway, with GitHub's own token.
  case copilotLegacy = "copilot-legacy"

  /// Those configured if nobody says otherwise. Copilot needs a step by hand, so it has to be asked for.
  public static let standard: [Client] = [.codex, .claude]

  /// The command that starts it; `nil` if there is none.
  var command: String? {
    switch self {
    case .codex, .claude: rawValue
    case .copilot, .copilotLegacy: nil
    }
  }
}
