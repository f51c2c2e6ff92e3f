public import Diagnostics

extension Plan {
  /// Puts back what ``apply(to:in:)`` has written, byte by byte, the record of it included.
  ///
  /// - Parameters:
  ///   - system: where to write.
  ///   - places: where the ledger is.
  ///   - paths: the files that were written, if those were not all.
  /// - Throws: `Failure` with each file that somebody else has written since, or that cannot be written. The others have
  ///   been put back.
  public func undo(on system: some System, in places: Places, only paths: Set<String>? = nil) throws(Failure) {
    let lock = try understandSystem { () throws(SystemError) in try system.lock("\(places.stateFolder)/lock") }
    defer { lock.release() }
    var left: [Diagnostic] = []
    let written = (changes + records).filter { $0.isWrite && paths?.contains($0.path) != false }
    for change in written.reversed() {
      do throws(SystemError) {
        try Self.revert(change, on: system)
      } catch {
        left.append(
          Diagnostic(
            .error,
            id: "plan.not-undone",
            error.kind == .changedMeanwhile ? "another program wrote it meanwhile, and it stays as it is" : "\(error)",
            hint: "what was there before is in \(places.display(places.backups))",
            file: places.display(change.path)
          )
        )
      }
    }
    guard left.isEmpty else { throw Failure(.failed, left) }
    try store(ledger, places, system)
  }

  private static func revert(_ change: FileChange, on system: some System) throws(SystemError) {
    let present = change.after?.bytes
    // The content is as it was, and a mode that lets others read it harms nobody.
    if change.isOpenedAlone { return }
    if let before = change.before {
      try system.replace(change.path, present, with: before.bytes, mode: change.mode)
    } else if let present {
      try system.remove(change.path, present)
    }
  }
}
