import ArgumentParser
import Provisioning

/// `agentproxy-setup diff`.
struct Diff: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what has drifted, and what init would write.",
    discussion: """
      EXAMPLES:
        agentproxy-setup diff
        agentproxy-setup diff --verbose

      Compares each key in three ways: what was last written, what is there now, and what .env asks for. Prints the \
      differences, then a summary per file: what would be put back, what stays because you or a tool chose it. Inside a \
      container it stands for post-create instead of init. Writes nothing; exits with 2 if there is something to write.
      """
  )

  @Option(
    help: ArgumentHelp(
      "The tools to look at: codex, claude, copilot, or none; default: those that init would configure.",
      valueName: "list"
    )
  )
  var clients: ClientSelection?

  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      try await PlanRun(mode: .dry, json: reporting.json, nothing: "no differences").perform(session) {
        try await prepare(session)
      }
    }
  }

  private func prepare(_ session: Session) async throws -> PreparedPlan {
    let (container, environmentFile) = try session.projectIfAny()
    if try PostCreation.isMeant(environmentFile, session.environment, session.places, session.system) {
      let clients = (clients ?? .standard).clients
      let creation = PostCreation(
        project: container,
        environmentFile: environmentFile,
        clients: clients,
        environment: session.environment,
        places: session.places,
        codex: await session.codex(for: clients)
      )
      return PreparedPlan(plan: try creation.prepare(on: session.system).plan)
    }
    let project = try session.project()
    let clients = try session.clients(clients)
    let wanted = Initialization(
      project: project,
      environmentFile: session.environmentFile(of: project),
      assignments: [],
      clients: clients,
      environment: session.environment,
      places: session.places,
      codex: await session.codex(for: clients)
    )
    let isTracked = await GitIndex.tracks(wanted.environmentFile)
    return PreparedPlan(plan: try await wanted.prepare(on: session.system, isTrackedByGit: isTracked).plan)
  }
}
