public import Diagnostics
internal import DotEnv

/// One model more: the plan of `models add`.
public struct ModelAddition: Sendable {
  private let initialization: Initialization

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
    let source = SettingsSource(values: file.values)
    let key = "\(try Self.providerName(provider, for: model, source))_MODELS"
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
    try await initialization.prepare(on: system, isTrackedByGit: isTrackedByGit)
  }

  private static func model(_ entry: String) throws(Failure) -> ModelEntry {
    guard let model = Settings.modelEntry(entry),
      !(model.alias + model.upstream).contains(where: { $0.isWhitespace || "'\"`=,$".contains($0) })
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
