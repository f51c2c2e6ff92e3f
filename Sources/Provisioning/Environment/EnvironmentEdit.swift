internal import ConfigEdit
internal import Diagnostics
internal import DotEnv
internal import Secrets

/// `.env` as it is going to be: what the user gave is set, what is to be made up is made up, what must not be
/// missing is added, nothing else moves.
struct EnvironmentEdit {
  /// The file before.
  let file: EnvironmentFile
  /// The text after.
  private(set) var document: DotEnvDocument
  /// What the text says after.
  private(set) var values: DotEnvValues
  /// The keys that were given a value by the user.
  private(set) var set: [String] = []
  /// The keys that were given a random value.
  private(set) var generated: [String] = []
  /// The keys that were missing, and now say their default.
  private(set) var added: [String] = []

  /// What was done, in order.
  private var edits: [KeyEdit] = []
  private let name: String
  private let environment: [String: String]

  /// Edits `file`.
  ///
  /// - Parameters:
  ///   - file: the file, or the example in its place.
  ///   - assignments: what the user gave.
  ///   - name: what messages call the file.
  ///   - environment: the process's environment, for the variables used in values.
  /// - Throws: `Failure` for a key that nobody knows, or if the result cannot be read.
  init(
    _ file: EnvironmentFile,
    assignments: [KeyAssignment],
    name: String,
    environment: [String: String]
  ) throws(Failure) {
    self.file = file
    self.name = name
    self.environment = environment
    document = file.document
    values = file.values
    try refuseUnknownKeys(assignments)
    for assignment in assignments where values[assignment.key] != assignment.value {
      try change(assignment.key, to: assignment.value)
      set.append(assignment.key)
    }
    for key in KnownKeys.generated where (values[key] ?? "").allSatisfy(\.isWhitespace) {
      try change(key, to: Secret.random(prefix: key == "LITELLM_MASTER_KEY" ? "sk-" : "").exposed)
      generated.append(key)
    }
    for key in KnownKeys.stated where (values[key.name] ?? "").allSatisfy(\.isWhitespace) {
      try change(key.name, to: key.defaultValue ?? "")
      added.append(key.name)
    }
  }

  /// What is to happen to the file at `path`.
  ///
  /// - Parameters:
  ///   - path: the file's absolute path.
  ///   - project: the clone that it belongs to.
  ///   - last: the note of the last write.
  /// - Returns: the change, with the note to keep.
  func change(of path: String, in project: Project, last: LedgerFile?) -> FileChange {
    var record = LedgerFile(path: path, format: .environment, actual: file.state?.bytes, last: last)
    let before = EnvDocument(file.document)
    for edit in edits {
      let isOurs = record.keys.contains { $0.path == edit.path && LedgerFile.holds($0, before) }
      record.note(edit, isOurs: isOurs)
    }
    record.project = project.folder
    record.hash = contentHash(document.bytes)
    var change = change(of: path)
    change.record = record
    return change
  }

  private func change(of path: String) -> FileChange {
    let changed = Set(set + generated)
    let after = Text(bytes: document.bytes, shown: maskedText(document, changed: changed))
    var details: [String] = []
    if !generated.isEmpty { details.append("generated \(generated.joined(separator: ", "))") }
    if !added.isEmpty { details.append("added \(added.joined(separator: ", "))") }
    if !set.isEmpty { details.append("set \(set.joined(separator: ", "))") }
    guard let state = file.state else {
      let reason = (["from \(Project.marker)"] + details).joined(separator: "; ")
      return FileChange(action: .create, owner: .user, path: path, reason: reason, after: after)
    }
    return FileChange(
      action: document.bytes == state.bytes ? .unchanged : .update,
      owner: .user,
      path: path,
      reason: details.isEmpty ? "up to date" : details.joined(separator: "; "),
      before: Text(bytes: state.bytes, shown: maskedText(file.document)),
      after: after
    )
  }

  private mutating func change(_ key: String, to value: String) throws(Failure) {
    var edited = EnvDocument(document)
    let edit = try understandEdit(of: name) { () throws(ConfigError) in
      try edited.set([key], to: DotEnvWriter.quoted(value))
    }
    if let edit { edits.append(edit) }
    document = edited.document
    values = try EnvironmentFile.understand(name) { () throws(DotEnvError) in
      try document.resolve(environment: environment)
    }
    guard values[key] == value else {
      throw Failure(
        .badInput,
        id: "env.not-set",
        "\(key) cannot be set: the file would not be read back as meant",
        hint: "write the line for \(key) by hand",
        file: name,
        line: document.lastAssignment(of: key)?.line
      )
    }
  }

  private func refuseUnknownKeys(_ assignments: [KeyAssignment]) throws(Failure) {
    let providers = assignments.last { $0.key == "AGENTPROXY_PROVIDERS" }?.value ?? values["AGENTPROXY_PROVIDERS"] ?? ""
    let source = SettingsSource(values: ["AGENTPROXY_PROVIDERS": providers])
    let known = KnownKeys(providers: Settings.extraProviderNames(source), document: document)
    for key in assignments.map(\.key) where !known.contains(key) {
      throw Failure(
        .usage,
        id: "set.unknown-key",
        "--set: there is no key \(key) in .env",
        hint: known.nearest(to: key).map { "did you mean \($0)?" }
          ?? "see \(Project.marker) for the keys; those of a further provider need its name in AGENTPROXY_PROVIDERS"
      )
    }
  }
}
