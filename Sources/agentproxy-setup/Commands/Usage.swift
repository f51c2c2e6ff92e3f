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
        agentproxy-setup usage --last 20

      Reads the embedded gateway's log of requests, also while that is written; of the engine in containers \
      it reads LiteLLM's table in PostgreSQL, or asks LiteLLM. Times are those of answers that are no errors, and \
      exact: p50 is what half of them took at most, p95 what 95 of a hundred took at most; first is their first byte. \
      Days and hours are those of UTC.
      """
  )

  @Option(
    help: "What to put together: \(UsageGrouping.allCases.map(\.rawValue).joined(separator: ", ")); default: model."
  )
  var by: UsageGrouping?

  @Option(help: ArgumentHelp("From when on: 7d, 24h, 30m, 2026-11-01, or all; default: 7d.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Show the last requests instead, each in a line, so many.", valueName: "count"))
  var last: Int?

  @Option(
    help: ArgumentHelp("The log; default: .agentproxy/requests.sqlite in the clone.", valueName: "file")
  )
  var requestLog: String?

  @OptionGroup var selection: EngineSelection

  @Flag(help: "Print the groups as CSV.")
  var csv = false

  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  /// More are a matter for `--since` and a file.
  private static let mostRequests = 250

  private var period: String { since ?? "7d" }

  func validate() throws {
    if requestLog != nil, selection.engine == .compose {
      throw ValidationError("--request-log is of the embedded engine")
    }
    if csv && reporting.json { throw ValidationError("--csv and --json exclude each other") }
    if let last {
      guard by == nil, since == nil else { throw ValidationError("--last goes without --by and --since") }
      guard 1...Self.mostRequests ~= last else {
        throw ValidationError("--last takes a number from 1 to \(Self.mostRequests)")
      }
    }
    guard UsageStart(period) != nil else {
      throw ValidationError("--since takes a time such as 7d, 24h, 30m, 2026-11-01, or all")
    }
  }

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      guard let start = UsageStart(period) else { return }
      let format = reporting.json ? "--json" : csv ? "--csv" : nil
      let place = try await UsageSource(session, selection.engine, requestLog)
      let console = session.console
      if let last {
        guard let (requests, source) = try await place.last(last, format: format) else { return }
        guard !requests.requests.isEmpty || format != nil else {
          return console.finding(.noRequests(since: "all", file: source))
        }
        try show(requests, on: console, commaSeparated: requests.commaSeparatedText) {
          requests.text(width: console.outputWidth, now: EngineContext.now)
        }
      } else {
        let shown = try await place.report(by: by ?? .model, since: start, format: format)
        guard let (report, source) = shown else { return }
        guard !report.groups.isEmpty || format != nil else {
          return console.finding(.noRequests(since: period, file: source))
        }
        try show(report, on: console, commaSeparated: report.commaSeparatedText) {
          report.text(width: console.outputWidth, drawsBars: console.outputDrawsBars)
        }
      }
    }
  }

  private func show(
    _ report: some Encodable,
    on console: Console,
    commaSeparated: @autoclosure () -> String,
    table: () -> String
  ) throws {
    if reporting.json {
      try console.json(report)
    } else {
      console.result(csv ? commaSeparated() : table())
    }
  }
}
