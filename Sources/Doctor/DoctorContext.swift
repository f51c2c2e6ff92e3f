public import Diagnostics
public import Provisioning
public import Secrets
public import Stack

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The setup that is looked at, and the ways to look at it.
///
/// What several checks need is read once, before they run. Nothing in here is a reason to stop: what could not be read
/// is for a check to tell.
public struct DoctorContext: Sendable {
  /// The clone, if there is one.
  public var project: Project?
  /// `.env`, if there is one to look for.
  public var env: EnvironmentReading?
  /// Where this user's files are, and how to name files in messages.
  public var places: Places
  /// The process's environment.
  public var environment: [String: String]
  /// The tools to look at.
  public var clients: [Client]
  /// Whether this is a container from which `.env` is kept away: the environment says what is to be known.
  public var isInside: Bool
  /// What clients have to know, or why that is not known.
  public var configuration: Result<ClientConfiguration, Failure>
  /// Reads files.
  public var system: any System
  /// Runs programs.
  public var programs: Programs
  /// How long to wait for each step over a network, in seconds.
  public var patience = 3
  /// What time it is, in seconds since 1970.
  public var now: Int = time(nil)
  /// Where whoever manages this machine has settings for Claude Code, which count before all others.
  public var claudePolicies = ClaudeSettings.managedFolder
  /// How many megabytes are free where a folder is; `nil` if that cannot be found out.
  public var freeMegabytes: @Sendable (String) -> Int? = { freeMegabytesOnDisk($0) }
  /// Whether `HOME` is in the process's environment, and was not taken from the user's account.
  public var isHomeSet = true
  /// Whether nothing is to be asked that takes longer than a moment to answer.
  var isBrief = false
  /// What is found out when the first check asks for it.
  let shared = SharedFindings()

  /// Gathers what is known.
  ///
  /// - Parameters:
  ///   - project: the clone, if there is one.
  ///   - environmentFile: the absolute path of `.env`, if there is one to look for.
  ///   - isTrackedByGit: whether git tracks that file.
  ///   - environment: the process's environment.
  ///   - clients: the tools to look at.
  ///   - places: where this user's files are.
  ///   - system: where to read.
  ///   - programs: runs programs; those of this machine by default.
  public init(
    project: Project?,
    environmentFile: String?,
    isTrackedByGit: Bool,
    environment: [String: String],
    clients: [Client],
    places: Places,
    system: any System,
    programs: Programs? = nil
  ) {
    self.project = project
    self.places = places
    self.environment = environment
    self.clients = clients
    self.system = system
    self.programs = programs ?? .real(environment)
    env = environmentFile.map { path in
      EnvironmentReading(
        path,
        environment: environment,
        isTrackedByGit: isTrackedByGit,
        places: places,
        system: system
      )
    }
    do throws(Failure) {
      isInside = try PostCreation.isMeant(environmentFile, environment, places, system)
    } catch {
      isInside = false
    }
    configuration = Self.configuration(env, environment, isInside, environmentFile, places, system)
  }

  /// The gateway that clients ask, and their key; `nil` if that is not known.
  public var gateway: GatewayEndpoint? {
    guard case .success(let configuration) = configuration,
      let address = try? GatewayAddress(configuration.baseURL, from: "AGENTPROXY_BASE_URL")
    else { return nil }
    return GatewayEndpoint(
      url: address.description,
      host: address.host,
      port: address.port,
      key: configuration.masterKey
    )
  }

  /// What `.env` says, or the defaults.
  public var settings: Settings { env?.settings ?? .defaults }

  /// Every secret that is known, for messages that must not repeat one.
  public var secrets: [Secret] {
    var secrets = env?.secrets ?? []
    if case .success(let configuration) = configuration { secrets.append(configuration.masterKey) }
    return secrets
  }

  /// The file at a path.
  ///
  /// - Returns: `nil` if there is none, or it cannot be read.
  public func file(_ path: String) -> FileState? { (try? system.read(path)).flatMap(\.self) }

  /// What clients have to know. Where something is wrong with `.env` that does not concern them, they work all the same.
  private static func configuration(
    _ env: EnvironmentReading?,
    _ environment: [String: String],
    _ isInside: Bool,
    _ environmentFile: String?,
    _ places: Places,
    _ system: any System
  ) -> Result<ClientConfiguration, Failure> {
    do throws(Failure) {
      return .success(
        try ClientConfiguration.resolve(
          environment: environment,
          environmentFile: environmentFile,
          gateway: isInside ? "http://litellm:4000" : nil,
          places: places,
          system: system
        )
      )
    } catch {
      guard !isInside, let settings = env?.settings, let configuration = ClientConfiguration(settings) else {
        return .failure(error)
      }
      return .success(configuration)
    }
  }
}
