/// What was written where, and what was there before: the memory that drift and undo come from.
struct Ledger: Sendable, Equatable, Codable {
  /// Grows when a field changes its meaning.
  var schemaVersion = 1
  /// The files, in the order of their first write.
  var files: [LedgerFile] = []
  /// The clients that somebody has chosen to have configured; `nil` if nobody has yet.
  var clients: [Client]?
  /// The files that were about to be written. Anything here is left by a run that was killed.
  var pending: [LedgerFile] = []

  /// The note about the file at `path`.
  subscript(path: String) -> LedgerFile? {
    get { files.first { $0.path == path } }
    set {
      let index = files.firstIndex { $0.path == path }
      switch (index, newValue) {
      case (let index?, let file?): files[index] = file
      case (let index?, nil): files.remove(at: index)
      case (nil, let file?): files.append(file)
      case (nil, nil): break
      }
    }
  }
}
