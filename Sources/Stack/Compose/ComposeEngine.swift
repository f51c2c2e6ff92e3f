public import Diagnostics
internal import Gateway
public import RequestLog

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif
#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// LiteLLM, PostgreSQL and Redis in containers.
public struct ComposeEngine: BackgroundEngine {
  private let stack: ComposeStack
  private let files: EngineFiles
  private let host: String
  private let port: Int
  private let environment: [String: String]

  /// What Compose is to read where nobody says otherwise.
  public static let file = "docker-compose.yml"

  /// The first start fetches images, and makes the database's tables.
  private static let startPatience = Duration.seconds(300)

  /// The engine of a clone.
  ///
  /// - Parameters:
  ///   - stack: the containers.
  ///   - files: where to keep with which configuration they were started.
  ///   - host: where they are to listen: `AGENTPROXY_BIND`.
  ///   - port: likewise: `AGENTPROXY_PORT`.
  ///   - environment: the process's environment, which counts before `.env`.
  public init(
    _ stack: ComposeStack,
    files: EngineFiles,
    host: String,
    port: Int,
    environment: [String: String]
  ) {
    self.stack = stack
    self.files = files
    self.host = host
    self.port = port
    // Podman's own format of images has no health check. And the devcontainer, which is in a file of its own, is not to
    // be called an orphan, with the advice to remove it.
    self.environment = environment.merging(["BUILDAH_FORMAT": "docker", "COMPOSE_IGNORE_ORPHANS": "true"]) { given, _ in
      given
    }
  }

  /// The containers that there are.
  public func services() async -> [ComposeService] {
    let outcome = await program(stack.list).captured(patience: .seconds(10))
    return ComposeService.read(outcome?.output ?? "", project: stack.name)
  }

  /// Starts the stack; of one that is up, what has changed is started anew.
  public func up(isForced: Bool, say: (String) -> Void) async throws(Failure) -> Ascent {
    try await ascend(isForced: isForced, ifRemade: "as its settings or images have changed", say)
  }

  private func ascend(
    isForced: Bool,
    ifRemade reason: String,
    _ say: (String) -> Void
  ) async throws(Failure) -> Ascent {
    let lock = try await files.lockForCommand(say)
    defer { lock.release() }
    let override = "docker-compose.override.yml"
    if environment["COMPOSE_FILE"] == Self.file, access("\(stack.folder)/\(override)", F_OK) == 0 {
      say("\(override) is not read: COMPOSE_FILE=\(Self.file):\(override) in .env has it read")
    }
    let before = await services().filter(\.isGatewayRunning)
    if before.isEmpty { try await Gateway.checkAddress(Gateway.Options(host: host, port: port)) }
    try await run(stack.up(replicas: before.count(where: \.isGateway)))
    let ascent = before.isEmpty ? .started : try await renew(before, isForced: isForced, ifRemade: reason)
    try await waitUntilHealthy(say)
    if let present { try? present.write(to: URL(filePath: startedFile)) }
    return ascent
  }

  /// Starts LiteLLM anew where it runs on with another configuration than there is: it reads that at its start alone.
  private func renew(
    _ before: [ComposeService],
    isForced: Bool,
    ifRemade reason: String
  ) async throws(Failure) -> Ascent {
    let after = await services().filter(\.isGatewayRunning)
    let old = Set(before.map(\.id))
    // Compose has started those that it made by now. Where it does not tell which, LiteLLM is started once too often.
    let runsOn = after.isEmpty || after.contains { $0.isGateway && old.contains($0.id) }
    let isChanged = present != started
    if runsOn, isForced || isChanged { try await run(stack.renew) }
    if isForced { return .restarted("as was asked") }
    if runsOn, isChanged { return .restarted("litellm_config.yaml has changed") }
    return old == Set(after.map(\.id)) ? .alreadyUp : .restarted(reason)
  }

  /// Ends the stack. What PostgreSQL and Redis keep stays.
  public func down(say: (String) -> Void) async throws(Failure) -> Bool {
    let lock = try await files.lockForCommand(say)
    defer { lock.release() }
    let services = await services()
    // It holds the network that `down` would remove.
    guard services.contains(where: { $0.isDevcontainer && $0.isRunning }) else {
      try await run(stack.down)
      return !services.isEmpty
    }
    let own = services.filter { !$0.isDevcontainer && !$0.hasEnded }
    guard !own.isEmpty else { return false }
    say("the devcontainer runs on, so the gateway is stopped and not removed")
    try await run(stack.stop(own.map(\.container)))
    return true
  }

  /// Fetches the images that `.env` and `docker-compose.yml` name, and starts what is newer.
  public func update(say: (String) -> Void) async throws(Failure) -> Ascent {
    let wasUp = await services().contains(where: \.isGatewayRunning)
    for command in stack.update { try await run(command) }
    return wasUp ? try await ascend(isForced: false, ifRemade: "with what is newer", say) : .down
  }

  /// Lets the program write the services' logs to standard output.
  public func showLog(lines: Int, follows: Bool, write: ([UInt8]) -> Void) async throws(Failure) {
    let logs = stack.logs(lines: lines, follows: follows, isColored: isatty(STDOUT_FILENO) == 1)
    try await run(logs, isResult: true)
  }

  /// Lets the embedded gateway's program in its container show what is in its log of requests.
  ///
  /// - Parameter options: those of `usage`.
  /// - Throws: `Failure` if the container does not run.
  public func showUsage(_ options: [String]) async throws(Failure) {
    try await run(stack.usage(options), isResult: true)
  }

  /// The requests that LiteLLM has logged, from the database itself.
  ///
  /// - Parameter start: from when on.
  /// - Returns: the requests, the oldest first; `nil` if PostgreSQL does not run here, or has no such table.
  public func spendLogs(since start: UsageStart) async -> [RequestRecord]? {
    await rows(of: SpendLogQuery.text(since: start), patience: .seconds(120))
  }

  /// The last requests, from whoever has them.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - liteLLM: LiteLLM; `nil` if it is the embedded gateway that is in its container.
  /// - Returns: the requests; none if nobody tells.
  public func lastRequests(_ count: Int, of liteLLM: GatewayClient?) async -> RecentRequests {
    guard let liteLLM else {
      let outcome = await program(stack.usage(["--last", "\(count)", "--json"])).captured(patience: .seconds(10))
      guard let outcome, outcome.isSuccess else { return RecentRequests() }
      return (try? JSONDecoder().decode(RecentRequests.self, from: Data(outcome.output.utf8))) ?? RecentRequests()
    }
    if let requests = try? await liteLLM.lastSpendLogs(count, seconds: 5) { return requests }
    return await lastSpendLogs(count, patience: .seconds(5)) ?? RecentRequests()
  }

  /// The last requests that LiteLLM has logged, from the database itself.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - patience: how long to wait for them.
  /// - Returns: the requests; `nil` if PostgreSQL does not run here, or has no such table.
  public func lastSpendLogs(_ count: Int, patience: Duration = .seconds(60)) async -> RecentRequests? {
    let rows = await rows(of: SpendLogQuery.text(last: count), patience: patience)
    return rows.map { RecentRequests($0.map(RecentRequest.init)) }
  }

  private func rows(of statement: String, patience: Duration) async -> [RequestRecord]? {
    guard await services().contains(where: { $0.name == "postgres" && $0.isRunning }) else { return nil }
    let query = program(stack.query(statement))
    guard let outcome = await query.captured(patience: patience, limit: Self.logLimit), outcome.isSuccess
    else { return nil }
    return SpendLogQuery.records(outcome.output)
  }

  /// The configuration as it is now.
  private var present: Data? { try? Data(contentsOf: URL(filePath: "\(stack.folder)/litellm_config.yaml")) }

  /// Some millions of requests.
  private static let logLimit = 1 << 30

  /// The configuration that LiteLLM was started with.
  private var started: Data? { try? Data(contentsOf: URL(filePath: startedFile)) }

  private var startedFile: String { "\(files.folder)/compose-config.yaml" }

  private func program(_ command: [String]) -> ShownProgram {
    ShownProgram(command, environment: environment, folder: stack.folder)
  }

  private func run(_ command: [String], isResult: Bool = false) async throws(Failure) {
    guard await program(command).show(isResult: isResult) != true else { return }
    throw Failure(
      .unavailable,
      id: "compose.failed",
      "`\(command.joined(separator: " "))` failed",
      hint: "what it said stands above"
    )
  }

  private func waitUntilHealthy(_ say: (String) -> Void) async throws(Failure) {
    let start = ContinuousClock.now
    var next = Duration.seconds(3)
    while await !isHealthy() {
      let waited = ContinuousClock.now - start
      guard waited < Self.startPatience, (try? await Task.sleep(for: .milliseconds(200))) != nil else {
        throw Failure(
          .unavailable,
          id: "compose.silent",
          "LiteLLM does not answer on port \(port)",
          hint: "agentproxy-setup logs shows what it said"
        )
      }
      if waited > next {
        say("waiting for LiteLLM: \(await services().map { "\($0.name) \($0.status)" }.joined(separator: ", "))")
        next += .seconds(20)
      }
    }
  }

  private func isHealthy() async -> Bool {
    let client = GatewayClient(GatewayEndpoint(boundTo: host, port: port))
    return (try? await client.get("/health/readiness", seconds: 5))?.status == 200
  }
}
