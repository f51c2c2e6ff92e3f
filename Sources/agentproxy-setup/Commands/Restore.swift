import ArgumentParser
import Diagnostics
import Provisioning
import Stack

/// `agentproxy-setup restore`.
struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Takes back what was written, key by key.",
    discussion: """
      EXAMPLES:
        agentproxy-setup restore
        agentproxy-setup restore --dry-run

      Puts back what was there before init and post-create: of each file only the keys that were written, and only \
      where the value is still the one that was written. What you or a tool changed since stays, and is named. A file \
      that init made and nobody else touched is removed. Concerns the tools' files and those of this clone.
      """
  )

  @OptionGroup var confirmation: ConfirmationOptions
  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      let (project, _) = try session.projectIfAny()
      let restoration = Restoration(project: project, places: session.places)
      let run = PlanRun(
        mode: PlanRun.Mode(confirmation, json: reporting.json),
        json: reporting.json,
        question: "Take this back?",
        nothing: "nothing to take back"
      )
      let context = try? EngineContext(session, isTolerant: true)
      let isUp = confirmation.dryRun ? false : await context?.isUp() ?? false
      var hasChanges = false
      try await run.perform(session) {
        let plan = try restoration.prepare(on: session.system)
        hasChanges = plan.hasChanges
        return PreparedPlan(plan: plan, copies: session.places.display(session.places.backups))
      }
      guard isUp, hasChanges else { return }
      session.console.finding(
        Diagnostic(
          .note,
          id: "restore.gateway-up",
          "the gateway is still up, and serves with what the files said before",
          hint: "agentproxy-setup down ends it"
        )
      )
    }
  }
}
