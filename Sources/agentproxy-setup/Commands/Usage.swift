import ArgumentParser
import Diagnostics
import Provisioning
import RequestLog

/// `agentproxy-setup usage`.
struct Usage: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the requests, tokens, errors and times of the embedded gateway.",
    discussion: """
      EXAMPLES:
        agentproxy-setup usage
        agentproxy-setup usage --by tool --since 24h
        agentproxy-setup usage --by day --since 2026-11-01 --csv

      Reads the log of requests, also while the gateway writes it. Times are those of answers that are no errors, and \
      exact: p50 is what half of them took at most, p95 what 95 of a hundred took at most; first is their first byte. \
      Days and hours are those of UTC.
      """
  )

  @Option(help: "What to put together: \(UsageGrouping.allCases.map(\.rawValue).joined(separator: ", ")).")
  var by = UsageGrouping.model

  @Option(help: ArgumentHelp("From when on: 7d, 24h, 30m, 2026-11-01, or all.", valueName: "time"))
  var since = "7d"

  @Option(
    help: ArgumentHelp("The log; default: .agentproxy/requests.sqlite in the clone.", valueName: "file")
  )
  var requestLog: String?

  @Flag(help: "Print the groups as CSV.")
  var csv = false

  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if csv && reporting.json { throw ValidationError("--csv and --json exclude each other") }
    guard UsageStart(since) != nil else {
      throw ValidationError("--since takes a time such as 7d, 24h, 30m, 2026-11-01, or all")
    }
  }

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      guard let start = UsageStart(since) else { return }
      let path = try requestLog.map { absolutePath($0, from: session.places.current) } ?? defaultLog(session)
      let report: UsageReport
      do throws(RequestLogError) {
        report = try UsageReport.read(path, by: by, since: start)
      } catch {
        throw Failure(error, file: session.places.display(path))
      }
      let console = session.console
      if reporting.json {
        try console.json(report)
      } else if csv {
        console.result(report.commaSeparatedText)
      } else if report.groups.isEmpty {
        console.finding(.noRequests(since: since, file: session.places.display(path)))
      } else {
        console.result(report.text(width: console.outputWidth, drawsBars: console.outputDrawsBars))
      }
    }
  }

  private func defaultLog(_ session: Session) throws(Failure) -> String {
    let project = try session.project()
    let settings = try Settings.read(
      session.environmentFile(of: project),
      environment: session.environment,
      places: session.places,
      system: session.system
    )
    guard settings.engine != .compose else {
      throw Failure(
        .unavailable,
        id: "usage.compose",
        "AGENTPROXY_ENGINE is compose, whose requests are in LiteLLM's own database, and not in a log of this program",
        hint: "see them at \(settings.baseURL)/ui, or name a log of the embedded gateway with --request-log"
      )
    }
    return project.path(".agentproxy/requests.sqlite")
  }
}
