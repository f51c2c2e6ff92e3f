public import Diagnostics
internal import DotEnv

/// One model more: the plan of `models add`.
public struct ModelAddition: Sendable {
  private let initialization: Initialization
  private let name: String
  private let provider: String
  /// What `.env` says so far.
  private let present: Settings

  /// Works out what to set in the environment file.
  ///
  /// - Parameters:
  ///   - entry: the model, as `name` or `alias=upstream-name`.
  ///   - provider: the provider's name in any case; `nil` for the one whose models have such names.
  ///   - project: the clone.
  ///   - environmentFile: the environment file's absolute path.
  ///   - environment: the process's environment.
  ///   - places: where this user's files are.
  ///   - codex: what the Codex on this machine knows of models.
  ///   - system: where to look.
  /// - Throws: `Failure` if there is no such provider or the text is no model, or if there is no environment file yet.
  public init(
    _ entry: String,
    provider: String?,
    project: Project,
    environmentFile: String,
    environment: [String: String],
    places: Places,
    codex: InstalledCodex = .absent,
    on system: some System
  ) throws(Failure) {
    try refuseDanglingLink(environmentFile)
    let file = try EnvironmentFile.read(environmentFile, places, environment: environment, system)
    guard file.state != nil else {
      throw Failure(
        .badInput,
        id: "env.missing",
        "there is no \(places.display(environmentFile)) to name a model in",
        hint: "run agentproxy-setup init"
      )
    }
    let model = try Self.model(entry)
    name = model.alias
    let source = SettingsSource(values: file.values)
    self.provider = try Self.providerName(provider, for: model, source)
    present = Settings.read(source).settings
    let key = "\(self.provider)_MODELS"
    let list = Settings.list(source, key)
    let isThere = list.compactMap(Settings.modelEntry).contains(model)
    // The same name with another meaning gives way: one name twice would be an error.
    let others = list.filter { Settings.modelEntry($0)?.alias != model.alias }
    let text = model.alias == model.upstream ? model.alias : "\(model.alias)=\(model.upstream)"
    let value = (others + [text]).joined(separator: ",")
    initialization = Initialization(
      project: project,
      environmentFile: environmentFile,
      assignments: isThere ? [] : [KeyAssignment(key: key, value: value)],
      clients: Client.configured(in: places, try Ledger.read(in: places, system)),
      environment: environment,
      places: places,
      codex: codex
    )
  }

  /// Works out what to do, without doing any of it.
  ///
  /// - Parameters:
  ///   - system: where to look.
  ///   - isTrackedByGit: whether git tracks the environment file.
  /// - Returns: the plan.
  /// - Throws: `Failure` as `Initialization` does.
  public func prepare(on system: some System, isTrackedByGit: Bool) async throws(Failure) -> Initialization.Prepared {
    var prepared = try await initialization.prepare(on: system, isTrackedByGit: isTrackedByGit)
    prepared.plan.findings += serving(prepared.settings) + starting(prepared.settings)
    return prepared
  }

  /// Whether anybody serves it.
  private func serving(_ settings: Settings) -> [Diagnostic] {
    guard let provider = settings.providers.first(where: { $0.name == provider }), !provider.isConfigured else {
      return []
    }
    return [
      Diagnostic(
        .warning,
        id: "models.unserved",
        "nobody serves it yet: there is no token in \(provider.keyVariable)",
        hint: "put it into .env, or name who serves the model: --provider"
      )
    ]
  }

  /// The tools that start with another model from now on: where `.env` names none, with the first there is.
  private func starting(_ settings: Settings) -> [Diagnostic] {
    let changed = [
      (key: "CODEX_MODEL", before: present.codexModel, after: settings.codexModel),
      (key: "CLAUDE_MODEL", before: present.claudeModel, after: settings.claudeModel),
      (key: "CLAUDE_SMALL_MODEL", before: present.claudeSmallModel, after: settings.claudeSmallModel),
    ].filter { $0.before != $0.after }
    guard let first = changed.first else { return [] }
    let assignments = changed.map { "--set \($0.key)=\($0.before)" }.joined(separator: " ")
    return [
      Diagnostic(
        .note,
        id: "models.default",
        "the tools start with \(self.name) from now on, as .env names none in \(changed.map(\.key).joined(separator: ", "))",
        hint: "to keep \(first.before): agentproxy-setup init \(assignments)"
      )
    ]
  }

  private static func model(_ entry: String) throws(Failure) -> ModelEntry {
    guard let model = Settings.modelEntry(entry),
      !(model.alias + model.upstream).contains(where: { $0.isWhitespace || "'\"`=,$&|;<>*?()!#\\".contains($0) }),
      !entry.hasControlCharacter, !model.alias.hasPrefix("-"), model.alias.utf8.count <= 256
    else {
      throw Failure(
        .usage,
        id: "models.syntax",
        "\"\(entry)\" is no model",
        hint: "write its name, or alias=upstream-name"
      )
    }
    return model
  }

  private static func providerName(
    _ named: String?,
    for model: ModelEntry,
    _ source: SettingsSource
  ) throws(Failure) -> String {
    let names = Provider.builtIn + Settings.extraProviderNames(source)
    guard let named else { return model.upstream.hasPrefix("claude") ? "ANTHROPIC" : "OPENAI" }
    let name = named.uppercased()
    guard names.contains(name) else {
      throw Failure(
        .usage,
        id: "models.unknown-provider",
        "there is no provider \(named)",
        hint: nearest(to: name, in: names).map { "did you mean \($0)?" }
          ?? "there are \(names.joined(separator: ", ")); further ones are named in AGENTPROXY_PROVIDERS"
      )
    }
    return name
  }
}
