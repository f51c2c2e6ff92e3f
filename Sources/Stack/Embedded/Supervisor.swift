public import Diagnostics
internal import Gateway
internal import NIOCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Watches over a gateway in a process of its own, and starts it again when it ends. ``Supervision`` decides.
public final class Supervisor {
  private enum Event: Sendable {
    case ended(ProcessEnd)
    case pauseOver
    case patienceOver
    case signal(String)
    case lost(Failure)
    case tick
  }

  /// How long a gateway may take to end: what it gives its running requests, and a little more.
  static var patience: Duration { .nanoseconds(GatewayLimits().drainTimeout.nanoseconds) + .seconds(5) }

  /// How often it looks after its files: soon after they were taken away, the commands find it again.
  static let tick = Duration.milliseconds(500)

  private let files: EngineFiles
  private let program: SpawnedProgram
  private let events = AsyncStream<Event>.makeStream()
  private var supervision = Supervision()
  private var record: EngineRecord
  private var launched = ContinuousClock.now
  private var isRecorded = true
  /// Why it ends although nobody asked for that.
  private var loss: Failure?

  /// Watches over one.
  ///
  /// - Parameters:
  ///   - program: the gateway.
  ///   - host: where it is going to listen.
  ///   - port: likewise.
  ///   - isSimulated: whether it asks no provider.
  ///   - files: where to keep what is known of it.
  /// - Throws: `Failure` if this system says nothing of its processes.
  public init(
    _ program: SpawnedProgram,
    host: String,
    port: Int,
    isSimulated: Bool,
    files: EngineFiles
  ) throws(Failure) {
    guard let own = ProcessIdentity.current else {
      throw Failure(
        .unavailable,
        id: "engine.processes",
        "this system does not say when a process began",
        hint: "mount /proc, or run agentproxy-setup proxy under a service manager of your own"
      )
    }
    self.program = program
    self.files = files
    record = EngineRecord(
      supervisor: own,
      startedSeconds: Int64(time(nil)),
      host: host,
      port: port,
      isSimulated: isSimulated,
      folder: files.folder
    )
  }

  /// Starts the gateway, and returns when it is not to run any longer.
  ///
  /// - Throws: `Failure` if it could not be kept running, or another supervisor is there already.
  public func run() async throws(Failure) {
    guard let lock = try await EngineLock.take(files.supervisorLock, patience: .seconds(2)) else {
      throw Self.supervised
    }
    let log = try EngineLog(files)
    let writer = LogWriter(descriptor: log.descriptor)
    defer { writer.flush() }
    let orphan = EngineRecord.read(files)?.gateway.flatMap { $0.isRunning ? $0 : nil }
    record.gateway = orphan
    let keeper = try RecordKeeper(files, lock)
    // Before anything is started that no command would find.
    try keeper.write(record)
    if let orphan { await end(orphan, writer) }
    let sources = watch()
    defer { sources.forEach { $0.cancel() } }

    var action = Supervision.Action.launch
    var incoming = events.stream.makeAsyncIterator()
    while true {
      switch action {
      case .none: break
      case .launch: launch(log.descriptor, writer, keeper)
      case .pause(let seconds): report(.pauseOver, after: .seconds(seconds))
      case .terminate:
        record.gateway?.send(SIGTERM)
        report(.patienceOver, after: Self.patience)
      case .cut: record.gateway?.send(SIGTERM)
      case .kill:
        writer.write(message: "supervisor: the gateway does not end, it is killed")
        record.gateway?.send(SIGKILL)
      case .finish:
        writer.write(message: "supervisor: the gateway has ended")
        keeper.remove()
        if let loss { throw loss }
        return
      case .giveUp(let reason):
        writer.write(message: "supervisor: the gateway is not started again: \(reason)")
        record.failure = reason
        keep(keeper, writer)
        throw Failure(.failed, id: "engine.given-up", "the gateway is not started again: \(reason)", file: files.log)
      }
      guard let event = await incoming.next() else { return }
      if case .tick = event {
        log.rotateIfNeeded()
        await lookAfterRecord(keeper, writer)
      }
      action = handle(event, keeper, writer)
    }
  }

  /// Ends a gateway whose supervisor was killed: this one's could not listen beside it.
  private func end(_ orphan: ProcessIdentity, _ writer: LogWriter) async {
    writer.write(message: "supervisor: the gateway has lost its supervisor, and is started anew")
    await orphan.end(within: Self.patience)
    record.gateway = nil
  }

  /// Writes the record; what cannot be written now is tried again later.
  private func keep(_ keeper: RecordKeeper, _ writer: LogWriter) {
    do throws(Failure) {
      try keeper.write(record)
      isRecorded = true
    } catch {
      if isRecorded { error.diagnostics.forEach { writer.write(message: "supervisor: \($0)") } }
      isRecorded = false
    }
  }

  /// Writes the record again if somebody has taken it away, with its folder or alone. If that is not possible, the
  /// gateway is ended, for no command could do so.
  private func lookAfterRecord(_ keeper: RecordKeeper, _ writer: LogWriter) async {
    guard loss == nil else { return }
    do throws(Failure) {
      switch keeper.state() {
      case .kept:
        if !isRecorded { keep(keeper, writer) }
      case .taken: throw Self.supervised
      case .gone:
        if !keeper.hasLock { record.hasLostFolder = true }
        guard try await keeper.begin() else { throw Self.supervised }
        writer.write(message: "supervisor: \(files.record) was taken away, and is written again")
        try keeper.write(record)
      }
    } catch {
      error.diagnostics.forEach { writer.write(message: "supervisor: \($0)") }
      events.continuation.yield(.lost(error))
    }
  }

  private static var supervised: Failure {
    Failure(.failed, id: "engine.supervised", "another process already watches over this clone's gateway")
  }

  private func handle(_ event: Event, _ keeper: RecordKeeper, _ writer: LogWriter) -> Supervision.Action {
    switch event {
    case .ended(let end):
      let seconds = (ContinuousClock.now - launched) / .seconds(1)
      record.gateway = nil
      let action = supervision.ended(end, afterSeconds: seconds)
      if case .pause(let pause) = action {
        writer.write(message: "supervisor: the gateway \(end), it is started again in \(pause) s")
        record.restarts += 1
        keep(keeper, writer)
      }
      return action
    case .pauseOver: return supervision.pauseEnded()
    case .patienceOver: return supervision.patienceEnded()
    case .signal("SIGHUP"):
      record.gateway?.send(SIGHUP)
      return .none
    case .signal(let name):
      writer.write(message: "supervisor: \(name), the gateway is asked to end")
      record.isEnding = true
      keep(keeper, writer)
      return supervision.stopRequested()
    case .lost(let failure):
      // Once: a second request would cut what runs.
      guard loss == nil else { return .none }
      loss = failure
      return record.isEnding == true ? .none : supervision.stopRequested()
    case .tick: return .none
    }
  }

  private func launch(_ output: Int32, _ writer: LogWriter, _ keeper: RecordKeeper) {
    launched = ContinuousClock.now
    let number = program.start(output: output, hasSession: false)
    guard number > 0 else {
      writer.write(message: "supervisor: \(program.path) cannot be started: \(String(cString: strerror(-number)))")
      events.continuation.yield(.ended(.exited(69)))
      return
    }
    record.gateway = ProcessIdentity(running: number)
    record.startedSeconds = Int64(time(nil))
    keep(keeper, writer)
    Task { [continuation = events.continuation] in continuation.yield(.ended(await SpawnedProgram.end(of: number))) }
  }

  private func report(_ event: Event, after pause: Duration) {
    Task { [continuation = events.continuation] in
      if (try? await Task.sleep(for: pause)) != nil { continuation.yield(event) }
    }
  }

  /// Lets signals and the passing of time become events.
  private func watch() -> [Task<Void, Never>] {
    let continuation = events.continuation
    let pause = Self.tick
    let termination = ProcessSignals.termination()
    let reloads = ProcessSignals.reload()
    return [
      Task { for await name in termination.names { continuation.yield(.signal(name)) } },
      Task { for await name in reloads.names { continuation.yield(.signal(name)) } },
      Task { while (try? await Task.sleep(for: pause)) != nil { continuation.yield(.tick) } },
    ]
  }
}
