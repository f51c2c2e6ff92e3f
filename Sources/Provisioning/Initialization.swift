public import Diagnostics
internal import DotEnv

/// Makes a working setup of a clone: the plan of `init`.
public struct Initialization: Sendable {
  /// The clone.
  public var project: Project
  /// The absolute path of `.env`.
  public var environmentFile: String
  /// What the user gave for `.env`.
  public var assignments: [KeyAssignment]
  /// The clients to configure.
  public var clients: [Client]
  /// The process's environment.
  public var environment: [String: String]
  /// Where this user's files are.
  public var places: Places
  /// What the Codex on this machine knows of models.
  public var codex: InstalledCodex

  /// Gathers what is asked for.
  public init(
    project: Project,
    environmentFile: String,
    assignments: [KeyAssignment],
    clients: [Client],
    environment: [String: String],
    places: Places,
    codex: InstalledCodex = .absent
  ) {
    self.project = project
    self.environmentFile = environmentFile
    self.assignments = assignments
    self.clients = clients
    self.environment = environment
    self.places = places
    self.codex = codex
  }

  /// What `init` is going to do.
  public struct Prepared: Sendable {
    /// The files.
    public var plan: Plan
    /// What `.env` says after.
    public var settings: Settings
  }

  /// Works out what to do, without doing any of it.
  ///
  /// The settings are those of the file alone. What the shell exports besides is for other programs as often as not,
  /// and rendering it would make the result depend on where `init` was run.
  ///
  /// - Parameters:
  ///   - system: where to look.
  ///   - isTrackedByGit: whether git tracks the environment file.
  /// - Returns: the plan, whose findings are warnings at most.
  /// - Throws: `Failure` if any input is wrong. Nothing is to be written then.
  public func prepare(on system: some System, isTrackedByGit: Bool) async throws(Failure) -> Prepared {
    let name = places.display(environmentFile)
    try refuseDanglingLink(environmentFile)
    let edit = try EnvironmentEdit(
      try EnvironmentFile.read(
        environmentFile,
        fallback: project.path(Project.marker),
        places,
        environment: environment,
        system
      ),
      assignments: assignments,
      name: name,
      environment: environment
    )
    let (settings, findings) = Settings.read(
      SettingsSource(
        values: edit.values,
        document: edit.document,
        file: name,
        mode: edit.file.state?.mode ?? 0o600,
        isTrackedByGit: isTrackedByGit
      )
    )
    guard !findings.contains(where: { $0.severity == .error }), let configuration = ClientConfiguration(settings) else {
      throw Failure(.badInput, findings.isEmpty ? [noMasterKey(name)] : findings)
    }

    let ledger = try Ledger.read(in: places, system)
    let repository = try await planRepository(settings, in: project, places, system, .git).noted(in: project, ledger)
    let clients = try planClients(clients, configuration, codex, ledger, in: places, system)
    let change = edit.change(of: environmentFile, in: project, last: ledger[environmentFile])
    let plan = Plan(
      changes: [change] + repository.changes + clients.changes,
      records: repository.records,
      findings: findings + shadowedKeys(edit.document, edit.values, environment, file: name)
        + repository.findings + clients.findings,
      ledger: ledger
    )
    return Prepared(plan: plan, settings: settings)
  }

  /// The questions worth asking on a terminal: the token and the address of each provider, as long as there is no
  /// provider at all.
  ///
  /// - Throws: `Failure` as ``prepare(on:isTrackedByGit:)`` does.
  public func questions(on system: some System) async throws(Failure) -> [ProviderQuestion] {
    let settings = try await prepare(on: system, isTrackedByGit: false).settings
    return settings.hasProviderKey ? [] : ProviderQuestion.all(settings)
  }

  private func noMasterKey(_ file: String) -> Diagnostic {
    Diagnostic(
      .error,
      id: "env.master-key",
      "LITELLM_MASTER_KEY is a placeholder",
      hint: "leave it empty and run init, which generates one",
      file: file
    )
  }
}
