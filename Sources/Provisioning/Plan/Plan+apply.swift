public import Diagnostics

extension Plan {
  /// Writes what is to be written, and notes it in the ledger.
  ///
  /// What is about to be written is noted before, and that it was written after: whenever the process is killed, the
  /// next run finds out how far it came.
  ///
  /// - Parameters:
  ///   - system: where to write.
  ///   - places: where the ledger is.
  /// - Throws: `Failure` at the first file that cannot be written. Those before it have been written, and are noted;
  ///   running the command again goes on from there.
  public func apply(to system: some System, in places: Places) throws(Failure) {
    // Also beside a file that is as it should be: a run that was killed may have left something after it had come so far.
    for path in (changes + records).map(\.path) + [places.ledger] {
      system.sweep(beside: path)
      system.sweep(beside: "\(places.backups)\(path)/copy")
    }
    let writes = (changes + records).filter(\.isWrite)
    let dropped = (changes + records).filter(\.dropsRecord).map(\.path) + forgotten
    let isNoted = clients == ledger.clients && !dropped.contains { ledger[$0] != nil }
    guard !writes.isEmpty || !isNoted else { return }
    let folders = records.map { String($0.path[..<($0.path.lastIndex(of: "/") ?? $0.path.startIndex)]) }
    let system = BackupSystem(
      system,
      folder: places.backups,
      sparing: [places.stateFolder] + folders
    )
    let lock = try understandSystem { () throws(SystemError) in try system.lock("\(places.stateFolder)/lock") }
    defer { lock.release() }
    guard try Ledger.read(in: places, system) == ledger else {
      throw Failure(
        .failed,
        id: "plan.outdated",
        "another agentproxy-setup wrote in the meantime",
        hint: "run the command again"
      )
    }
    var noted = ledger
    noted.clients = clients
    noted.pending = writes.compactMap(\.record)
    if !noted.pending.isEmpty { try store(noted, places, system) }
    do throws(Failure) {
      for change in writes {
        let done = try write(change, system)
        noted.pending.removeAll { $0.path == change.path }
        if let record = done.record { noted[change.path] = record }
      }
    } catch {
      // What was written is noted in any case; the first failure is the one to tell of. The file that failed stays open,
      // for it may have been written nevertheless: the next run finds out.
      try? store(noted, places, system)
      throw error
    }
    for path in dropped { noted[path] = nil }
    try store(noted, places, system)
  }

  /// Writes one file. If another program was faster, its content is what is edited.
  private func write(_ change: FileChange, _ system: some System) throws(Failure) -> FileChange {
    var change = change
    var attempts = 0
    while change.isWrite {
      do throws(SystemError) {
        if let after = change.after {
          if !change.isOpenedAlone {
            try system.replace(change.path, change.before?.bytes, with: after.bytes, mode: change.mode)
          }
          if change.isOpened { try system.allowReading(change.path) }
        } else {
          try system.remove(change.path, change.before?.bytes ?? [])
        }
        return change
      } catch {
        attempts += 1
        guard error.kind == .changedMeanwhile, attempts < 100, let again = change.again else {
          throw Failure(error, id: error.kind == .changedMeanwhile ? "plan.outdated" : "plan.write")
        }
        change = try again(system)
      }
    }
    return change
  }

  func store(_ ledger: Ledger, _ places: Places, _ system: some System) throws(Failure) {
    let present = try readOrFail(places.ledger, system)?.bytes
    let wanted = try ledger.encoded()
    guard present != wanted else { return }
    try understandSystem { () throws(SystemError) in
      try system.replace(places.ledger, present, with: wanted, mode: 0o600)
    }
  }
}
