import Diagnostics
import Provisioning
import RequestLog
import Stack

/// Where `usage` looks: into a log of the embedded gateway, or at LiteLLM.
struct UsageSource {
  private enum Place {
    /// A log's absolute path.
    case log(String)
    /// LiteLLM, and how messages name it.
    case liteLLM(GatewayClient, String)
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
      place = .log(absolutePath(log, from: session.places.current))
      return
    }
    let context = try EngineContext(session)
    place =
      await context.isLiteLLM(engine)
      ? .liteLLM(context.client(), context.settings.baseURL)
      : .log(context.project.path(".agentproxy/requests.sqlite"))
  }

  /// Sums up what is there.
  ///
  /// - Parameters:
  ///   - grouping: what to put together.
  ///   - start: from when on.
  /// - Returns: the report, and how messages name the place.
  /// - Throws: `Failure` if the log cannot be read, or LiteLLM does not answer.
  func report(by grouping: UsageGrouping, since start: UsageStart) async throws(Failure) -> (UsageReport, String) {
    switch place {
    case .log(let path):
      let name = session.places.display(path)
      return (try summed(name) { () throws(RequestLogError) in try .read(path, by: grouping, since: start) }, name)
    case .liteLLM(let client, let name):
      let records = try await client.spendLogs(since: start) { session.console.progress("\($0) requests") }
      session.console.endProgress()
      return (try summed(name) { () throws(RequestLogError) in try .of(records, by: grouping, since: start) }, name)
    }
  }

  private func summed(
    _ name: String,
    _ work: () throws(RequestLogError) -> UsageReport
  ) throws(Failure) -> UsageReport {
    do throws(RequestLogError) {
      return try work()
    } catch {
      throw Failure(error, file: name)
    }
  }
}
