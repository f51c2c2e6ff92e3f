import ArgumentParser
import Diagnostics
import Provisioning

/// `agentproxy-setup run`.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Starts a tool on the gateway, without touching its files.",
    discussion: """
      EXAMPLES:
        agentproxy-setup run codex
        agentproxy-setup run claude -p "explain this folder"
        agentproxy-setup run --model gpt-5.5 codex exec "explain this folder"
        agentproxy-setup run aider

      The tool gets the gateway's address and key in its environment; Codex and Claude Code also get, as options, what \
      init would write into their files. Inherited variables that lead past the gateway, and the providers' tokens, are \
      kept from it, and named. Options of run go before the tool's name. The exit status is the tool's.
      """
  )

  @Option(help: ArgumentHelp("The model to start with; default: CODEX_MODEL, CLAUDE_MODEL.", valueName: "name"))
  var model: String?

  @OptionGroup var shared: SharedOptions

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("The tool, and its own arguments.", valueName: "tool"),
    completion: .list(["codex", "claude"])
  )
  var command: [String]

  func validate() throws {
    // Where everything is passed on, the parser leaves this to the command.
    if ["-h", "--help"].contains(command.first) { throw CleanExit.helpRequest(self) }
  }

  func run() async throws {
    try await Session.run(shared) { session in
      let environmentFile = try session.projectIfAny().environmentFile
      var configuration = try ClientConfiguration.resolve(
        environment: session.environment,
        environmentFile: environmentFile,
        gateway: nil,
        places: session.places,
        system: session.system
      )
      if let model { configuration.start(with: model).map(session.console.finding) }
      let launch = try ToolLaunch(
        command.first == "--" ? Array(command.dropFirst()) : command,
        configuration,
        inherited: session.environment,
        environmentFile: environmentFile,
        places: session.places,
        system: session.system
      )
      launch.notices.forEach(session.console.notice)
      if !canConnect(to: launch.gateway, milliseconds: 300) {
        session.console.finding(ToolLaunch.unreachable(launch.gateway))
      }
      try launch.start()
    }
  }
}
