internal import ConfigEdit
internal import Diagnostics
internal import Provisioning

/// What Claude Code takes from its settings: the files of all who may have a say, put together key by key.
struct ClaudeSettings {
  /// Whose file it is, the one that counts first at the top.
  enum Owner: Int, Comparable {
    /// Whoever manages the machine.
    case managed
    /// The user's, for one folder, checked in nowhere.
    case local
    /// The folder's, checked in.
    case project
    /// The user's, which is written by us.
    case user

    static func < (left: Owner, right: Owner) -> Bool { left.rawValue < right.rawValue }
  }

  /// A value, and who has the say.
  struct Found {
    /// Whose file it is in.
    let owner: Owner
    /// The value.
    let value: ClientValue
  }

  private struct Layer {
    let owner: Owner
    let file: String
    let document: JSONDocument

    func value(_ keys: [String]) -> ClientValue? {
      document.leaf(at: ConfigPath(keys: keys)).map { leaf in
        ClientValue(value: JSONDocument.string(leaf.text) ?? leaf.text, file: file, line: leaf.line)
      }
    }
  }

  private let layers: [Layer]

  /// Reads the files. Those of a folder are the clone's: Claude Code reads those of the folder that it is started in.
  ///
  /// - Parameter context: the setup.
  /// - Throws: `Failure` for a file that is no JSON: Claude Code ignores it as a whole.
  init(_ context: DoctorContext) throws(Failure) {
    let folder = context.project?.folder ?? context.places.current
    let user = context.places.claudeSettings
    var layers: [Layer] = []
    let places: [(Owner, String)] =
      Self.managedFiles(in: context.claudePolicies).map { (.managed, $0) } + [
        (.local, "\(folder)/.claude/settings.local.json"),
        (.project, "\(folder)/.claude/settings.json"),
        (.user, user),
      ]
    for (owner, path) in places where owner == .user || path != user {
      guard let document = try Self.document(path, context) else { continue }
      layers.append(Layer(owner: owner, file: context.places.display(path), document: document))
    }
    self.layers = layers
  }

  /// The value at a path in the file that counts first.
  subscript(keys: String...) -> ClientValue? { find(keys)?.value }

  /// The value at a path in the first file that has one, none of which is `owner`'s or counts less.
  func above(_ owner: Owner, _ keys: [String]) -> Found? {
    find(keys).flatMap { $0.owner < owner ? $0 : nil }
  }

  /// A variable as Claude Code finds it: its settings count before its environment.
  func variable(_ name: String, _ environment: [String: String]) -> String? {
    let value = self["env", name]?.value ?? environment[name]
    return value.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The value at a path in the file of `owner` alone.
  func value(of owner: Owner, _ keys: [String]) -> ClientValue? {
    layers.first { $0.owner == owner }.flatMap { $0.value(keys) }
  }

  private func find(_ keys: [String]) -> Found? {
    for layer in layers {
      if let value = layer.value(keys) { return Found(owner: layer.owner, value: value) }
    }
    return nil
  }

  /// A file of Claude Code's.
  ///
  /// - Parameters:
  ///   - path: the absolute path.
  ///   - context: the setup.
  /// - Returns: `nil` if there is none.
  /// - Throws: `Failure` if it is no JSON.
  static func document(_ path: String, _ context: DoctorContext) throws(Failure) -> JSONDocument? {
    let name = context.places.display(path)
    guard let bytes = try readClientFile(path, name, context) else { return nil }
    return try understandSyntax(of: name) { () throws(ConfigError) in
      try JSONDocument(parsing: bytes, allowsExtensions: false)
    }
  }

  /// Tries whether the user's settings can hold what is to be written there, as `init` does.
  ///
  /// - Parameter context: the setup.
  /// - Throws: `Failure` with the line, if something is in the way.
  static func checkForm(_ context: DoctorContext) throws(Failure) {
    let path = context.places.claudeSettings
    guard var document = try document(path, context) else { return }
    try understandSyntax(of: context.places.display(path)) { () throws(ConfigError) in
      _ = try document.set(ConfigPath(keys: ["env", "ANTHROPIC_BASE_URL"]), to: #""http://localhost""#)
    }
  }

  /// Where the machine's settings are, if nobody says otherwise.
  static let managedFolder: String = {
    #if os(macOS)
      "/Library/Application Support/ClaudeCode"
    #else
      "/etc/claude-code"
    #endif
  }()

  /// The files of whoever manages the machine, the one that counts first at the front. Each of those in the folder is
  /// laid over those before it in the alphabet, and all of them over the one beside the folder.
  private static func managedFiles(in folder: String) -> [String] {
    let pieces = "\(folder)/managed-settings.d"
    let names = fileNames(in: pieces).filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
    return names.reversed().map { "\(pieces)/\($0)" } + ["\(folder)/managed-settings.json"]
  }
}

extension DoctorContext {
  /// Looks at what Claude Code takes from its settings.
  ///
  /// - Parameter look: gets them.
  /// - Returns: what `look` finds; nothing if a file cannot be read, for which there is a check of its own.
  func lookAtClaude(_ look: (ClaudeSettings) -> Outcome) -> Outcome {
    do throws(Failure) {
      return look(try ClaudeSettings(self))
    } catch {
      return .skipped("its files cannot be read")
    }
  }
}
