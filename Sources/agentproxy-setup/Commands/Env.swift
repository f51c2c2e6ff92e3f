import ArgumentParser
import Diagnostics
import Provisioning

/// `agentproxy-setup env`.
struct Env: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the environment that puts a tool on the gateway.",
    discussion: """
      EXAMPLES:
        eval "$(agentproxy-setup env)"
        agentproxy-setup env --format fish | source
        agentproxy-setup env --all

      Secrets are masked on a terminal, and with --all everywhere; --reveal shows them.
      """
  )

  @Option(help: "How to write it; default: for the login shell, with --all as dotenv.")
  var format: ShellFormat?

  @Flag(help: "Print every key of .env as Compose reads it instead.")
  var all = false

  @Flag(help: "Do not mask secrets.")
  var reveal = false

  @OptionGroup var shared: SharedOptions

  func run() async throws {
    try await Session.run(shared) { session in
      let environment = try all ? everyKey(session) : forTools(session)
      let isMasked = !reveal && (all || session.console.outputIsTerminal)
      let format = format ?? (all ? .dotenv : ShellFormat(loginShell: session.environment["SHELL"]))
      let (text, leftOut) = format.text(isMasked ? environment.masked : environment)
      session.console.result(text)
      if isMasked, !all { session.console.finding(maskedNote) }
      for name in leftOut {
        session.console.finding(
          Diagnostic(.warning, id: "env.left-out", "\(name) is left out: \(format.rawValue) has no such variables")
        )
      }
    }
  }

  private var maskedNote: Diagnostic {
    Diagnostic(
      .note,
      id: "env.masked",
      "secrets are masked on a terminal",
      hint: "eval \"$(agentproxy-setup env)\" passes them on, --reveal shows them"
    )
  }

  private func everyKey(_ session: Session) throws(Failure) -> ShellEnvironment {
    try .all(
      of: session.environmentFile(of: try session.project()),
      environment: session.environment,
      places: session.places,
      system: session.system
    )
  }

  private func forTools(_ session: Session) throws(Failure) -> ShellEnvironment {
    let environmentFile = try session.projectIfAny().environmentFile
    let configuration = try ClientConfiguration.resolve(
      environment: session.environment,
      environmentFile: environmentFile,
      gateway: nil,
      places: session.places,
      system: session.system
    )
    return try .forTools(
      configuration,
      environmentFile: environmentFile,
      environment: session.environment,
      places: session.places,
      system: session.system
    )
  }
}
