/// What mends a finding.
public enum Remedy: Sendable, Equatable {
  /// What to do, in words.
  case advice(String)
  /// A command to be typed as it is, in the clone.
  case command(String)
  /// What `doctor --fix` does, once it is agreed to; shown as the command that does the same.
  case fix(Fix)

  /// The remedy for the report.
  public var text: String {
    switch self {
    case .advice(let text), .command(let text): text
    case .fix(let fix): fix.command
    }
  }

  /// Whether the text is a command.
  public var isCommand: Bool {
    if case .advice = self { return false }
    return true
  }

  /// Whether it is done by `init`, which makes nothing of a wrong `.env`.
  var isByInit: Bool {
    switch self {
    case .fix(.initialize): true
    case .command(let text): text.hasSuffix("agentproxy-setup init") || text.contains("init --clients")
    case .advice, .fix(.restrict): false
    }
  }

  /// What `doctor --fix` does; `nil` where it can do nothing.
  public var fix: Fix? {
    if case .fix(let fix) = self { return fix }
    return nil
  }
}
