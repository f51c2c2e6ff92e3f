internal import ConfigEdit
public import Diagnostics

/// Undoes what was written, key by key and file by file: the plan of `restore`.
public struct Restoration: Sendable {
  /// The clone whose files are meant besides the clients'; `nil` for the clients' alone.
  public var project: Project?
  /// Where this user's files are.
  public var places: Places

  /// Gathers what is asked for.
  public init(project: Project?, places: Places) {
    self.project = project
    self.places = places
  }

  /// Works out what to do, without doing any of it.
  ///
  /// - Parameter system: where to look.
  /// - Returns: the plan. What was changed by somebody else since it was written stays, and is named.
  /// - Throws: `Failure` if the ledger cannot be read.
  public func prepare(on system: some System) throws(Failure) -> Plan {
    let ledger = try Ledger.read(in: places, system)
    var plan = Plan(ledger: ledger)
    plan.clients = nil
    var companions = Companions()
    // The newest first: what names a file goes before the file.
    for note in ledger.files.reversed() where note.project == nil || note.project == project?.folder {
      do throws(Failure) {
        guard let actual = try readOrFail(note.path, system)?.bytes else {
          plan.forgotten.append(note.path)
          continue
        }
        // A file stays as long as the one that names it cannot do without.
        guard !companions.areNeeded(note.path) else { continue }
        var change = try undo(note, actual)
        companions.note(change)
        change.dropsRecord = true
        if note.format != nil {
          change.again = { (system: any System) throws(Failure) -> FileChange in
            let actual = try readOrFail(note.path, system)?.bytes
            return try undo(note, actual ?? [])
          }
        }
        if isOwnRecord(note.path) { plan.records.append(change) } else { plan.changes.append(change) }
      } catch {
        // One file that cannot be read is no reason to leave the others.
        companions.keep(beside: note.path)
        plan.isIncomplete = true
        plan.findings += error.diagnostics.map { finding in
          var finding = finding
          finding.severity = .warning
          finding.hint = "mend the file, and run agentproxy-setup restore again: what is to be put back is kept"
          return finding
        }
      }
    }
    return plan
  }

  private func undo(_ note: LedgerFile, _ actual: [UInt8]) throws(Failure) -> FileChange {
    let isUntouched = note.hash == contentHash(actual)
    if note.isCreated, isUntouched {
      let text = note.format?.text(actual, keys: []) ?? Text(actual)
      var change = change(note, .remove, "made by agentproxy-setup, and not changed since", text, nil)
      if let format = note.format {
        change.ownLines = ownLines(note, format, [try format.open(actual, name: places.display(note.path))])
      }
      return change
    }
    if let format = note.format { return try undoKeys(note, format, actual) }
    guard isUntouched, let before = note.whole?.before else {
      return change(note, .keep, "changed since it was written, left alone", Text(actual), Text(actual))
    }
    return change(note, .update, "as it was before agentproxy-setup wrote it", Text(actual), Text(Array(before)))
  }

  private func undoKeys(
    _ note: LedgerFile,
    _ format: FileFormat,
    _ actual: [UInt8]
  ) throws(Failure) -> FileChange {
    let name = places.display(note.path)
    let before = try format.open(actual, name: name)
    var plan = KeyPlan(document: before, record: note)
    for key in note.keys.reversed() {
      if !Companions.isNeeded(key, in: plan.document), try plan.takeBack(key, as: .restored, name: name) {
        continue
      }
      guard let present = plan.document.leaf(at: key.path) else { continue }
      let isSecret = WantedKey.isSecret(key.path)
      plan.changes.append(
        KeyChange(
          path: key.path.description,
          state: .left,
          last: key.written.map { shownValue($0, isSecret: isSecret) },
          actual: shownValue(present.text, isSecret: isSecret),
          wanted: nil,
          line: present.line
        )
      )
    }
    try plan.verify(before: actual, name: name)
    let restored = plan.changes.count { $0.state == .restored }
    let left = plan.changes.count - restored
    let reason = [(restored, "put back"), (left, "left alone")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.0 == 1 ? "key" : "keys") \($0.1)" }
    var change = change(
      note,
      restored > 0 ? .update : .keep,
      reason.isEmpty ? "holds none of our keys" : reason.joined(separator: ", "),
      format.text(actual, keys: []),
      format.text(plan.document.bytes, keys: [])
    )
    change.ownLines = ownLines(note, format, [before, plan.document])
    change.keys = plan.changes
    return change
  }

  private func change(
    _ note: LedgerFile,
    _ action: FileChange.Action,
    _ reason: String,
    _ before: Text?,
    _ after: Text?
  ) -> FileChange {
    let owner: FileChange.Owner = note.project == nil ? .client : note.format == nil ? .repository : .user
    return FileChange(action: action, owner: owner, path: note.path, reason: reason, before: before, after: after)
  }

  private func ownLines(_ note: LedgerFile, _ format: FileFormat, _ documents: [any ConfigDocument]) -> OwnLines? {
    guard format != .environment else { return nil }
    return OwnLines(note.keys.map(\.path), in: documents, written: note.keys.compactMap(\.written))
  }

  /// Whether the file is a note of ours, which concerns nobody else.
  private func isOwnRecord(_ path: String) -> Bool {
    project.map { path.hasPrefix($0.path(".agentproxy/")) } ?? false
  }
}
