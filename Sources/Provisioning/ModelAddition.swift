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
    let ledger = try Ledger.read(in: places, system)
    // Its file is no whole one of ours.
    let hasCopilot = places.codeFolders.contains { ledger[CopilotPlaces.models(in: $0)] != nil }
    initialization = Initialization(
      project: project,
      environmentFile: environmentFile,
      assignments: isThere ? [] : [KeyAssignment(key: key, value: value)],
      clients: Client.configured(in: places, ledger) + (hasCopilot ? [.copilot] : []),
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
    let changed = changedStarts(prepared.settings)
    let kept = changed.filter { start in present.activeProviders.contains { $0.serves(start.model) } }
    if !kept.isEmpty {
      var keeping = initialization
      keeping.assignments += kept.map { KeyAssignment(key: $0.key, value: $0.model) }
      prepared = try await keeping.prepare(on: system, isTrackedByGit: isTrackedByGit)
    }
    prepared.plan.findings += serving(prepared.settings) + starting(kept, isKept: true)
    prepared.plan.findings += starting(changed.filter { !kept.contains($0) }, isKept: false)
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

  /// A model that a tool starts with, as `.env` names none and it is the first there is.
  private struct Start: Equatable {
    let key: String
    let model: String
  }

  /// The models that tools start with so far and would not any longer: a list begins with what is added to it as long as
  /// it was empty.
  private func changedStarts(_ settings: Settings) -> [Start] {
    [
      (Start(key: "CODEX_MODEL", model: present.codexModel), settings.codexModel),
      (Start(key: "CLAUDE_MODEL", model: present.claudeModel), settings.claudeModel),
      (Start(key: "CLAUDE_SMALL_MODEL", model: present.claudeSmallModel), settings.claudeSmallModel),
    ].filter { $0.0.model != $0.1 }.map(\.0)
  }

  /// What the tools start with from now on: with what they did if anybody serves it, and `.env` has to name it then.
  private func starting(_ starts: [Start], isKept: Bool) -> [Diagnostic] {
    guard !starts.isEmpty else { return [] }
    let keys = starts.map(\.key).joined(separator: ", ")
    let assignments = starts.map { "--set \($0.key)=\(isKept ? self.name : $0.model)" }.joined(separator: " ")
    return [
      Diagnostic(
        .note,
        id: "models.default",
        isKept
          ? "the tools start with what they did, which .env names from now on in \(keys)"
          : "the tools start with \(self.name) from now on, as nobody serves what they started with",
        hint: isKept
          ? "to start with \(self.name): agentproxy-setup init \(assignments)"
          : "to keep what they started with: agentproxy-setup init \(assignments)"
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
