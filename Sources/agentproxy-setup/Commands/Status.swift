import ArgumentParser
import Diagnostics
import Provisioning
import Stack

/// `agentproxy-setup status`.
struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows whether the gateway is up, and what it has done of late.",
    discussion: """
      EXAMPLES:
        agentproxy-setup status
        agentproxy-setup status --json

      The engine and why it is this one, how long it has been up, where, its models and how they \
      are by their last requests, and these. Exit status 1 if it is not up.
      """
  )

  @OptionGroup var selection: EngineSelection
  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      let context = try EngineContext(session)
      let choice = try await context.choose(selection.engine, isQuiet: true)
      let report = await context.status(choice)
      let console = session.console
      if reporting.json {
        try console.json(report)
      } else {
        console.result(report.text(width: console.outputWidth, now: EngineContext.now))
      }
      if report.state != .up { throw ExitCode(Failure.Status.failed.rawValue) }
    }
  }
}
