public import Diagnostics
internal import Gateway
public import Secrets

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The embedded gateway as a background process of this clone.
public struct EmbeddedEngine: BackgroundEngine {
  /// What is kept of it.
  public let files: EngineFiles
  /// Where it is to listen: `AGENTPROXY_BIND`.
  let host: String
  /// The port: `AGENTPROXY_PORT`.
  let port: Int
  /// Whether no provider is to be asked.
  let isSimulated: Bool
  /// The key that it is to accept; `nil` if there is none.
  let key: Secret?
  /// The program that watches over it.
  let supervisor: SpawnedProgram

  /// How long a gateway may take to answer after its start, on a busy machine.
  private static let startPatience = Duration.seconds(30)
  /// How long its supervisor may take to notice that it is to end, likewise.
  private static let noticePatience = Duration.seconds(5)
  /// How long a gateway may take to read its files again, likewise.
  private static let readingPatience = Duration.seconds(10)

  /// The engine of a clone.
  ///
  /// - Parameters:
  ///   - files: what is kept of it.
  ///   - host: where it is to listen.
  ///   - port: likewise.
  ///   - isSimulated: whether no provider is to be asked.
  ///   - key: the key that it is to accept.
  ///   - supervisor: how to start the process that watches over it.
  public init(
    _ files: EngineFiles,
    host: String,
    port: Int,
    isSimulated: Bool,
    key: Secret?,
    supervisor: SpawnedProgram
  ) {
    self.files = files
    self.host = host
    self.port = port
    self.isSimulated = isSimulated
    self.key = key
    self.supervisor = supervisor
  }

  /// Who runs, or why nobody does any more; `nil` if nobody is to run.
  public var record: EngineRecord? { EngineRecord.read(files) }

  /// Whether it runs, supervised or not.
  public var isRunning: Bool { record?.isRunning == true }

  /// Whether it runs, or was started by hand and answers on its port.
  public func isThere() async -> Bool {
    if isRunning { return true }
    return await Self.isHealthy(host: host, port: port)
  }

  /// Who runs. If a gateway answers and there is no record, that may be about to be written again.
  private func presentRecord() async -> EngineRecord? {
    if let record { return record }
    guard await Self.isHealthy(host: host, port: port) else { return nil }
    let deadline = ContinuousClock.now + Supervisor.tick * 5
    while ContinuousClock.now < deadline, (try? await Task.sleep(for: .milliseconds(50))) != nil {
      if let record { return record }
    }
    return nil
  }

  // MARK: - Up

  /// Starts the gateway, unless it is up as it should be.
  public func up(isForced: Bool, say: (String) -> Void) async throws(Failure) -> Ascent {
    let lock = try await files.lockForCommand(say)
    defer { lock.release() }
    guard let record = await presentRecord(), record.isRunning else {
      try await start(say)
      return .started
    }
    var reason = isForced ? "as was asked" : reasonToRestart(record)
    if reason == nil { reason = await reasonAfterReading() }
    guard let reason else { return .alreadyUp }
    if record.isSupervised { try await end(record, say) }
    try await start(say)
    return .restarted(reason)
  }

  private func reasonToRestart(_ record: EngineRecord) -> String? {
    if !record.isSupervised { return "its supervisor was gone" }
    if let reason = reasonOutdated(record) { return reason }
    if record.gateway?.isRunning != true { return "it had ended" }
    guard record.isSimulated != isSimulated else { return nil }
    return isSimulated ? "it is to ask no provider from now on" : "it is to ask the providers from now on"
  }

  /// Lets a gateway that runs read its files again, which it would do by itself a moment later, and waits for that.
  ///
  /// - Returns: why it has to be started anew all the same; `nil` if it has not.
  private func reasonAfterReading() async -> String? {
    // One that is about to start reads them anyway, and could be ended by the signal.
    guard await Self.isHealthy(host: host, port: port) else { return nil }
    var tail = LogTail(files)
    _ = tail.lines(0)
    guard reload() else { return nil }
    let deadline = ContinuousClock.now + Self.readingPatience
    var said = ""
    while !said.contains("SIGHUP: "), ContinuousClock.now < deadline,
      (try? await Task.sleep(for: .milliseconds(10))) != nil
    { said += String(decoding: tail.next(), as: UTF8.self) }
    // A variable that it was started with counts before the files.
    guard let key, await KeyProof(host: host, port: port).answer(to: key) == .refused else { return nil }
    return "it went by another LITELLM_MASTER_KEY"
  }

  /// What of a gateway that runs is not as the clone has it now; `nil` if it is.
  func reasonOutdated(_ record: EngineRecord) -> String? {
    if let folder = record.formerFolder(files) {
      return "it was started when the clone was in \(folder.prefix(upTo: folder.lastIndex(of: "/") ?? folder.endIndex))"
    }
    if record.hasLostFolder == true { return "its folder had been taken away" }
    return record.host != host || record.port != port ? "AGENTPROXY_BIND or AGENTPROXY_PORT has changed" : nil
  }

  private func start(_ say: (String) -> Void) async throws(Failure) {
    let orphan = record?.gateway.flatMap { $0.isRunning ? $0 : nil }
    // The supervisor ends a gateway that has lost its own.
    if orphan == nil {
      try await Gateway.checkAddress(Gateway.Options(host: host, port: port))
      EngineRecord.remove(files)
    }
    let log = try EngineLog(files)
    var tail = LogTail(files)
    _ = tail.lines(0)
    let number = supervisor.start(output: log.descriptor, hasSession: true)
    guard number > 0 else {
      throw Failure(
        .unavailable,
        id: "engine.not-started",
        "\(supervisor.path) cannot be started: \(String(cString: strerror(-number)))"
      )
    }
    let patience = Self.startPatience + (orphan == nil ? .zero : Supervisor.patience)
    try await waitUntilHealthy(number, not: orphan, patience, &tail, say)
  }

  private func waitUntilHealthy(
    _ supervisor: Int32,
    not orphan: ProcessIdentity?,
    _ patience: Duration,
    _ tail: inout LogTail,
    _ say: (String) -> Void
  ) async throws(Failure) {
    let start = ContinuousClock.now
    var hasSaid = false
    while true {
      var status: Int32 = 0
      let hasEnded = waitpid(supervisor, &status, WNOHANG) == supervisor
      if let record, record.supervisor.number == supervisor, let gateway = record.gateway, gateway != orphan,
        gateway.isRunning, await Self.isHealthy(host: record.host, port: record.port)
      {
        // The supervisor has read `.env` for itself, and somebody may have written it meanwhile.
        return
      }
      let waited = ContinuousClock.now - start
      guard !hasEnded, waited < patience else { throw await notUp(hasEnded, &tail) }
      if waited > .seconds(2), !hasSaid {
        say("waiting for the gateway")
        hasSaid = true
      }
      try? await Task.sleep(for: .milliseconds(10))
    }
  }

  private func notUp(_ hasEnded: Bool, _ tail: inout LogTail) async -> Failure {
    // Before it is ended, of which it speaks as well.
    let said = String(decoding: tail.next(), as: UTF8.self).split(separator: "\n")
    if !hasEnded, let record { try? await end(record) { _ in } }
    let error = said.firstIndex { $0.contains("error: ") }
    let reason = error.map { said[$0] } ?? said.last { !$0.contains("supervisor: ") } ?? "it said nothing"
    // What is to be done about an error stands below it.
    let advice = "  hint: "
    let next = error.flatMap { said[$0...].dropFirst().first }
    let hint = next.flatMap { $0.hasPrefix(advice) ? String($0.dropFirst(advice.count)) : nil }
    return Failure(
      .unavailable,
      id: "engine.not-up",
      "the gateway does not come up: \(reason)",
      hint: hint ?? "agentproxy-setup logs shows all that it said"
    )
  }

  /// Whether a gateway says there that it is well.
  static func isHealthy(host: String, port: Int) async -> Bool {
    let client = GatewayClient(GatewayEndpoint(boundTo: host, port: port))
    // Not `/health`, at which LiteLLM asks every model.
    guard let answer = try? await client.get("/health/readiness", seconds: 2) else { return false }
    return String(decoding: answer.body, as: UTF8.self).contains(#""engine":"embedded""#)
  }

  // MARK: - Down

  /// Ends the gateway: running requests come to their end within its own time for that.
  public func down(say: (String) -> Void) async throws(Failure) -> Bool {
    let lock = try await files.lockForCommand(say)
    defer { lock.release() }
    guard let record = await presentRecord(), record.isRunning else {
      EngineRecord.remove(files)
      return false
    }
    try await end(record, say)
    return true
  }

  private func end(_ record: EngineRecord, _ say: (String) -> Void) async throws(Failure) {
    var patience = Supervisor.patience
    if record.isSupervised {
      if await endSupervised(record, say) { patience = .zero }
    } else {
      say("finishing the running requests")
    }
    // The supervisor may have been killed; and what it began after the record was read is in the new one.
    for gateway in [record.gateway, EngineRecord.read(files)?.gateway] { await gateway?.end(within: patience) }
    EngineRecord.remove(files)
  }

  /// Ends the supervisor.
  ///
  /// - Returns: whether the gateway has had its time to end.
  private func endSupervised(_ record: EngineRecord, _ say: (String) -> Void) async -> Bool {
    record.supervisor.send(SIGTERM)
    if await record.supervisor.hasEnded(within: .milliseconds(500)) { return true }
    say("finishing the running requests")
    let isWilling = await takesNotice(record)
    // It kills the gateway when that has had its time; it needs a moment more itself.
    if isWilling, await record.supervisor.hasEnded(within: Supervisor.patience + .seconds(5)) { return true }
    say("the gateway's supervisor does not end, it is killed")
    record.supervisor.send(SIGKILL)
    _ = await record.supervisor.hasEnded(within: Self.noticePatience)
    return isWilling
  }

  /// Waits until a supervisor that has been asked to end says that it knows, or has ended.
  private func takesNotice(_ record: EngineRecord) async -> Bool {
    let deadline = ContinuousClock.now + Self.noticePatience
    while true {
      let present = EngineRecord.read(files)
      // One of an older version does not say.
      guard let present, present.supervisor == record.supervisor, present.isEnding == false else { return true }
      guard ContinuousClock.now < deadline, (try? await Task.sleep(for: .milliseconds(50))) != nil else { return false }
    }
  }

  /// Asks the gateway to read its configuration again.
  ///
  /// - Returns: whether it is up in the background.
  public func reload() -> Bool { record?.gateway?.send(SIGHUP) ?? false }

  /// Starts it with the program as it is now: it is updated by other means.
  public func update(say: (String) -> Void) async throws(Failure) -> Ascent {
    say("the embedded gateway is this program: a newer one comes with `git pull` and `script/run`")
    return isRunning ? try await up(isForced: true, say: say) : .down
  }

  /// Shows the log.
  public func showLog(
    lines: Int,
    follows: Bool,
    write: ([UInt8]) -> Void
  ) async throws(Failure) {
    var tail = LogTail(files)
    guard let last = tail.lines(lines) ?? (follows ? [] : nil) else {
      throw Failure(
        .unavailable,
        id: "engine.no-log",
        "there is no log: the gateway has not been started in the background yet",
        hint: "agentproxy-setup up"
      )
    }
    write(last)
    while follows, (try? await Task.sleep(for: .milliseconds(200))) != nil {
      let more = tail.next()
      if !more.isEmpty { write(more) }
    }
  }
}
