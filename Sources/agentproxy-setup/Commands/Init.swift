import ArgumentParser
import Diagnostics
import Provisioning

/// `agentproxy-setup init`.
struct Init: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Sets up a fresh clone and the tools on this machine.",
    discussion: """
      EXAMPLES:
        agentproxy-setup init
        agentproxy-setup init --yes --set OPENAI_API_KEY=… --set OPENAI_API_BASE=https://host/v1
        agentproxy-setup init --dry-run

      Creates .env with a master key, renders the clone's files from it, and points Codex and Claude Code at the \
      gateway. In a file that exists already its own keys are set, and every other byte stays. Shows what it will \
      write first. On a terminal it asks which tools to configure and for the providers, and tries each token with a \
      question of one word. A second run changes nothing; agentproxy-setup restore takes everything back.
      """
  )

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Give a key of .env a value. Can be repeated.", valueName: "KEY=VALUE")
  )
  var assignments: [String] = []

  @Option(
    help: ArgumentHelp(
      "The tools to configure: codex, claude, copilot, or none; default: those of the last time, or codex,claude.",
      valueName: "list"
    )
  )
  var clients: ClientSelection?

  @Flag(help: "Do not try the providers' tokens as they are typed.")
  var noCheck = false

  @OptionGroup var confirmation: ConfirmationOptions
  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      var wanted = try initialization(session)
      let mode = PlanRun.Mode(confirmation, json: reporting.json)
      if mode == .ask {
        // Before a token is typed in vain.
        try session.checkHome()
        if clients == nil { try wanted.askForClients(session) }
        try await wanted.askForProviders(session, checks: !noCheck)
      }
      wanted.codex = await session.codex(for: wanted.clients)
      let isTracked = await GitIndex.tracks(wanted.environmentFile)
      try await PlanRun(mode: mode, json: reporting.json).perform(session) { [wanted] in
        let prepared = try await wanted.prepare(on: session.system, isTrackedByGit: isTracked)
        return PreparedPlan(
          plan: prepared.plan,
          next: nextCommands(prepared.settings, clients: wanted.clients),
          undo: ["agentproxy-setup restore"]
        )
      }
    }
  }

  private func initialization(_ session: Session) throws(Failure) -> Initialization {
    let project = try session.project()
    var parsed: [KeyAssignment] = []
    for text in assignments { parsed.append(try KeyAssignment(parsing: text)) }
    var wanted = Initialization(
      project: project,
      environmentFile: session.environmentFile(of: project),
      assignments: parsed,
      clients: try session.clients(clients),
      environment: session.environment,
      places: session.places
    )
    wanted.remembersClients = true
    return wanted
  }
}
