public import Diagnostics

/// Everything that a command is going to write, in order, and what it found on the way.
public struct Plan: Sendable {
  /// The files that concern the user.
  public var changes: [FileChange]
  /// The notes to keep for the next run, which concern nobody else.
  var records: [FileChange]
  /// What is worth saying; no errors, for with an error there is no plan.
  public var findings: [Diagnostic]
  /// What was written before.
  var ledger: Ledger
  /// The clients to remember as those that were chosen.
  var clients: [Client]?
  /// The files of which nothing is left to remember: they are gone.
  var forgotten: [String] = []
  /// Whether something that should be done cannot be; the findings say what.
  public internal(set) var isIncomplete = false

  init(
    changes: [FileChange] = [],
    records: [FileChange] = [],
    findings: [Diagnostic] = [],
    ledger: Ledger = Ledger()
  ) {
    self.changes = changes
    self.records = records
    self.findings = findings
    self.ledger = ledger
    clients = ledger.clients
  }

  /// Whether a file that concerns the user is going to be written.
  public var hasChanges: Bool { changes.contains(where: \.isWrite) }
}
