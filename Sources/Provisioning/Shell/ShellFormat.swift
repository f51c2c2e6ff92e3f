internal import DotEnv
internal import Rendering

/// How an environment is written down.
public enum ShellFormat: String, Sendable, CaseIterable {
  /// Commands for Bash and POSIX shells.
  case bash
  /// Commands for Z shell.
  case zsh
  /// Commands for Fish.
  case fish
  /// One JSON object.
  case json
  /// `NAME=value` lines as Docker Compose reads them.
  case dotenv

  /// The format for the login shell at `path`, such as `/usr/bin/fish`; Bash's for one that is not known.
  public init(loginShell path: String?) {
    let name = path?.split(separator: "/").last.map(String.init) ?? ""
    self = ["zsh": .zsh, "fish": .fish][name] ?? .bash
  }

  /// Writes `environment` down.
  ///
  /// - Returns: the text, and the names that this format cannot express.
  public func text(_ environment: ShellEnvironment) -> (text: String, leftOut: [String]) {
    switch self {
    case .bash: commands(environment, .bash)
    case .zsh: commands(environment, .zsh)
    case .fish: commands(environment, .fish)
    case .json: (object(environment), [])
    case .dotenv: (environment.variables.map { "\($0.name)=\(DotEnvWriter.quoted($0.value))\n" }.joined(), [])
    }
  }

  private func commands(_ environment: ShellEnvironment, _ dialect: ShellDialect) -> (String, [String]) {
    var text = ""
    var leftOut: [String] = []
    for name in environment.unset {
      if let command = dialect.unset(name) { text += command + "\n" }
    }
    for variable in environment.variables {
      if let command = dialect.export(variable.name, variable.value) {
        text += command + "\n"
      } else {
        leftOut.append(variable.name)
      }
    }
    return (text, leftOut)
  }

  private func object(_ environment: ShellEnvironment) -> String {
    let members = environment.variables.map { "  \(jsonString($0.name)): \(jsonString($0.value))" }
    return members.isEmpty ? "{}\n" : "{\n\(members.joined(separator: ",\n"))\n}\n"
  }
}
