/// A change that mends a finding, which `doctor --fix` makes.
///
/// It is what a command does that the user could type, and is shown as that command.
public enum Fix: Sendable, Hashable {
  /// `agentproxy-setup init`: writes what follows from `.env`, and makes up the keys that are missing. The assignments
  /// have the form `KEY=VALUE`, none of them secret; an empty value of a key that is generated means a new one.
  case initialize([String])
  /// Keeps the file at a path from other users.
  case restrict(path: String, name: String)

  /// The command that does the same.
  public var command: String {
    switch self {
    case .initialize(let assignments):
      (["agentproxy-setup init"] + assignments.map { "--set \(Remedy.word($0))" }).joined(separator: " ")
    case .restrict(_, let name): "chmod 600 \(name)"
    }
  }
}
