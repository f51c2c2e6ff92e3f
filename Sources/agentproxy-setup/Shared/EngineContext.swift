import Diagnostics
import Provisioning
import Secrets
import Stack

/// A clone's engines, as the commands that start, end and show them need them.
struct EngineContext {
  let session: Session
  let project: Project
  let environmentFile: String
  /// What `.env` says.
  let settings: Settings
  private let files: EngineFiles

  /// Reads the settings.
  ///
  /// - Parameters:
  ///   - session: the command's.
  ///   - isTolerant: whether a wrong `.env` is to be passed over, for what has to work in any case.
  /// - Throws: `Failure` if there is no clone, or the file is wrong.
  init(_ session: Session, isTolerant: Bool = false) throws(Failure) {
    self.session = session
    project = try session.project()
    environmentFile = session.environmentFile(of: project)
    files = EngineFiles(folder: project.path(".agentproxy"))
    do throws(Failure) {
      settings = try Settings.read(
        environmentFile,
        environment: session.environment,
        places: session.places,
        system: session.system
      )
    } catch {
      guard isTolerant else { throw error }
      settings = .defaults
    }
  }

  /// Chooses the engine, and says why.
  func choose(
    _ wanted: Engine?,
    isSimulated: Bool = false,
    isQuiet: Bool = false
  ) async throws(Failure) -> EngineChoice {
    let asked = wanted ?? settings.engine
    let kind: EngineKind? =
      switch asked {
      case .auto: nil
      case .compose: .compose
      case .embedded: .embedded
      }
    var wish = EngineChoice.Wish(kind, source: wanted == nil ? "AGENTPROXY_ENGINE" : "--engine")
    wish.isSimulated = isSimulated
    // A gateway that answers may be the one in a container.
    let embeddedRuns =
      settings.profiles.contains(.embedded) ? embedded().isRunning : await embedded().isThere()
    let choice: EngineChoice
    do throws(Failure) {
      choice = try await EngineChoice.choose(wish, embeddedRuns: embeddedRuns) { () throws(Failure) in
        try await ComposeProgram.find(environment: session.environment)
      }
    } catch {
      var failure = error
      failure.diagnostics += otherEngine
      throw failure
    }
    if choice.kind == .compose { otherEngine.forEach(session.console.finding) }
    if !isQuiet { session.console.notice(choice.line) }
    return choice
  }

  /// What is to be known where the containers are asked for: the embedded gateway may still run, and has the port.
  private var otherEngine: [Diagnostic] {
    guard embedded().isRunning else { return [] }
    return [
      Diagnostic(
        .note,
        id: "engine.embedded-runs",
        "the embedded gateway is up, at \(Self.url(embeddedAddress.port))",
        hint: "agentproxy-setup down --engine embedded ends it"
      )
    ]
  }

  /// The engine that is to go on as it is: somebody who wants it otherwise says so to `up`.
  ///
  /// - Parameters:
  ///   - wanted: the engine that was asked for.
  ///   - isToRun: whether it is to run even if it does not so far.
  /// - Returns: the engine.
  /// - Throws: `Failure` if it is not there, or what it would be started with is wrong.
  func present(_ wanted: Engine?, isToRun: Bool) async throws(Failure) -> any BackgroundEngine {
    if isToRun { try checkEnvironmentFile() }
    let choice = try await choose(wanted)
    let record = embedded().record
    let isSimulated = record?.isSimulated ?? false
    // Before it is ended: one that could not start again had better stay.
    if choice.kind == .embedded, isToRun || record?.isRunning == true {
      try checkConfiguration(isSimulated: isSimulated)
    }
    return engine(choice, isSimulated: isSimulated)
  }

  /// The engine that was chosen.
  func engine(_ choice: EngineChoice, isSimulated: Bool = false) -> any BackgroundEngine {
    guard let program = choice.compose else { return embedded(isSimulated: isSimulated) }
    return compose(program)
  }

  /// The embedded engine.
  func embedded(isSimulated: Bool = false) -> EmbeddedEngine {
    EmbeddedEngine(
      files,
      host: settings.bind,
      port: settings.port,
      isSimulated: isSimulated,
      key: settings.masterKey,
      supervisor: supervisor(isSimulated: isSimulated)
    )
  }

  /// The containers.
  func compose(_ program: ComposeProgram) -> ComposeEngine {
    ComposeEngine(
      ComposeStack(
        program,
        folder: project.folder,
        environmentFile: environmentFile,
        name: composeName,
        buildsGateway: settings.profiles.contains(.embedded) && variable("AGENTPROXY_IMAGE") == nil,
        isFronted: settings.isFronted
      ),
      files: files,
      host: settings.bind,
      port: settings.port,
      environment: session.environment.merging(["COMPOSE_FILE": composeFile]) { $1 }
    )
  }

  /// What Compose reads: no file that it would find by itself, which anybody could have put there.
  private var composeFile: String { variable("COMPOSE_FILE") ?? ComposeEngine.file }

  /// Compose's own name for the stack, the default of which stands in `docker-compose.yml`.
  private var composeName: String { variable("COMPOSE_PROJECT_NAME") ?? "agentproxy" }

  /// What Compose takes for the value of a variable; `nil` if it is empty.
  private func variable(_ name: String) -> String? {
    let file = try? ShellEnvironment.all(
      of: environmentFile,
      environment: session.environment,
      places: session.places,
      system: session.system
    )
    let value = file?.variables.first { $0.name == name }?.value
    return [session.environment[name], value].lazy.compactMap { $0 }.first { !$0.isEmpty }
  }

  /// The program that watches over the embedded gateway.
  func supervisor(isSimulated: Bool) -> SpawnedProgram { ownProgram("supervise", isSimulated: isSimulated) }

  /// The embedded gateway itself.
  func gateway(isSimulated: Bool) -> SpawnedProgram { ownProgram("proxy", isSimulated: isSimulated) }

  private func ownProgram(_ command: String, isSimulated: Bool) -> SpawnedProgram {
    let names = ["--project", project.folder, "--env-file", environmentFile]
    return SpawnedProgram(
      path: SpawnedProgram.ownPath(),
      arguments: [command] + names + (isSimulated ? ["--simulate"] : []),
      environment: session.environment
    )
  }

  /// The background processes of this clone's embedded gateway.
  func makeSupervisor(isSimulated: Bool) throws(Failure) -> Supervisor {
    try Supervisor(
      gateway(isSimulated: isSimulated),
      host: settings.bind,
      port: settings.port,
      isSimulated: isSimulated,
      files: files
    )
  }

  /// Makes sure that there is something to start an engine with: `.env`, or a key in the environment.
  func checkEnvironmentFile() throws(Failure) {
    let isThere = (try? session.system.read(environmentFile)) ?? nil != nil
    guard !isThere, settings.masterKey == nil else { return }
    try refuseDanglingLink(environmentFile)
    throw Failure(
      .badInput,
      id: "engine.no-env",
      "there is no \(session.places.display(environmentFile))",
      hint: "agentproxy-setup init writes it"
    )
  }

  /// Reads what the embedded gateway would read, and says what is worth telling of it.
  func checkConfiguration(isSimulated: Bool) throws(Failure) {
    let source = GatewaySource(
      project: project,
      environmentFile: environmentFile,
      configurationFile: nil,
      simulate: isSimulated,
      environment: session.environment,
      places: session.places
    )
    do throws(Failure) {
      try source.read().findings.forEach(session.console.finding)
    } catch {
      guard !settings.hasProviderKey, !isSimulated else { throw error }
      var failure = error
      failure.diagnostics.append(
        Diagnostic(
          .note,
          id: "engine.no-provider",
          "there is no provider in \(session.places.display(environmentFile)) yet",
          hint: "agentproxy-setup up --simulate answers every model with a fixed text"
        )
      )
      throw failure
    }
  }

  /// Says what starting an engine came to, and where it listens: `.env` may have been written meanwhile.
  func report(_ ascent: Ascent, of engine: any BackgroundEngine) {
    let console = session.console
    let address = Self.url(engine is EmbeddedEngine ? embeddedAddress.port : settings.port)
    switch ascent {
    case .alreadyUp: console.report("already up at \(address)")
    case .started: console.report("up at \(address)")
    case .restarted(let reason): console.report("started anew, \(reason); up at \(address)")
    case .down: console.report("not up: agentproxy-setup up starts it")
    }
  }
}
