/// Why the models that the installed Codex knows are no help.
public enum CodexCatalogError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What it printed is no JSON object with a list of models.
  case unreadable
  /// No model has the instructions that every entry must have.
  case noInstructions

  /// What is wrong, for a message that says whose output it is about.
  public var description: String {
    switch self {
    case .unreadable: "its list of models cannot be read"
    case .noInstructions: "none of its models has instructions"
    }
  }
}
