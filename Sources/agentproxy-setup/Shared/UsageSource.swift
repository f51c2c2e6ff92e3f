import Diagnostics
import Provisioning
import RequestLog
import Stack

/// Where `usage` looks: into a log of the embedded gateway, or at LiteLLM.
struct UsageSource {
  private enum Place {
    /// A log's absolute path.
    case log(String)
    /// LiteLLM, and how messages name it; and its containers, if there are any here, with its database.
    case liteLLM(GatewayClient, String, ComposeEngine?)
    /// The log of the embedded gateway in a container.
    case container(ComposeEngine)
  }

  private let session: Session
  private let place: Place

  /// Finds out where to look.
  ///
  /// - Parameters:
  ///   - session: the command's.
  ///   - engine: the engine that the user named.
  ///   - log: the log that the user named.
  /// - Throws: `Failure` if there is no clone, or its `.env` is wrong.
  init(_ session: Session, _ engine: Engine?, _ log: String?) async throws(Failure) {
    self.session = session
    if let log {
      let path = absolutePath(log, from: session.places.current)
      // The topmost folder has no name.
      place = .log(path.isEmpty ? "/" : path)
      return
    }
    let context = try EngineContext(session)
    if context.settings.profiles.contains(.embedded),
      let program = try await context.choose(engine, isQuiet: true).compose
    {
      place = .container(context.compose(program))
      return
    }
    guard await context.isLiteLLM(engine) else {
      place = .log(context.project.path(".agentproxy/requests.sqlite"))
      return
    }
    let program = try? await ComposeProgram.find(environment: session.environment)
    place = .liteLLM(context.client(), context.settings.baseURL, program.map(context.compose))
  }

  /// Sums up what is there.
  ///
  /// - Parameters:
  ///   - grouping: what to put together.
  ///   - start: from when on.
  ///   - format: the option that chooses how it is shown, for a program that shows it by itself.
  /// - Returns: the report, and how messages name the place; `nil` if it has been shown.
  /// - Throws: `Failure` if the log cannot be read, or LiteLLM does not answer.
  func report(
    by grouping: UsageGrouping,
    since start: UsageStart,
    format: String?
  ) async throws(Failure) -> (UsageReport, String)? {
    switch place {
    case .container(let engine):
      // Up to the second, which is as much as `--since` takes.
      let since = start.text.isEmpty ? "all" : String(start.text.prefix(19))
      try await engine.showUsage(["--by", grouping.rawValue, "--since", since] + [format].compactMap(\.self))
      return nil
    case .log(let path):
      let name = session.places.display(path)
      return (try reading(name) { () throws(RequestLogError) in try .read(path, by: grouping, since: start) }, name)
    case .liteLLM(let client, let name, let engine):
      let records = try await records(of: client, engine, since: start)
      return (try reading(name) { () throws(RequestLogError) in try .of(records, by: grouping, since: start) }, name)
    }
  }

  /// The last requests.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - format: the option that chooses how they are shown, for a program that shows them by itself.
  /// - Returns: the requests, and how messages name the place; `nil` if they have been shown.
  /// - Throws: `Failure` if the log cannot be read, or LiteLLM does not answer.
  func last(_ count: Int, format: String?) async throws(Failure) -> (RecentRequests, String)? {
    switch place {
    case .container(let engine):
      try await engine.showUsage(["--last", "\(count)"] + [format].compactMap(\.self))
      return nil
    case .log(let path):
      let name = session.places.display(path)
      return (try reading(name) { () throws(RequestLogError) in try .last(count, of: path) }, name)
    case .liteLLM(let client, let name, let engine):
      if let requests = await engine?.lastSpendLogs(count) { return (requests, name) }
      return (try await client.lastSpendLogs(count), name)
    }
  }

  private func records(
    of client: GatewayClient,
    _ engine: ComposeEngine?,
    since start: UsageStart
  ) async throws(Failure) -> [RequestRecord] {
    if let records = await engine?.spendLogs(since: start) { return records }
    defer { session.console.endProgress() }
    return try await client.spendLogs(since: start) { session.console.progress("\($0) requests") }
  }

  private func reading<Result>(
    _ name: String,
    _ work: () throws(RequestLogError) -> Result
  ) throws(Failure) -> Result {
    do throws(RequestLogError) {
      return try work()
    } catch {
      throw Failure(error, file: name)
    }
  }
}
