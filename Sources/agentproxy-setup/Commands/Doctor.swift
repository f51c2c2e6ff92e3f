import ArgumentParser
import Diagnostics
import Doctor
import Provisioning

/// `agentproxy-setup doctor`.
struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks for what is wrong, from the machine to the tools, and says what mends it.",
    discussion: """
      EXAMPLES:
        agentproxy-setup doctor
        agentproxy-setup doctor --no-network
        agentproxy-setup doctor --only gateway,env.file
        agentproxy-setup doctor --live --report report.txt
        agentproxy-setup doctor --fix

      Changes nothing unless --fix is given, and that shows first what it is going to do. Without --live no model is \
      asked, and nothing is spent. Exit status 1 if a check fails, with --strict also for a warning.
      """
  )

  @Option(
    help: ArgumentHelp(
      "What to look at: checks, all of a kind (codex), sections (clients). Can be repeated.",
      valueName: "list"
    ),
    completion: .list(Self.names)
  )
  var only: [String] = []

  /// All that `--only` can name: sections, kinds, checks.
  private static let names: [String] = {
    let checks = allChecks.flatMap(\.checks)
    return Set(allChecks.map(\.section.rawValue) + checks.map { String($0.kind) } + checks.map(\.id)).sorted()
  }()

  /// What ``only`` names.
  var wanted: [String] { only.flatMap { $0.split(separator: ",").map(String.init) } }

  @Flag(help: "Print the name of each check, and what is wrong if it fails.")
  var listChecks = false

  @Flag(help: "Open no connections, not even to the gateway on this machine.")
  var noNetwork = false

  @Flag(help: "Also ask models through the gateway: each request spends a few tokens.")
  var live = false

  @Flag(help: "Mend what can be mended: show the plan, ask, do it, and look again.")
  var fix = false

  @Flag(name: .shortAndLong, help: "Ask nothing before mending.")
  var yes = false

  @Flag(help: "Let warnings fail too.")
  var strict = false

  @Flag(help: "Print what is wrong alone, and the number of checks.")
  var summary = false

  @Flag(help: "Print no characters beyond ASCII.")
  var ascii = false

  @Option(
    help: ArgumentHelp(
      "Also write the report to a file that everybody may read: no key, no name of yours or of your hosts.",
      valueName: "file"
    )
  )
  var report: String?

  @Option(
    help: ArgumentHelp(
      "The tools to look at: codex, claude, copilot, or none; default: codex,claude.",
      valueName: "list"
    )
  )
  var clients: ClientSelection?

  @OptionGroup var reporting: ReportOptions
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if live, noNetwork { throw ValidationError("--live and --no-network exclude each other") }
    if yes, !fix { throw ValidationError("--yes belongs to --fix") }
    if !only.isEmpty, wanted.isEmpty { throw ValidationError("--only takes names, which --list-checks prints") }
    if let message = unknownCheck(wanted) { throw ValidationError(message) }
  }

  func run() async throws {
    try await Session.run(shared, json: reporting.json) { session in
      guard !listChecks else { return try list(session.console) }
      let examining = DoctorRun(self, session)
      try examining.checkReportPlace()
      var outcome = try await examining.run(isSilent: fix && reporting.json)
      var isIncomplete = false
      if fix {
        let first = outcome
        if let undone = try await examining.mend(first) {
          outcome = try await examining.run()
          isIncomplete = !examining.tell(first, undone, outcome)
        } else if reporting.json {
          try session.console.json(outcome)
        }
      }
      try examining.write(outcome)
      let fails = isIncomplete || outcome.status == .failed || (strict && outcome.status == .warning)
      if fails { throw ExitCode(Failure.Status.failed.rawValue) }
    }
  }

  private func list(_ console: Console) throws {
    let list = CheckList()
    if reporting.json { try console.json(list) } else { console.result(list.text(width: console.outputWidth)) }
  }

  /// What is wrong with the names that `--only` gives.
  private func unknownCheck(_ names: [String]) -> String? {
    guard let unknown = names.first(where: { !Self.names.contains($0) }) else { return nil }
    let meant = nearest(to: unknown, in: Self.names).map { "Did you mean '\($0)'?" } ?? "--list-checks names them."
    return "There is no check '\(unknown)'. \(meant)"
  }
}
