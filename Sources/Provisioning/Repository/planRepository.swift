internal import Diagnostics

/// Plans the repository's own files.
///
/// What was written last is kept below `.agentproxy/rendered/`. Before the first run that is what is checked in, the
/// render of the defaults. A file that is neither has been edited by hand and stays as it is.
///
/// - Throws: `Failure` if a file is there and cannot be read.
func planRepository(
  _ settings: Settings,
  in project: Project,
  _ places: Places,
  _ system: some System
) throws(Failure) -> Plan {
  var plan = Plan()
  let defaults = Dictionary(uniqueKeysWithValues: try RepositoryFile.all(.defaults).map { ($0.path, $0.text) })
  for file in try RepositoryFile.all(settings) {
    let path = project.path(file.path)
    let recordPath = project.path(".agentproxy/rendered/\(file.path)")
    let wanted = Text(file.text)
    let record = try readOrFail(recordPath, system)
    let checkedIn = defaults[file.path].map { Array($0.utf8) }
    let last = record?.bytes ?? checkedIn
    let actual = try readOrFail(path, system)

    var change = FileChange(action: .create, owner: .repository, path: path, reason: "new", after: wanted)
    if let actual {
      change.before = Text(actual.bytes)
      if actual.bytes == wanted.bytes {
        change.action = .unchanged
        change.reason = "up to date"
      } else if actual.bytes == last || actual.bytes == checkedIn {
        change.action = .update
        change.reason = "follows from .env"
      } else {
        change.action = .keep
        change.reason = "edited by hand, left alone"
        if wanted.bytes != last { plan.findings.append(edited(places.display(path))) }
      }
    }
    plan.changes.append(change)

    // The note is for the next run. It says what the default says as long as there is nothing to note.
    if change.action != .keep, last != wanted.bytes {
      plan.records.append(
        FileChange(
          action: record == nil ? .create : .update,
          owner: .repository,
          path: recordPath,
          reason: "last render",
          before: record.map { Text($0.bytes) },
          after: wanted
        )
      )
    }
  }
  return plan
}

private func edited(_ file: String) -> Diagnostic {
  Diagnostic(
    .warning,
    id: "repository.edited",
    "\(file) was edited by hand and is left alone, though .env asks for something else now",
    hint: "move the file away and run init again to see what it would be"
  )
}
