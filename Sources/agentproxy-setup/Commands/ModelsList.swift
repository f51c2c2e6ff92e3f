import ArgumentParser
import Diagnostics
import Provisioning
import Stack

/// `agentproxy-setup models list`.
struct ModelsList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the models of the running gateway, or else of the files.",
    discussion: """
      EXAMPLES:
        agentproxy-setup models list
        agentproxy-setup models list --json

      The names are those that the gateway lists; what else is known of them is in litellm_config.yaml.
      """
  )

  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      let source = try ModelSource(session)
      let report = try await source.report()
      let console = session.console
      source.findings(report).forEach(console.finding)
      if reporting.json {
        try console.json(report)
      } else {
        if report.source == .files {
          console.notice("no gateway runs at \(source.address): this is what the files say")
        }
        console.result(report.text(width: console.outputWidth))
      }
    }
  }
}
