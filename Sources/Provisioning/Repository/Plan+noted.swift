extension Plan {
  /// The plan with a note about each of the repository's files that is written, so that it can be undone.
  ///
  /// - Parameters:
  ///   - project: the clone.
  ///   - ledger: what was written before.
  /// - Returns: the same changes.
  func noted(in project: Project, _ ledger: Ledger) -> Plan {
    var plan = self
    plan.changes = changes.map { Self.noted($0, project, ledger) }
    plan.records = records.map { Self.noted($0, project, ledger) }
    return plan
  }

  private static func noted(_ change: FileChange, _ project: Project, _ ledger: Ledger) -> FileChange {
    guard change.isWrite, !change.isOpenedAlone, let after = change.after else { return change }
    var change = change
    var record = LedgerFile(
      path: change.path,
      actual: change.before?.bytes,
      after: after.bytes,
      last: ledger[change.path]
    )
    record.project = project.folder
    change.record = record
    return change
  }
}
