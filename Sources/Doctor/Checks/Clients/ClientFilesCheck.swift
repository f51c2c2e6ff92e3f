internal import Diagnostics
internal import Provisioning

/// A client's files can be read, and concern the gateway.
struct ClientFilesCheck: Check {
  let id: String
  let title: String
  let meaning: String
  let prerequisites: [String]
  private let client: Client
  private let name: String
  /// What there is to tell of if all is well.
  private let place: @Sendable (Places) -> String
  /// Reads the files: whether they concern the gateway, whoever wrote them.
  private let isMeant: @Sendable (DoctorContext) throws(Failure) -> Bool

  func run(_ context: DoctorContext) async -> Outcome {
    let isMeant: Bool
    do throws(Failure) {
      isMeant = try self.isMeant(context)
    } catch {
      return .findings(
        error.diagnostics.map { diagnostic in
          let command = diagnostic.id == damagedWithCopy ? diagnostic.hint.map(Remedy.command) : nil
          return Finding(diagnostic, as: .error, remedy: command)
        },
        else: ""
      )
    }
    guard context.hasWritten(client) || isMeant else {
      let command = "agentproxy-setup init --clients \(client.rawValue)"
      return .skipped("\(name) is not configured for the gateway; \(command) does that")
    }
    return .passed(context.places.display(place(context.places)))
  }

  /// Codex's.
  static let codex = ClientFilesCheck(
    .codex,
    name: "Codex",
    meaning: "config.toml or .env of Codex cannot be read, so Codex does not start",
    place: \.codexFolder,
    isMeant: { (context) throws(Failure) in
      let configuration = try CodexConfiguration(context)
      // Whoever names a provider or an address of their own means to use one, whatever became of it.
      let marks = ["model_provider", "base_url", "openai_base_url", "env_key", "wire_api"]
      return marks.contains { configuration[$0] != nil } || !configuration.tables(below: "model_providers").isEmpty
        || configuration.ignoredInProject.contains { ["model_provider", "model_providers"].contains($0.key) }
    }
  )

  /// Claude Code's.
  static let claude = ClientFilesCheck(
    .claude,
    name: "Claude Code",
    meaning: "a settings file is no JSON, or not of the form that Claude Code takes, so it ignores all that is in it",
    place: \.claudeSettings,
    isMeant: { (context) throws(Failure) in
      let settings = try ClaudeSettings(context)
      try ClaudeSettings.checkForm(context)
      return settings["env", "ANTHROPIC_BASE_URL"] != nil
    }
  )

  private init(
    _ client: Client,
    name: String,
    meaning: String,
    place: @escaping @Sendable (Places) -> String,
    isMeant: @escaping @Sendable (DoctorContext) throws(Failure) -> Bool
  ) {
    id = "\(client.rawValue).files"
    title = "\(client.rawValue) files"
    prerequisites = ["\(client.rawValue).home"]
    self.client = client
    self.name = name
    self.meaning = meaning
    self.place = place
    self.isMeant = isMeant
  }
}
