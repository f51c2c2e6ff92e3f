internal import ConfigEdit
internal import Diagnostics

/// What is to become of a file of somebody else's.
struct KeyPlan {
  /// The file's text after.
  var document: any ConfigDocument
  /// The file's text before.
  let original: any ConfigDocument
  /// What happens to each key.
  var changes: [KeyChange] = []
  /// The note to keep.
  var record: LedgerFile
  /// The paths that the edits may have changed.
  var owned: [ConfigPath] = []

  /// Begins with a document as it is.
  init(document: any ConfigDocument, record: LedgerFile) {
    self.document = document
    original = document
    self.record = record
  }
}

/// Compares what was last written, what is there and what is wanted, key by key, and edits accordingly.
///
/// - Parameters:
///   - file: the file and its keys.
///   - actual: its content now; `nil` if there is no file.
///   - last: the note of the last write.
///   - name: what messages call the file.
/// - Returns: the edited text, and what was done to it.
/// - Throws: `Failure` if the file cannot be read, or something is in the way of a key.
func planKeys(
  _ file: ManagedFile,
  actual: [UInt8]?,
  last: LedgerFile?,
  name: String
) throws(Failure) -> KeyPlan {
  let before = actual ?? []
  var plan = KeyPlan(
    document: try file.format.open(before, name: name),
    record: LedgerFile(path: file.path, format: file.format, actual: actual, last: last)
  )
  let keepsPreferences = plan.holds(file.anchor)
  for key in plan.record.keys.reversed() where !file.keys.contains(where: { $0.path == key.path }) {
    try plan.withdraw(key, name: name)
  }
  for key in file.keys {
    try plan.want(key, keepsPreferences: keepsPreferences, name: name)
  }
  if plan.document.bytes != before {
    try plan.verify(before: before, name: name)
    plan.record.hash = contentHash(plan.document.bytes)
  }
  return plan
}

extension KeyPlan {
  /// Checks with another parser that nothing but our keys differs from `before`.
  func verify(before: [UInt8], name: String) throws(Failure) {
    try understandEdit(of: name) { () throws(ConfigError) in
      try document.verify(since: before, owned: owned)
    }
  }

  /// Takes back a key, if it still is what was written.
  ///
  /// - Parameters:
  ///   - key: the note of the write.
  ///   - state: what to call that.
  ///   - name: what messages call the file.
  /// - Returns: whether it was taken back.
  /// - Throws: `Failure` if the file cannot be edited there.
  mutating func takeBack(_ key: LedgerKey, as state: KeyChange.State, name: String) throws(Failure) -> Bool {
    guard let present = document.leaf(at: key.path), LedgerFile.holds(key, document) else { return false }
    owned.append(key.path)
    let edit = key.edit(present: present.text)
    let isDone = try understandEdit(of: name) { () throws(ConfigError) in try document.revert(edit) }
    guard isDone else { return false }
    let isSecret = WantedKey.isSecret(key.path)
    changes.append(
      KeyChange(
        path: key.path.description,
        state: state,
        last: key.written.map { shownValue($0, isSecret: isSecret) },
        actual: shownValue(present.text, isSecret: isSecret),
        wanted: key.before.map { shownValue($0, isSecret: isSecret) },
        line: present.line
      )
    )
    return true
  }

  /// Whether the value at `path` is the one that was last written; without a path or a note of it, not.
  fileprivate func holds(_ path: ConfigPath?) -> Bool {
    record.keys.contains { $0.path == path && LedgerFile.holds($0, document) }
  }

  /// Takes back a key that was written once and is not wanted any longer.
  fileprivate mutating func withdraw(_ key: LedgerKey, name: String) throws(Failure) {
    record.keys.removeAll { $0.path == key.path }
    _ = try takeBack(key, as: .withdrawn, name: name)
  }

  /// Edits the file so that `key` is as wanted, unless somebody else's choice counts for more.
  fileprivate mutating func want(_ key: WantedKey, keepsPreferences: Bool, name: String) throws(Failure) {
    let present = document.leaf(at: key.path)
    let earlier = record.keys.first { $0.path == key.path }
    let isOurs = earlier.map { LedgerFile.holds($0, document) } ?? false
    var change = KeyChange(
      path: key.path.description,
      state: .unchanged,
      last: earlier?.written.map { shownValue($0, isSecret: key.isSecret) },
      actual: present.map { shownValue($0.text, isSecret: key.isSecret) },
      wanted: shownValue(key.text, isSecret: key.isSecret),
      line: present?.line
    )
    defer { changes.append(change) }
    if let present, type(of: document).isSameValue(present.text, key.text) { return }
    switch key.policy {
    case .fallback where !isOurs && (present != nil || document.leaves.contains { key.path.contains($0.path) }):
      change.state = .kept
      if present == nil {
        change.actual = "your table"
        change.line = document.leaves.first { key.path.contains($0.path) }?.line
      }
      return
    case .preference where earlier != nil && !isOurs && keepsPreferences,
      .fallback where earlier != nil && !isOurs && keepsPreferences:
      change.state = .kept
      return
    default: break
    }
    owned.append(key.path)
    let edit = try understandEdit(of: name) { () throws(ConfigError) in
      do throws(ConfigError) {
        return try document.set(key.path, to: key.text)
      } catch {
        // What is in the way is in the way in the user's own text too, and the line there is the one to name.
        var untouched = original
        _ = try untouched.set(key.path, to: key.text)
        throw error
      }
    }
    guard let edit else { return }
    change.state =
      switch (earlier, isOurs, present) {
      case (nil, _, nil): .added
      case (nil, _, _): .replaced
      case (_, true, _): .updated
      case (_, false, _): .putBack
      }
    record.note(edit, isOurs: isOurs)
  }
}
