import ArgumentParser
import Diagnostics
import Provisioning
import Stack
import WireFormats

/// `agentproxy-setup models test`.
struct ModelsTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Asks each model for one word, in each wire format that its provider speaks.",
    discussion: """
      EXAMPLES:
        agentproxy-setup models test
        agentproxy-setup models test gpt-5.5 --format responses
        agentproxy-setup models test --json

      The requests are real ones, through the running gateway: each spends a few tokens. Exit status 1 if any fails.
      """
  )

  @Argument(help: ArgumentHelp("The models; default: all that have a name of their own.", valueName: "name"))
  var names: [String] = []

  @Option(
    name: .customLong("format"),
    help: ArgumentHelp(
      "A format to ask in: \(ServedModel.testedFormats.map(\.rawValue).joined(separator: ", ")). Can be repeated.",
      valueName: "format"
    )
  )
  var formats: [TestedFormat] = []

  @Option(help: ArgumentHelp("How long to wait for each answer.", valueName: "seconds"))
  var timeout = 60

  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    guard (1...3600).contains(timeout) else { throw ValidationError("--timeout takes a number from 1 to 3600") }
  }

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      let source = try ModelSource(session)
      let console = session.console
      let tests = ModelTest.all(
        of: try await source.modelsToTest(names),
        in: formats.isEmpty ? nil : formats.map(\.format)
      )
      console.notice("sending \(tests.count) \(tests.count == 1 ? "request" : "requests"), each spends a few tokens")
      let testing = ModelTesting(source.client, seconds: timeout, secrets: source.secrets)
      let results = await testing.run(tests) { done in console.progress("\(done) of \(tests.count)") }
      console.endProgress()
      let report = ModelTestReport(results)
      if reporting.json {
        try console.json(report)
      } else {
        console.result(report.text(width: console.outputWidth))
        report.remedies.forEach { console.notice("hint: \($0)") }
      }
      if report.failureCount > 0 { throw ExitCode(Failure.Status.failed.rawValue) }
    }
  }
}
