internal import ConfigEdit

/// One key that was written: what was there before, and what was written.
struct LedgerKey: Sendable, Equatable, Codable {
  /// The key.
  var path: ConfigPath
  /// The text that was there before the first write, or that came to be there by another hand since; `nil` for no key.
  var before: String?
  /// The text written; `nil` if it is a secret, for which ``hash`` has to do.
  var written: String?
  /// The SHA-256 of the text written.
  var hash: String
  /// What was put in before an added value, see `KeyEdit`.
  var leading: String
  /// What was put in behind an added value.
  var trailing: String

  /// Notes an edit.
  ///
  /// - Parameters:
  ///   - edit: what was done.
  ///   - earlier: the note about the same key whose value the edit found unchanged, if there is one: its memory of what
  ///     was before is the one that counts.
  init(_ edit: KeyEdit, after earlier: LedgerKey?) {
    path = edit.path
    before = earlier.map(\.before) ?? edit.before
    written = WantedKey.isSecret(edit.path) ? nil : edit.written
    hash = contentHash(Array(edit.written.utf8))
    leading = earlier?.leading ?? edit.leading
    trailing = earlier?.trailing ?? edit.trailing
  }

  /// Whether `text` is what was written.
  func isWritten(_ text: String, in format: any ConfigDocument.Type) -> Bool {
    if hash == contentHash(Array(text.utf8)) { return true }
    return written.map { format.isSameValue($0, text) } ?? false
  }

  /// The edit to take back, if `present` is what was written.
  func edit(present: String) -> KeyEdit {
    KeyEdit(path: path, before: before, written: present, leading: leading, trailing: trailing)
  }
}

extension LedgerKey: CustomStringConvertible {
  /// The path alone: the value before may be a secret.
  var description: String { "\(path)" }
}
