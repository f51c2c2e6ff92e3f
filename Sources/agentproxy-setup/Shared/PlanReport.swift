import Diagnostics
import Provisioning

/// What a command that writes files did, or would do.
struct PlanReport: Encodable {
  /// One file.
  struct Change: Encodable {
    let action: FileChange.Action
    let path: String
    let reason: String
    let keys: [KeyChange]
  }

  /// How far it went.
  enum Status: String, Encodable {
    /// There was nothing to write.
    case unchanged
    /// A dry run: there would be something to write.
    case pending
    /// Everything is written.
    case written
    /// It ended before its time, for the reasons in the findings.
    case failed
  }

  /// Grows when a field changes its meaning.
  let schemaVersion = 1
  let status: Status
  let changes: [Change]
  let findings: [Diagnostic]
  let next: [String]
  let undo: [String]

  init(_ failure: Failure) {
    status = .failed
    changes = []
    findings = failure.diagnostics
    next = []
    undo = []
  }

  init(_ plan: Plan, status: Status, places: Places, next: [String] = [], undo: [String] = []) {
    self.status = status
    changes = plan.changes.map {
      Change(action: $0.action, path: places.display($0.path), reason: $0.reason, keys: $0.keys)
    }
    findings = plan.findings
    self.next = next
    self.undo = undo
  }
}
