import ArgumentParser
import Diagnostics
import Provisioning
import RequestLog

/// `agentproxy-setup usage`.
struct Usage: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the requests, tokens, errors and times of the gateway.",
    discussion: """
      EXAMPLES:
        agentproxy-setup usage
        agentproxy-setup usage --by tool --since 24h
        agentproxy-setup usage --by day --since 2026-11-01 --csv

      Reads the embedded gateway's log of requests, also while that is written; of the engine in containers \
      it reads LiteLLM's table in PostgreSQL, or asks LiteLLM. Times are those of answers that are no errors, and \
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

  @OptionGroup var selection: EngineSelection

  @Flag(help: "Print the groups as CSV.")
  var csv = false

  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if requestLog != nil, selection.engine == .compose {
      throw ValidationError("--request-log is of the embedded engine")
    }
    if csv && reporting.json { throw ValidationError("--csv and --json exclude each other") }
    guard UsageStart(since) != nil else {
      throw ValidationError("--since takes a time such as 7d, 24h, 30m, 2026-11-01, or all")
    }
  }

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      guard let start = UsageStart(since) else { return }
      let format = reporting.json ? "--json" : csv ? "--csv" : nil
      let place = try await UsageSource(session, selection.engine, requestLog)
      guard let (report, source) = try await place.report(by: by, since: start, format: format) else { return }
      let console = session.console
      if reporting.json {
        try console.json(report)
      } else if csv {
        console.result(report.commaSeparatedText)
      } else if report.groups.isEmpty {
        console.finding(.noRequests(since: since, file: source))
      } else {
        console.result(report.text(width: console.outputWidth, drawsBars: console.outputDrawsBars))
      }
    }
  }
}
