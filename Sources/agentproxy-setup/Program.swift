import ArgumentParser

/// Where the program begins.
@main
enum Program {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    // The parser suggests options, and no commands.
    if let message = unknownCommand(arguments, of: AgentProxySetup.self) {
      AgentProxySetup.exit(withError: ValidationError(message))
    }
    await AgentProxySetup.main(arguments)
  }
}
