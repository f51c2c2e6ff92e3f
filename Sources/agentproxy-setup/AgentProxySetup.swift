import ArgumentParser

/// The program: one command per file in `Commands/`.
struct AgentProxySetup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agentproxy-setup",
    abstract: "Puts Codex, Claude Code and other tools on your own model providers, through one local gateway.",
    discussion: """
      EXAMPLES:
        agentproxy-setup init     set up this clone and this machine
        agentproxy-setup up       start the gateway in the background
        agentproxy-setup status   what runs, and what it has done of late
        agentproxy-setup doctor   see what is wrong, and what mends it
        agentproxy-setup restore  take back everything that was written

      EXIT STATUS:
        0 done · 1 failed · 2 changes pending (diff, --dry-run) · 64 wrong usage · 65 bad input file · 69 not available
      """,
    version: "0.1.0",
    subcommands: [
      Init.self, PostCreate.self, Diff.self, Restore.self, Doctor.self, RotateKey.self, Up.self, Down.self, Status.self,
      Logs.self, Restart.self, Update.self, Proxy.self, Env.self, Run.self, Models.self, Usage.self, Supervise.self,
    ]
  )
}
