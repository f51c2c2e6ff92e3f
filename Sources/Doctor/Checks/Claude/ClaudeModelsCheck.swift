internal import Diagnostics
internal import Provisioning

/// Every model that Claude Code would ask for is served.
struct ClaudeModelsCheck: Check {
  let id = "claude.models"
  let title = "claude models"
  let meaning = "Claude Code asks for a model that no provider in .env serves"
  let prerequisites = ["claude.base-url"]

  /// Claude Code's own names, which stand for one of the models below.
  private static let names: Set<String> = ["best", "default", "fable", "haiku", "opus", "opusplan", "sonnet"]
  private static let variables = [
    "ANTHROPIC_MODEL", "ANTHROPIC_DEFAULT_OPUS_MODEL", "ANTHROPIC_DEFAULT_SONNET_MODEL",
    "ANTHROPIC_DEFAULT_HAIKU_MODEL", "ANTHROPIC_DEFAULT_FABLE_MODEL", "CLAUDE_CODE_SUBAGENT_MODEL",
  ]

  func run(_ context: DoctorContext) async -> Outcome {
    // Who serves what is not known then.
    if let fault = context.environmentFault { return .skipped("\(fault) failed") }
    return context.lookAtClaude { settings in
      var models = Self.variables.compactMap { name in
        settings.variable(name, context.environment).map { (name: name, model: $0, place: settings["env", name]) }
      }
      // The variable counts before the key.
      if let model = settings["model"], !models.contains(where: { $0.name == "ANTHROPIC_MODEL" }) {
        models.insert(("model", model.value, model), at: 0)
      }
      var told: Set<String> = []
      let findings = models.compactMap { name, model, place -> Finding? in
        let plain = model.hasSuffix("[1m]") ? String(model.dropLast(4)) : model
        guard !Self.names.contains(plain), !context.isServed(plain), told.insert(plain).inserted else { return nil }
        return Finding(
          .warning,
          "\(name) is \(plain), which no provider in .env serves",
          remedy(name, plain, place, settings),
          file: place?.file,
          line: place?.line
        )
      }
      return .findings(findings, else: models.first.map { "starts with \($0.model)" } ?? "none named")
    }
  }

  /// A model of a folder's or of the machine's own file is that file's business: a provider that serves it is not asked
  /// for by the user.
  private func remedy(_ name: String, _ model: String, _ place: ClientValue?, _ settings: ClaudeSettings) -> Remedy {
    guard let place else { return .command("unset \(name)") }
    let path = name == "model" ? [name] : ["env", name]
    guard let found = settings.above(.user, path) else {
      return .command("agentproxy-setup models add \(Remedy.word(model))")
    }
    let key = path.joined(separator: ".")
    return found.owner == .managed
      ? .advice("whoever manages this machine has to take \(key) out of it")
      : .advice("take \(key) out of \(place.file)")
  }
}
