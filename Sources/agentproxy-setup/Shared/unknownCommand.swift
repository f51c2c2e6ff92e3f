import ArgumentParser
import Diagnostics

/// What is wrong with the names of commands in a command line.
///
/// - Parameters:
///   - arguments: the command line, without the program.
///   - command: whose subcommands they begin with.
/// - Returns: `nil` unless a name is near that of a command: the parser says what else is wrong.
func unknownCommand(_ arguments: [String], of command: any ParsableCommand.Type) -> String? {
  let subcommands = command.configuration.subcommands
  guard let word = arguments.first, !word.hasPrefix("-"), !subcommands.isEmpty else { return nil }
  if let next = subcommands.first(where: { $0._commandName == word }) {
    return unknownCommand(Array(arguments.dropFirst()), of: next)
  }
  let names = subcommands.filter { $0.configuration.shouldDisplay }.map { $0._commandName } + ["help"]
  guard !names.contains(word), let meant = nearest(to: word, in: names) else { return nil }
  return "Unknown command '\(word)'. Did you mean '\(meant)'?"
}
