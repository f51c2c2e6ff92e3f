internal import Diagnostics

/// Plans the repository's own files.
///
/// What was rendered last is kept below `.agentproxy/rendered/`. Before the first run that is what is checked in, the
/// render of the defaults. In a file that is neither, the user's edits are kept: what is newly rendered is merged with
/// them, or if it cannot be, the file stays as it is, and the next run tries again.
///
/// - Throws: `Failure` if a file is there and cannot be read.
func planRepository(
  _ settings: Settings,
  in project: Project,
  _ places: Places,
  _ system: some System,
  _ merge: RepositoryMerge
) async throws(Failure) -> Plan {
  var plan = Plan()
  let defaults = Dictionary(uniqueKeysWithValues: try RepositoryFile.all(.defaults).map { ($0.path, $0.text) })
  for file in try RepositoryFile.all(settings) {
    let path = project.path(file.path)
    let recordPath = project.path(".agentproxy/rendered/\(file.path)")
    let record = try readOrFail(recordPath, system)
    let checkedIn = defaults[file.path].map { Array($0.utf8) }
    let wanted = Array(file.text.utf8)
    let last = record?.bytes ?? checkedIn ?? wanted

    let state = try readOrFail(path, system)
    let (change, finding) = await RepositoryMerging(
      path: path,
      name: places.display(path),
      actual: state?.bytes,
      last: last,
      checkedIn: checkedIn,
      wanted: wanted
    )
    .change(merge)
    let isClosed = state.map { $0.mode & 0o004 == 0 } ?? false
    let mustOpen = isClosed && settings.engine != .embedded && RepositoryFile.mounted.contains(file.path)
    plan.changes.append(mustOpen ? change.opened() : change)
    if let finding { plan.findings.append(finding) }

    // The note is for the next run. It says what the default says as long as there is nothing to note.
    if change.action != .keep, last != wanted {
      plan.records.append(
        FileChange(
          action: record == nil ? .create : .update,
          owner: .repository,
          path: recordPath,
          reason: "last render",
          before: record.map { Text($0.bytes) },
          after: Text(wanted)
        )
      )
    }
  }
  return plan
}
