internal import ConfigEdit
internal import Diagnostics

/// Plans what happens to a file that somebody else owns.
///
/// - Parameters:
///   - file: the file and its keys.
///   - owner: whose file it is.
///   - ledger: what was written before.
///   - places: how to name the file.
///   - system: where to look.
/// - Returns: the change.
/// - Throws: `Failure` if the file cannot be read or edited; nothing is to be written then.
func planManagedFile(
  _ file: ManagedFile,
  owner: FileChange.Owner,
  _ ledger: Ledger,
  _ places: Places,
  _ system: some System
) throws(Failure) -> FileChange {
  let name = places.display(file.path)
  let state = try readOrFail(file.path, system)
  let actual = state?.bytes
  let plan = try planKeys(file, actual: actual, last: ledger[file.path], name: name)
  var change = FileChange(
    action: actual == nil ? .create : actual == plan.document.bytes ? .unchanged : .update,
    owner: owner,
    path: file.path,
    reason: reason(plan.changes, isNew: actual == nil),
    before: actual.map { file.format.text($0, keys: []) },
    after: file.format.text(plan.document.bytes, keys: plan.changes.filter(\.isWrite).map(\.path))
  )
  if file.format != .environment {
    change.ownLines = OwnLines(
      file.keys.map(\.path) + plan.owned,
      in: [plan.original, plan.document],
      written: file.keys.filter { !$0.isSecret }.compactMap { plan.document.leaf(at: $0.path)?.text }
    )
  }
  change.keys = plan.changes
  change.record = plan.record
  if let mode = state?.mode, mode & 0o077 != 0, file.keys.contains(where: \.isSecret) {
    change.findings = [
      Diagnostic(
        .warning,
        id: "file.readable",
        "\(name) holds the gateway's key, and others on this machine can read it",
        hint: "chmod 600 \(name)"
      )
    ]
  }
  change.again = { system throws(Failure) in try planManagedFile(file, owner: owner, ledger, places, system) }
  return change
}

/// `2 keys added, 1 put back`.
private func reason(_ changes: [KeyChange], isNew: Bool) -> String {
  if isNew { return "new" }
  let words: [(KeyChange.State, String)] = [
    (.added, "added"), (.replaced, "replaced"), (.updated, "updated"), (.putBack, "put back"),
    (.withdrawn, "withdrawn"), (.kept, "kept as changed"),
  ]
  let parts = words.compactMap { state, word in
    let count = changes.count { $0.state == state }
    return count == 0 ? nil : "\(count) \(count == 1 ? "key" : "keys") \(word)"
  }
  return parts.isEmpty ? "up to date" : parts.joined(separator: ", ")
}
