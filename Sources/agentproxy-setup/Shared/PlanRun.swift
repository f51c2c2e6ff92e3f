import ArgumentParser
import Diagnostics
import Provisioning

/// Shows a plan, carries it out as far as it may, and says what came of it.
struct PlanRun {
  /// How far it may go.
  enum Mode {
    /// Print the differences alone.
    case dry
    /// Write.
    case write
    /// Ask first.
    case ask
    /// There is nobody to ask.
    case refuse
  }

  let plan: Plan
  var next: [String] = []
  var undo: [String] = []
  let mode: Mode
  let json: Bool

  /// Carries the plan out.
  func perform(_ session: Session) throws {
    let console = session.console
    if !json {
      if mode == .dry { console.diffs(of: plan, session.places) } else { console.changes(of: plan, session.places) }
      plan.findings.forEach(console.finding)
    }
    if plan.hasChanges { try decide(console) }
    let recorder = mode == .dry ? RecordingSystem(DryRunSystem(session.system)) : RecordingSystem(session.system)
    try plan.apply(to: recorder)

    let status: PlanReport.Status = !plan.hasChanges ? .unchanged : mode == .dry ? .pending : .written
    if json {
      let undo = status == .written ? undo : []
      try console.json(PlanReport(plan, status: status, places: session.places, next: next, undo: undo))
    } else {
      say(status, console, count: plan.changes.count(where: { recorder.written.contains($0.path) }))
    }
    if status == .pending { throw ExitCode(Failure.Status.changesPending.rawValue) }
  }

  private func decide(_ console: Console) throws {
    switch mode {
    case .dry, .write: break
    case .ask:
      guard Prompt.confirm("Write these files?", console) else {
        throw Failure(.failed, id: "plan.declined", "nothing was written")
      }
    case .refuse:
      throw Failure(
        .usage,
        id: "plan.unconfirmed",
        "there is no terminal to ask on, nothing was written",
        hint: "add --yes to write these files, or --dry-run to see the differences"
      )
    }
  }

  private func say(_ status: PlanReport.Status, _ console: Console, count: Int) {
    switch status {
    case .unchanged:
      console.report("nothing to do")
      console.commands("next", next)
    case .pending, .failed:
      break
    case .written:
      console.report("wrote \(count) \(count == 1 ? "file" : "files")")
      console.commands("next", next)
      console.commands("undo", undo)
    }
  }
}
