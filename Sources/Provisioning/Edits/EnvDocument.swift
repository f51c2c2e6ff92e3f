public import ConfigEdit
internal import DotEnv

/// A `.env` file as a document of keys without tables, so that it takes part in the same ledger as the clients' files.
///
/// The text of a value is what stands behind the `=`, quotes included. Of several assignments the last counts.
public struct EnvDocument: ConfigDocument {
  /// The file as `.env` is read elsewhere.
  private(set) var document: DotEnvDocument

  /// The file that is `document`.
  init(_ document: DotEnvDocument) {
    self.document = document
  }

  /// Reads a file as Compose does.
  ///
  /// - Throws: `ConfigError` of kind `syntax` for the first line that Compose would refuse.
  public init(parsing bytes: [UInt8]) throws(ConfigError) {
    document = try Self.understand(.syntax) { () throws(DotEnvError) in try DotEnvDocument(parsing: bytes) }
  }

  /// The file, byte for byte.
  public var bytes: [UInt8] { document.bytes }

  /// The keys that have a value, each once, in the order of the lines that count.
  public var leaves: [ConfigLeaf] {
    var seen: Set<String> = []
    return document.assignments.reversed().compactMap { seen.insert($0.key).inserted ? leaf(at: [$0.key]) : nil }
      .reversed()
  }

  /// The text of a key's value, and the line of the key.
  public func leaf(at path: ConfigPath) -> ConfigLeaf? {
    guard let key = try? key(of: path), !key.isEmpty, let text = document.valueText(of: key),
      let assignment = document.lastAssignment(of: key)
    else { return nil }
    return ConfigLeaf(path: path, text: text, line: assignment.line)
  }

  /// Whether two texts stand for the same value, however they are quoted.
  public static func isSameValue(_ left: String, _ right: String) -> Bool {
    DotEnvDocument.isSameValue(left, right)
  }

  /// Gives a key a value, below the example line for it or at the end of the file if it has none.
  ///
  /// - Throws: `ConfigError` of kind `blocked` for a path of several steps, for a name that cannot stand in such a file,
  ///   and for a value that would run together with what is on its line.
  public mutating func set(_ path: ConfigPath, to text: String) throws(ConfigError) -> KeyEdit? {
    let key = try key(of: path)
    let edit = try Self.understand(.blocked) { () throws(DotEnvError) in try document.set(key, toText: text) }
    return edit.map {
      KeyEdit(path: path, before: $0.before, written: $0.written, leading: $0.leading, trailing: $0.trailing)
    }
  }

  /// Takes back one edit, whatever else has changed in the file since.
  ///
  /// - Throws: `ConfigError` of kind `blocked` if the rest of the file would not mean the same then.
  public mutating func revert(_ edit: KeyEdit) throws(ConfigError) -> Bool {
    let edit = DotEnvEdit(
      key: try key(of: edit.path),
      before: edit.before,
      written: edit.written,
      leading: edit.leading,
      trailing: edit.trailing
    )
    return try Self.understand(.blocked) { () throws(DotEnvError) in try document.revert(edit) }
  }

  /// What each key says before variables are expanded, as the reader says that was held against Compose itself.
  public static func tree(parsing bytes: [UInt8]) throws(ConfigError) -> ConfigTree {
    let document = try understand(.syntax) { () throws(DotEnvError) in try DotEnvDocument(parsing: bytes) }
    var keys: [String: ConfigTree] = [:]
    for assignment in document.assignments {
      let value = String(decoding: document.meaning(of: assignment), as: UTF8.self)
      let type = assignment.inheritsFromEnvironment ? "inherited" : "value"
      keys[assignment.key] = .scalar(type: type, value: value)
    }
    return .table(keys)
  }

  private func key(of path: ConfigPath) throws(ConfigError) -> String {
    guard path.steps.count == 1, case .key(let key) = path.steps[0] else {
      throw ConfigError(.blocked, "\(path) cannot be in a .env file, which has no tables", remedy: "use a plain name")
    }
    return key
  }

  private static func understand<Result>(
    _ kind: ConfigError.Kind,
    _ body: () throws(DotEnvError) -> Result
  ) throws(ConfigError) -> Result {
    do throws(DotEnvError) {
      return try body()
    } catch {
      throw ConfigError(kind, error.message, remedy: error.remedy, line: error.line)
    }
  }
}
