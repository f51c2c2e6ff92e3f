import ArgumentParser
import Diagnostics
import Provisioning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What every command works with: the process's surroundings, the project, and a place to print to.
struct Session {
  let environment: [String: String]
  let places: Places
  let console: Console
  let system = RealSystem()
  private let options: SharedOptions

  private init(_ options: SharedOptions) {
    self.options = options
    var environment = ProcessInfo.processInfo.environment
    // Started without HOME, as by a service manager, the user still has one.
    if (environment["HOME"] ?? "").isEmpty {
      environment["HOME"] = FileManager.default.homeDirectoryForCurrentUser.path
    }
    // In a shell that `agentproxy-setup env` has put on the gateway, this one is the gateway's key, perhaps an old one. As
    // a value from the environment it would count before the provider's token in `.env`.
    if let key = environment["AGENTPROXY_API_KEY"], environment["OPENAI_API_KEY"] == key {
      environment["OPENAI_API_KEY"] = nil
    }
    self.environment = environment
    places = Places(environment: environment, current: FileManager.default.currentDirectoryPath)
    console = Console(options, environment: environment)
  }

  /// Runs a command's work, prints what ends it, and turns that into the exit status.
  ///
  /// - Parameters:
  ///   - options: the command's options.
  ///   - json: whether a report is wanted as JSON, also one of failure.
  ///   - work: the command's work.
  /// - Throws: the exit status, if it is not 0.
  static func run(
    _ options: SharedOptions,
    json: Bool = false,
    _ work: (Session) async throws -> Void
  ) async throws {
    let session = Session(options)
    do {
      try await work(session)
      try session.console.checkOutput()
    } catch let failure as Failure {
      failure.diagnostics.forEach(session.console.finding)
      if json { try session.console.json(PlanReport(failure)) }
      throw ExitCode(failure.status.rawValue)
    }
  }

  /// Makes sure that the tools' files are in one place, wherever a command is started.
  ///
  /// - Throws: `Failure` if `HOME` is a relative path.
  func checkHome() throws(Failure) {
    guard let home = environment["HOME"], !home.hasPrefix("/") else { return }
    throw Failure(
      .usage,
      id: "host.home",
      "HOME is \(home), which is another folder for each that a tool is started in",
      hint: "set HOME to your home folder: export HOME=…"
    )
  }

  /// What the Codex on this machine knows of models, if it is one of `clients`.
  func codex(for clients: [Client]) async -> InstalledCodex {
    guard clients.contains(.codex) else { return .absent }
    let cache = "\(places.stateFolder)/codex-models.json"
    return await InstalledCodex.find(environment: environment, cache: cache, system)
  }

  /// The clients to configure: those that were named, else those that were chosen before, else the usual ones.
  func clients(_ named: ClientSelection?) throws(Failure) -> [Client] {
    if let named { return named.clients }
    return try Client.chosen(in: places, system) ?? Client.standard
  }

  /// The clone.
  func project() throws(Failure) -> Project {
    try Project.locate(named: options.project, current: places.current, system: system)
  }

  /// The environment file's absolute path.
  func environmentFile(of project: Project) -> String {
    options.envFile.map { absolutePath($0, from: places.current) } ?? project.path(".env")
  }

  /// The environment file's absolute path if the user named one or there is a clone, and the clone.
  func projectIfAny() throws(Failure) -> (project: Project?, environmentFile: String?) {
    do throws(Failure) {
      let project = try project()
      return (project, environmentFile(of: project))
    } catch {
      // Named and not there is a mistake; not named and not there is not.
      if options.project != nil { throw error }
      return (nil, options.envFile.map { absolutePath($0, from: places.current) })
    }
  }
}
