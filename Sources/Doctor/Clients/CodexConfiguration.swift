internal import ConfigEdit
internal import Diagnostics
internal import DotEnv
internal import Provisioning

/// What Codex takes from its files.
///
/// It puts several together: the machine's, the user's, the trusted project's, and one that counts before all others.
struct CodexConfiguration {
  /// What a project cannot say: where requests go is the user's affair.
  private static let deniedToProjects: Set<String> = [
    "chatgpt_base_url", "model_provider", "model_providers", "notify", "openai_base_url", "otel", "profile", "profiles",
  ]

  private struct Layer {
    let file: String
    let document: TOMLDocument
    let isProject: Bool
  }

  /// The files, the one that counts first at the front.
  private var layers: [Layer] = []
  /// What the clone's own file says in vain, each with its place, in the order of the file.
  let ignoredInProject: [(key: String, value: ClientValue)]
  /// What its `.env` says; Codex takes that before its environment.
  private let variables: DotEnvValues
  /// Where each variable of its `.env` stands.
  private let variablePlaces: [String: (file: String, line: Int)]

  /// Reads the files.
  ///
  /// - Parameter context: the setup.
  /// - Throws: `Failure` for a file that Codex could not read either.
  init(_ context: DoctorContext) throws(Failure) {
    let folder = context.places.codexFolder
    (variables, variablePlaces) = try Self.variables("\(folder)/.env", context)
    let user = try Self.layer("\(folder)/config.toml", context)
    var project: Layer?
    var ignored: [(key: String, value: ClientValue)] = []
    if let place = context.project?.folder {
      let isTrusted = user.map { Self.trusts(place, $0.document) } ?? false
      do throws(Failure) {
        let layer = try Self.layer("\(place)/.codex/config.toml", isProject: true, context)
        ignored = layer.map(Self.ignored) ?? []
        if isTrusted { project = layer }
      } catch {
        // Codex does not read it without trust.
        if isTrusted { throw error }
      }
    }
    ignoredInProject = ignored
    layers = [
      try Self.layer("/etc/codex/managed_config.toml", context), project, user,
      try Self.layer("/etc/codex/config.toml", context),
    ]
    .compactMap(\.self)
  }

  /// The value at a path in the first file that has one.
  subscript(keys: String...) -> ClientValue? {
    let path = ConfigPath(keys: keys)
    for layer in layers where !layer.isProject || !Self.isDenied(path) {
      guard let leaf = layer.document.leaf(at: path) else { continue }
      return ClientValue(value: TOMLDocument.string(leaf.text) ?? leaf.text, file: layer.file, line: leaf.line)
    }
    return nil
  }

  /// The values of one name in every table below a table, each with that table's name.
  func each(_ name: String, below table: String) -> [(table: String, value: ClientValue)] {
    tables(below: table).compactMap { inner in self[table, inner, name].map { (inner, $0) } }
  }

  /// The names of the tables below a table.
  func tables(below table: String) -> [String] {
    var names: [String] = []
    for layer in layers where !layer.isProject || !Self.deniedToProjects.contains(table) {
      for leaf in layer.document.leaves where leaf.path.steps.count > 1 && leaf.path.steps[0] == .key(table) {
        if case .key(let name) = leaf.path.steps[1], !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  /// Where a table begins, or a value in it.
  func place(of keys: String...) -> (file: String, line: Int)? {
    let table = ConfigPath(keys: keys)
    for layer in layers where !layer.isProject || !Self.isDenied(table) {
      if let leaf = layer.document.leaves.first(where: { table.contains($0.path) }) { return (layer.file, leaf.line) }
    }
    return nil
  }

  /// The value of a variable that Codex finds: in its `.env`, else in its environment.
  func variable(_ name: String, _ environment: [String: String]) -> String? {
    // It does not take its own switches from the file.
    let value = name.hasPrefix("CODEX_") ? environment[name] : variables[name] ?? environment[name]
    return value.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Where a variable stands in its `.env`; `nil` if it is not there, or not taken from there.
  func place(ofVariable name: String) -> (file: String, line: Int)? {
    name.hasPrefix("CODEX_") ? nil : variablePlaces[name]
  }

  /// The keys that a project's file cannot have, each once.
  private static func ignored(_ layer: Layer) -> [(key: String, value: ClientValue)] {
    var found: [(key: String, value: ClientValue)] = []
    for leaf in layer.document.leaves where isDenied(leaf.path) {
      guard case .key(let name)? = leaf.path.steps.first, !found.contains(where: { $0.key == name }) else { continue }
      found.append((name, ClientValue(value: leaf.text, file: layer.file, line: leaf.line)))
    }
    return found
  }

  private static func isDenied(_ path: ConfigPath) -> Bool {
    guard case .key(let name)? = path.steps.first else { return false }
    return deniedToProjects.contains(name)
  }

  private static func trusts(_ folder: String, _ document: TOMLDocument) -> Bool {
    document.leaf(at: ["projects", folder, "trust_level"]).flatMap { TOMLDocument.string($0.text) } == "trusted"
  }

  private static func layer(
    _ path: String,
    isProject: Bool = false,
    _ context: DoctorContext
  ) throws(Failure) -> Layer? {
    let name = context.places.display(path)
    guard let bytes = try readClientFile(path, name, context) else { return nil }
    let document = try understandSyntax(of: name) { () throws(ConfigError) in try TOMLDocument(parsing: bytes) }
    return Layer(file: name, document: document, isProject: isProject)
  }

  private static func variables(
    _ path: String,
    _ context: DoctorContext
  ) throws(Failure) -> (DotEnvValues, [String: (file: String, line: Int)]) {
    let name = context.places.display(path)
    guard let bytes = try readClientFile(path, name, context) else { return (.empty, [:]) }
    do throws(DotEnvError) {
      let document = try DotEnvDocument(parsing: bytes)
      let places = document.assignments.map { ($0.key, (file: name, line: $0.line)) }
      return (try document.resolve(environment: context.environment), Dictionary(places) { $1 })
    } catch {
      throw Failure(.badInput, id: "file.syntax", error.message, hint: error.remedy, file: name, line: error.line)
    }
  }
}
