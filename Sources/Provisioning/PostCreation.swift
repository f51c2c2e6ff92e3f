public import Diagnostics

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

  /// Gathers what is asked for.
  public init(
    project: Project?,
    environmentFile: String?,
    clients: [Client],
    environment: [String: String],
    places: Places
  ) {
    self.project = project
    self.environmentFile = environmentFile
    self.clients = clients
    self.environment = environment
    self.places = places
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
    let isContainer = isContainer(system)
    var configuration = try ClientConfiguration.resolve(
      environment: environment,
      environmentFile: environmentFile,
      gateway: isContainer ? "http://litellm:4000" : nil,
      places: places,
      system: system
    )
    if isContainer { configuration.trustedFolder = project?.folder ?? places.current }
    return Prepared(
      plan: try planClients(clients, configuration, in: places, system),
      gateway: try GatewayAddress(configuration.baseURL, from: "AGENTPROXY_BASE_URL")
    )
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

  private func isContainer(_ system: some System) -> Bool {
    if ["DEVCONTAINER", "REMOTE_CONTAINERS"].contains(where: { !(environment[$0] ?? "").isEmpty }) { return true }
    return ["/.dockerenv", "/run/.containerenv"].contains { path in
      do throws(SystemError) { return try system.read(path) != nil } catch { return true }
    }
  }
}
