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

    /// The mode that a command's flags stand for.
    init(_ options: ConfirmationOptions, json: Bool) {
      self = options.dryRun ? .dry : options.yes ? .write : !json && Prompt.isPossible ? .ask : .refuse
    }
  }

  let mode: Mode
  let json: Bool
  /// What to ask before writing.
  var question = "Write these files?"
  /// What to say if the plan is empty.
  var nothing = "nothing to do"

  /// Plans, and carries the plan out. If another program writes in between, that is done again, unless somebody has
  /// agreed to the plan as it was.
  func perform(_ session: Session, prepare: () async throws -> PreparedPlan) async throws {
    if mode != .dry { try session.checkHome() }
    var attempts = 0
    while true {
      do {
        return try await perform(try await prepare(), session)
      } catch let failure as Failure where mode == .write && attempts < 10 && failure.isOutdated {
        attempts += 1
        session.console.notice("another program wrote in the meantime, planning again")
      }
    }
  }

  private func perform(_ prepared: PreparedPlan, _ session: Session) async throws {
    let plan = prepared.plan
    let console = session.console
    if !json {
      if mode == .dry { console.diffs(of: plan, session.places) }
      console.changes(of: plan, session.places)
      plan.findings.forEach(console.finding)
    }
    if plan.hasChanges { try decide(console) }
    let recorder = mode == .dry ? RecordingSystem(DryRunSystem(session.system)) : RecordingSystem(session.system)
    do throws(Failure) {
      try plan.apply(to: recorder, in: session.places)
    } catch {
      throw unfinished(prepared, session, Set(recorder.written + recorder.removed), reason: error)
    }

    if mode != .dry, plan.hasChanges, let proof = prepared.proof {
      do throws(Failure) {
        try await proof()
      } catch {
        throw await undo(prepared, session, reason: error)
      }
    }

    let status: PlanReport.Status = !plan.hasChanges ? .unchanged : mode == .dry ? .pending : .written
    if json {
      let undo = status == .written ? prepared.undo : []
      try console.json(PlanReport(plan, status: status, places: session.places, next: prepared.next, undo: undo))
    } else {
      let written = plan.changes.filter { (recorder.written + recorder.removed).contains($0.path) }
      say(status, console, prepared, written)
    }
    if plan.isIncomplete { throw ExitCode(Failure.Status.failed.rawValue) }
    if status == .pending { throw ExitCode(Failure.Status.changesPending.rawValue) }
  }

  /// Puts back what was written.
  ///
  /// - Returns: the reason for it, and what came of it.
  private func undo(_ prepared: PreparedPlan, _ session: Session, reason: Failure) async -> Failure {
    let failure = undone(prepared.plan, session, nil, reason: reason)
    await prepared.afterUndo?()
    return failure
  }

  private func undone(_ plan: Plan, _ session: Session, _ paths: Set<String>?, reason: Failure) -> Failure {
    var failure = reason
    do throws(Failure) {
      try plan.undo(on: session.system, in: session.places, only: paths)
      failure.diagnostics.append(Diagnostic(.note, id: "plan.undone", "every file is as it was before"))
    } catch {
      failure.diagnostics += error.diagnostics
    }
    return failure
  }

  /// What is to be told of a plan that came to a file that cannot be written, after `paths`.
  private func unfinished(
    _ prepared: PreparedPlan,
    _ session: Session,
    _ paths: Set<String>,
    reason: Failure
  ) -> Failure {
    let written = prepared.plan.changes.map(\.path).filter(paths.contains)
    guard !reason.isOutdated, !written.isEmpty else { return reason }
    // Half of the places with a new key is worse than none.
    if prepared.isWhole { return undone(prepared.plan, session, paths, reason: reason) }
    var failure = reason
    let names = written.map(session.places.display).joined(separator: ", ")
    failure.diagnostics.append(
      Diagnostic(
        .note,
        id: "plan.unfinished",
        "written before that: \(names)",
        hint: "once it is mended, run the command again: it goes on from there"
      )
    )
    return failure
  }

  private func decide(_ console: Console) throws {
    switch mode {
    case .dry, .write: break
    case .ask:
      guard Prompt.confirm(question, console) else {
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

  private func say(_ status: PlanReport.Status, _ console: Console, _ prepared: PreparedPlan, _ written: [FileChange]) {
    switch status {
    case .unchanged:
      console.report(nothing)
      console.commands("next", prepared.next)
    case .pending, .failed:
      break
    case .written:
      let removed = written.count { $0.action == .remove }
      let parts = [("wrote", written.count - removed), ("removed", removed)].filter { $0.1 > 0 }
        .map { "\($0.0) \($0.1) \($0.1 == 1 ? "file" : "files")" }
      console.report(parts.joined(separator: ", "))
      console.commands("next", prepared.next)
      console.commands("undo", prepared.undo)
      if let copies = prepared.copies { console.report("copies of what was there are in \(copies)") }
    }
  }
}

extension Failure {
  /// Whether another program was faster, so that the plan does not fit any longer.
  fileprivate var isOutdated: Bool { diagnostics.contains { $0.id == "plan.outdated" } }
}
