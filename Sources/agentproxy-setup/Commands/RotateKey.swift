import ArgumentParser
import Provisioning

/// `agentproxy-setup rotate-key`.
struct RotateKey: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate-key",
    abstract: "Gives the gateway a new key, and the tools with it.",
    discussion: """
      EXAMPLES:
        agentproxy-setup rotate-key
        agentproxy-setup rotate-key --yes

      Puts a new LITELLM_MASTER_KEY into .env and into the files of the tools that were configured. A running gateway \
      has to be started again; until then it accepts the old key alone.
      """
  )

  @OptionGroup var confirmation: ConfirmationOptions
  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      let project = try session.project()
      let rotation = try KeyRotation(
        project: project,
        environmentFile: session.environmentFile(of: project),
        environment: session.environment,
        places: session.places,
        codex: await session.codex(for: [.codex]),
        on: session.system
      )
      let isTracked = await GitIndex.tracks(rotation.environmentFile)
      let run = PlanRun(
        mode: PlanRun.Mode(confirmation, json: reporting.json),
        json: reporting.json
      )
      try await run.perform(session) {
        let prepared = try await rotation.prepare(on: session.system, isTrackedByGit: isTracked)
        return PreparedPlan(
          plan: prepared.plan,
          next: ["restart the gateway: " + nextCommands(prepared.settings, clients: [])[0]]
        )
      }
    }
  }
}
