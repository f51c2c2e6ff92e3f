import ArgumentParser
import Provisioning

/// `agentproxy-setup post-create`.
struct PostCreate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Configures the tools inside the devcontainer.",
    discussion: """
      EXAMPLES:
        agentproxy-setup post-create

      The devcontainer's postCreateCommand. Writes the files of Codex and Claude Code alone. Takes LITELLM_MASTER_KEY, \
      AGENTPROXY_BASE_URL, CODEX_MODEL, CLAUDE_MODEL and CLAUDE_SMALL_MODEL from the environment, then from .env. A \
      gateway that is not up yet is a warning.
      """
  )

  @Option(help: ArgumentHelp("The tools to configure: codex, claude, or none.", valueName: "list"))
  var clients = ClientSelection.standard

  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      let (project, environmentFile) = try session.projectIfAny()
      let creation = PostCreation(
        project: project,
        environmentFile: environmentFile,
        clients: clients.clients,
        environment: session.environment,
        places: session.places,
        codex: await session.codex(for: clients.clients)
      )
      try await PlanRun(mode: .write, json: reporting.json).perform(session) {
        var prepared = try creation.prepare(on: session.system)
        if !canConnect(to: prepared.gateway, milliseconds: 300) {
          prepared.plan.findings.append(PostCreation.unreachable(prepared.gateway))
        }
        return PreparedPlan(plan: prepared.plan)
      }
    }
  }
}
