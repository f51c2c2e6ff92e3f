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
  /// Whether they are a choice to remember: they are configured by later runs as well.
  public var remembersClients = false
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
    let edit = try edit(on: system)
    let (settings, findings) = Settings.read(source(edit, isTrackedByGit: isTrackedByGit))
    guard !findings.contains(where: { $0.severity == .error }), let configuration = ClientConfiguration(settings) else {
      throw Failure(.badInput, findings.isEmpty ? [noMasterKey(name)] : findings)
    }

    let ledger = try Ledger.read(in: places, system)
    let repository = try await planRepository(settings, in: project, places, system, .git).noted(in: project, ledger)
    let clients = try planClients(clients, configuration, codex, ledger, in: places, system)
    let change = edit.change(of: environmentFile, in: project, last: ledger[environmentFile])
    var plan = Plan(
      changes: [change] + repository.changes + clients.changes,
      records: repository.records,
      findings: findings + shadowedKeys(edit.document, edit.values, environment, file: name)
        + repository.findings + clients.findings,
      ledger: ledger
    )
    if remembersClients {
      let earlier = Client.chosen(ledger) ?? []
      plan.clients = Client.allCases.filter { (earlier + self.clients).contains($0) }
    }
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

  /// What would keep `init` from writing anything, if these values were set as well.
  ///
  /// - Parameters:
  ///   - answers: what was typed. A placeholder among it is told of, too: it stands for nothing.
  ///   - system: where to look.
  /// - Returns: the findings. They have no place: the values are in no file yet.
  /// - Throws: `Failure` if the file cannot be read.
  public func refusals(of answers: [KeyAssignment], on system: some System) throws(Failure) -> [Diagnostic] {
    var wanted = self
    wanted.assignments += answers
    let findings = Settings.read(wanted.source(try wanted.edit(on: system), isTrackedByGit: false)).findings
    let refusals = findings.filter { finding in
      let isTyped = answers.contains { finding.message.hasPrefix("\($0.key) ") }
      return finding.severity == .error || (isTyped && finding.id == "env.placeholder")
    }
    return refusals.map(\.withoutPlace)
  }

  /// `.env` as it is going to be.
  private func edit(on system: some System) throws(Failure) -> EnvironmentEdit {
    try refuseDanglingLink(environmentFile)
    return try EnvironmentEdit(
      try EnvironmentFile.read(
        environmentFile,
        fallback: project.path(Project.marker),
        places,
        environment: environment,
        system
      ),
      assignments: assignments,
      name: places.display(environmentFile),
      environment: environment
    )
  }

  private func source(_ edit: EnvironmentEdit, isTrackedByGit: Bool) -> SettingsSource {
    SettingsSource(
      values: edit.values,
      document: edit.document,
      file: places.display(environmentFile),
      mode: edit.file.state?.mode ?? 0o600,
      isTrackedByGit: isTrackedByGit
    )
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
