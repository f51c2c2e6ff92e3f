public import Diagnostics

/// Everything that a command is going to write, in order, and what it found on the way.
public struct Plan: Sendable {
  /// The files that concern the user.
  public var changes: [FileChange]
  /// The notes to keep for the next run, which concern nobody else.
  var records: [FileChange]
  /// What is worth saying; no errors, for with an error there is no plan.
  public var findings: [Diagnostic]

  init(changes: [FileChange] = [], records: [FileChange] = [], findings: [Diagnostic] = []) {
    self.changes = changes
    self.records = records
    self.findings = findings
  }

  /// Whether a file that concerns the user is going to be written.
  public var hasChanges: Bool { changes.contains(where: \.isWrite) }

  /// Writes the files that are to be written.
  ///
  /// - Throws: `Failure` at the first file that cannot be written, or that is no longer as it was when the plan was
  ///   made. The files before it have been written; running the command again goes on from there.
  public func apply(to system: some System) throws(Failure) {
    for change in changes + records {
      system.sweep(beside: change.path)
      guard change.isWrite else { continue }
      do throws(SystemError) {
        try system.replace(change.path, change.before?.bytes, with: change.after.bytes, mode: change.mode)
      } catch {
        throw Failure(error, id: error.kind == .changedMeanwhile ? "plan.outdated" : "plan.write")
      }
    }
  }
}
