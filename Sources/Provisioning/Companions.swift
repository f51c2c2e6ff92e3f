internal import ConfigEdit

/// What has to stay when something that stays needs it: without it a client would not start.
struct Companions {
  private var folders: Set<String> = []
  private var lists: Set<String> = []

  /// Whether the key has to stay, because somebody else's keys stand beside it: Codex refuses a provider without a name,
  /// VS Code a group of models without a vendor.
  ///
  /// A table that was there without it before us is none of our business.
  ///
  /// - Parameters:
  ///   - key: the note of the key.
  ///   - document: the document, in which our other keys have been taken back.
  /// - Returns: whether it has to stay.
  static func isNeeded(_ key: LedgerKey, in document: any ConfigDocument) -> Bool {
    guard key.before == nil, key.leading.contains(where: { "[{".contains($0) }) else { return false }
    let path = key.path
    let table = ConfigPath(Array(path.steps.dropLast()))
    switch (path.steps.first, path.steps.last) {
    case (.key("model_providers"), .key("name")):
      return document.leaves.contains { table.contains($0.path) && $0.path != path }
    case (.element(let identity, _), .key("vendor")):
      // The leaves do not go into arrays.
      guard let element = document.leaf(at: table)?.text, let object = try? JSONDocument(parsing: Array(element.utf8))
      else { return false }
      return object.leaves.contains { ![[identity], ["vendor"]].contains($0.path) }
    default:
      return false
    }
  }

  /// Keeps what lies beside a file that cannot be restored.
  mutating func keep(beside path: String) {
    folders.insert(Self.folder(of: path))
  }

  /// Looks whether a file still names the list of models after the change.
  mutating func note(_ change: FileChange) {
    let folder = Self.folder(of: change.path)
    guard change.path.hasSuffix("/config.toml"), let text = change.after?.bytes,
      let document = try? TOMLDocument(parsing: text), document.leaf(at: ["model_catalog_json"]) != nil
    else { return }
    lists.insert(folder)
  }

  /// Whether the file has to stay.
  ///
  /// - Parameter path: the file.
  /// - Returns: whether it does.
  func areNeeded(_ path: String) -> Bool {
    let folder = Self.folder(of: path)
    return folders.contains(folder) || (lists.contains(folder) && path.hasSuffix("/agentproxy-models.json"))
  }

  private static func folder(of path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}
