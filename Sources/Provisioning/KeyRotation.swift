public import Diagnostics
public import Secrets

/// Gives the gateway a new key: the plan of `rotate-key`.
public struct KeyRotation: Sendable {
  /// The key so far; `nil` if there is none.
  public let oldKey: Secret?
  private let initialization: Initialization

  /// The absolute path of `.env`.
  public var environmentFile: String { initialization.environmentFile }

  /// Makes up the new key, and finds out who has the old one.
  ///
  /// - Parameters:
  ///   - project: the clone.
  ///   - environmentFile: the absolute path of `.env`.
  ///   - environment: the process's environment.
  ///   - places: where this user's files are.
  ///   - codex: what the Codex on this machine knows of models.
  ///   - system: where to look.
  /// - Throws: `Failure` if there is no environment file yet, or the ledger cannot be read.
  public init(
    project: Project,
    environmentFile: String,
    environment: [String: String],
    places: Places,
    codex: InstalledCodex = .absent,
    on system: some System
  ) throws(Failure) {
    try refuseDanglingLink(environmentFile)
    guard try readOrFail(environmentFile, system) != nil else {
      throw Failure(
        .badInput,
        id: "env.missing",
        "there is no \(places.display(environmentFile)), so there is no key to replace",
        hint: "run agentproxy-setup init, which generates one"
      )
    }
    // What else is wrong with the file is said where the plan is made.
    let file = try EnvironmentFile.read(environmentFile, places, environment: environment, system)
    oldKey = Settings.read(SettingsSource(values: file.values)).settings.masterKey
    initialization = Initialization(
      project: project,
      environmentFile: environmentFile,
      assignments: [
        KeyAssignment(key: "LITELLM_MASTER_KEY", value: Secret.random(prefix: "sk-").exposed)
      ],
      clients: Client.configured(in: places, try Ledger.read(in: places, system)),
      environment: environment,
      places: places,
      codex: codex
    )
  }

  /// Keeps every other rotation of this user's waiting, from the look at the old key until the gateway has shown that it
  /// goes by the new one: in between, neither key would be the right one for another.
  ///
  /// - Parameters:
  ///   - places: where this user's files are.
  ///   - system: where the lock is.
  /// - Returns: the lock, held.
  /// - Throws: `Failure` if another rotation does not finish.
  public static func lock(in places: Places, on system: some System) throws(Failure) -> FileLock {
    do throws(SystemError) {
      return try system.lock("\(places.stateFolder)/rotation.lock")
    } catch {
      throw Failure(error, id: "rotate-key.busy")
    }
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
}
