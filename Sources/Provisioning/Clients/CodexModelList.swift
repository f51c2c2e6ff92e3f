internal import ConfigEdit
internal import Diagnostics
internal import Rendering

/// The file with the gateway's models for Codex's picker, which `model_catalog_json` names.
struct CodexModelList {
  /// The absolute path.
  let path: String
  /// The content; `nil` to leave the file and the key as they are, because the installed Codex could not be asked.
  let content: [UInt8]?

  private let models: [GatewayModel]

  /// Makes the list of what the installed Codex said.
  init(_ codex: InstalledCodex, _ models: [GatewayModel], in places: Places) {
    self.models = models
    path = "\(places.codexFolder)/agentproxy-models.json"
    guard case .models(let known) = codex, !models.isEmpty else {
      content = nil
      return
    }
    content = known.catalog(of: models)
  }

  /// What happens to the file; `nil` if nothing does.
  ///
  /// - Throws: `Failure` if the file is there and cannot be read.
  func change(_ ledger: Ledger, _ system: some System) throws(Failure) -> FileChange? {
    guard let content else { return nil }
    let actual = try readOrFail(path, system)?.bytes
    var change = FileChange(
      action: actual == nil ? .create : actual == content ? .unchanged : .update,
      owner: .client,
      path: path,
      reason: actual == nil ? "new" : actual == content ? "up to date" : "follows from .env and the installed Codex",
      before: actual.map { Text(bytes: $0, shown: "the last list\n") },
      after: Text(bytes: content, shown: models.map { "model \($0.name)\n" }.joined())
    )
    change.record = LedgerFile(path: path, actual: actual, after: content, last: ledger[path])
    return change
  }

  /// `config.toml` with the key that names the file.
  ///
  /// Without a new list the key stays if it was written before and the file is still there: Codex does not start if the
  /// file it names is missing.
  ///
  /// - Parameters:
  ///   - file: the file with the other keys.
  ///   - last: the note of the last write.
  ///   - isThere: whether there is a list from before.
  /// - Returns: the file with one key more, or as it is.
  func named(in file: ManagedFile, last: LedgerFile?, isThere: Bool) -> ManagedFile {
    let key: ConfigPath = ["model_catalog_json"]
    let isNamed = last?.keys.contains { $0.path == key } ?? false
    guard content != nil || (isNamed && isThere) else { return file }
    var keys = file.keys
    keys.insert(WantedKey(path: key, text: tomlString(path), policy: .required), at: min(2, keys.count))
    return ManagedFile(path: file.path, format: file.format, keys: keys, anchor: file.anchor)
  }
}
