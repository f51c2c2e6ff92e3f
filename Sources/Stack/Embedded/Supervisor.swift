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
    case tick
  }

  /// How long a gateway may take to end: what it gives its running requests, and a little more.
  static var patience: Duration { .nanoseconds(GatewayLimits().drainTimeout.nanoseconds) + .seconds(5) }

  private let files: EngineFiles
  private let program: SpawnedProgram
  private let events = AsyncStream<Event>.makeStream()
  private var supervision = Supervision()
  private var record: EngineRecord
  private var launched = ContinuousClock.now

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
      startedSeconds: 0,
      host: host,
      port: port,
      isSimulated: isSimulated
    )
  }

  /// Starts the gateway, and returns when it is not to run any longer.
  ///
  /// - Throws: `Failure` if it could not be kept running, or another supervisor is there already.
  public func run() async throws(Failure) {
    guard let lock = try await EngineLock.take(files.supervisorLock, patience: .seconds(2)) else {
      throw Failure(.failed, id: "engine.supervised", "another process already watches over this clone's gateway")
    }
    defer { lock.release() }
    guard let log = EngineLog(files) else {
      throw Failure(.failed, id: "engine.log", "the log cannot be written", file: files.log)
    }
    let writer = LogWriter(descriptor: log.descriptor)
    defer { writer.flush() }
    await endOrphan(writer)
    let sources = watch()
    defer { sources.forEach { $0.cancel() } }

    var action = Supervision.Action.launch
    var incoming = events.stream.makeAsyncIterator()
    while true {
      switch action {
      case .none: break
      case .launch: launch(log.descriptor, writer)
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
        EngineRecord.remove(files)
        return
      case .giveUp(let reason):
        writer.write(message: "supervisor: the gateway is not started again: \(reason)")
        record.failure = reason
        record.write(files)
        throw Failure(.failed, id: "engine.given-up", "the gateway is not started again: \(reason)", file: files.log)
      }
      guard let event = await incoming.next() else { return }
      action = handle(event, log, writer)
    }
  }

  /// Ends a gateway whose supervisor was killed: this one's could not listen beside it.
  private func endOrphan(_ writer: LogWriter) async {
    guard let orphan = EngineRecord.read(files)?.gateway, orphan.isRunning else { return }
    writer.write(message: "supervisor: the gateway has lost its supervisor, and is started anew")
    await orphan.end(within: Self.patience)
  }

  private func handle(_ event: Event, _ log: borrowing EngineLog, _ writer: LogWriter) -> Supervision.Action {
    switch event {
    case .ended(let end):
      let seconds = (ContinuousClock.now - launched) / .seconds(1)
      record.gateway = nil
      let action = supervision.ended(end, afterSeconds: seconds)
      if case .pause(let pause) = action {
        writer.write(message: "supervisor: the gateway \(end), it is started again in \(pause) s")
        record.restarts += 1
        record.write(files)
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
      record.write(files)
      return supervision.stopRequested()
    case .tick:
      log.rotateIfNeeded()
      return .none
    }
  }

  private func launch(_ output: Int32, _ writer: LogWriter) {
    launched = ContinuousClock.now
    let number = program.start(output: output, hasSession: false)
    guard number > 0 else {
      writer.write(message: "supervisor: \(program.path) cannot be started: \(String(cString: strerror(-number)))")
      events.continuation.yield(.ended(.exited(69)))
      return
    }
    record.gateway = ProcessIdentity(running: number)
    record.startedSeconds = Int64(time(nil))
    record.write(files)
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
    let termination = ProcessSignals.termination()
    let reloads = ProcessSignals.reload()
    return [
      Task { for await name in termination.names { continuation.yield(.signal(name)) } },
      Task { for await name in reloads.names { continuation.yield(.signal(name)) } },
      Task { while (try? await Task.sleep(for: .seconds(2))) != nil { continuation.yield(.tick) } },
    ]
  }
}
