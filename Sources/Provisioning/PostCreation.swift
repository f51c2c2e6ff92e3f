public import Diagnostics
internal import DotEnv

/// Configures the clients inside the devcontainer: the plan of `post-create`.
public struct PostCreation: Sendable {
  /// The clone, if the command runs in one.
  public var project: Project?
  /// The absolute path of `.env`, if there is one to look for.
  public var environmentFile: String?
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
    project: Project?,
    environmentFile: String?,
    clients: [Client],
    environment: [String: String],
    places: Places,
    codex: InstalledCodex = .absent
  ) {
    self.project = project
    self.environmentFile = environmentFile
    self.clients = clients
    self.environment = environment
    self.places = places
    self.codex = codex
  }

  /// What `post-create` is going to do.
  public struct Prepared: Sendable {
    /// The files.
    public var plan: Plan
    /// Where the clients will look for the gateway.
    public var gateway: GatewayAddress
  }

  /// Works out what to do, without doing any of it.
  ///
  /// In a container the gateway is the service `litellm`, and Claude Code may trust the workspace, which the container
  /// was made for. On a host neither holds.
  ///
  /// - Parameter system: where to look.
  /// - Returns: the plan.
  /// - Throws: `Failure` if the configuration is wrong.
  public func prepare(on system: some System) throws(Failure) -> Prepared {
    let isInside = isContainer(environment, system)
    var configuration = try ClientConfiguration.resolve(
      environment: environment,
      environmentFile: environmentFile,
      gateway: isInside ? "http://litellm:4000" : nil,
      places: places,
      system: system
    )
    if isInside { configuration.trustedFolder = project?.folder ?? places.current }
    return Prepared(
      plan: try planClients(clients, configuration, codex, try Ledger.read(in: places, system), in: places, system),
      gateway: try GatewayAddress(configuration.baseURL, from: "AGENTPROXY_BASE_URL")
    )
  }

  /// Whether `post-create` configures the clients here, and not `init`: in a container from which `.env` is kept away.
  ///
  /// - Parameters:
  ///   - environmentFile: the absolute path of `.env`, if there is one to look for.
  ///   - environment: the process's environment.
  ///   - places: how messages name the file.
  ///   - system: where to look.
  /// - Returns: whether it is so.
  /// - Throws: `Failure` if the file cannot be read.
  public static func isMeant(
    _ environmentFile: String?,
    _ environment: [String: String],
    _ places: Places,
    _ system: some System
  ) throws(Failure) -> Bool {
    guard isContainer(environment, system), !(environment["LITELLM_MASTER_KEY"] ?? "").isEmpty else { return false }
    guard let environmentFile else { return true }
    return try EnvironmentFile.read(environmentFile, places, environment: environment, system)
      .document.assignments.isEmpty
  }

  /// What to say if nothing listens at `gateway`. It is no failure: the gateway may still be starting.
  public static func unreachable(_ gateway: GatewayAddress) -> Diagnostic {
    Diagnostic(
      .warning,
      id: "gateway.unreachable",
      "nothing answers at \(gateway) yet",
      hint: "if it is not just starting, start the gateway on the host"
    )
  }
}
