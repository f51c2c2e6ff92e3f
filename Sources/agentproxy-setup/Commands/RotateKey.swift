import ArgumentParser
import Diagnostics
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

      Puts a new LITELLM_MASTER_KEY into .env and into the files of the tools that were configured. A gateway that runs \
      takes it over, and is shown both keys: if it does not accept the new one and refuse the old one, everything is put \
      back.
      """
  )

  @OptionGroup var confirmation: ConfirmationOptions
  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      let project = try session.project()
      let lock = try confirmation.dryRun ? nil : KeyRotation.lock(in: session.places, on: session.system)
      defer { lock?.release() }
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
      let context = try EngineContext(session, isTolerant: true)
      let change = confirmation.dryRun ? nil : await context.keyChange(from: rotation.oldKey)
      try await run.perform(session) {
        let prepared = try await rotation.prepare(on: session.system, isTrackedByGit: isTracked)
        var plan = PreparedPlan(plan: prepared.plan, next: ["start your tools again: they know the old key"])
        plan.isWhole = true
        guard let change, let new = prepared.settings.masterKey else { return plan }
        plan.proof = { () throws(Failure) in try await change(new) }
        plan.afterUndo = { await context.keyUndo(to: rotation.oldKey) }
        return plan
      }
    }
  }
}
