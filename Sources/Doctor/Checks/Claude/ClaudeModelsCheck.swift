internal import Diagnostics
internal import Provisioning

/// Every model that Claude Code would ask for is served.
struct ClaudeModelsCheck: Check {
  let id = "claude.models"
  let title = "claude models"
  let meaning = "Claude Code asks for a model that no provider in .env serves, named in its settings or its own default"
  let prerequisites = ["claude.base-url"]

  /// A name that Claude Code's users choose, and what it asks for then.
  private struct Tier {
    let name: String
    /// What says otherwise.
    let variable: String
    /// What it asks for as long as nothing says otherwise: the names of version 2.1.
    let model: String
  }

  private static let tiers = [
    Tier(name: "opus", variable: "ANTHROPIC_DEFAULT_OPUS_MODEL", model: "claude-opus-5-5"),
    Tier(name: "sonnet", variable: "ANTHROPIC_DEFAULT_SONNET_MODEL", model: "claude-sonnet-5-5"),
    Tier(name: "haiku", variable: "ANTHROPIC_DEFAULT_HAIKU_MODEL", model: "claude-haiku-5-5"),
    Tier(name: "fable", variable: "ANTHROPIC_DEFAULT_FABLE_MODEL", model: "claude-fable-5-2"),
  ]
  /// Claude Code's own names, which stand for one of the models above wherever a user chooses one.
  private static let names = Set(tiers.map(\.name) + ["best", "opusplan"])
  /// What it starts with, the one that counts first at the front, and what its agents use.
  private static let chosen = ["ANTHROPIC_MODEL", "model", "ANTHROPIC_DEFAULT_MODEL", "CLAUDE_CODE_SUBAGENT_MODEL"]

  /// A model that is named somewhere.
  private struct Named {
    let name: String
    let model: String
    let place: ClientValue?
  }

  func run(_ context: DoctorContext) async -> Outcome {
    // Who serves what is not known then.
    if let fault = context.environmentFault { return .skipped("\(fault) failed") }
    return context.lookAtClaude { settings in
      let named = named(settings, context)
      var told: Set<String> = []
      var findings = named.compactMap { named -> Finding? in
        guard !context.isServed(named.model), told.insert(named.model).inserted else { return nil }
        return Finding(
          .warning,
          "\(named.name) is \(named.model), which no provider in .env serves",
          remedy(named, settings),
          file: named.place?.file,
          line: named.place?.line
        )
      }
      let chosen = Set(Self.chosen.compactMap { Self.value(of: $0, settings, context).map { Self.plain($0.model) } })
      for tier in Self.tiers where settings.variable(tier.variable, context.environment) == nil {
        // Nobody comes to the last one without choosing it.
        guard tier.name != "fable" || chosen.contains(tier.name), !context.isServed(tier.model),
          told.insert(tier.model).inserted
        else { continue }
        findings.append(unnamed(tier, context))
      }
      return .findings(findings, else: "starts with \(start(settings, context))")
    }
  }

  /// A model of a folder's or of the machine's own file is that file's business: a provider that serves it is not asked
  /// for by the user.
  private func remedy(_ named: Named, _ settings: ClaudeSettings) -> Remedy {
    guard let place = named.place else { return .command("unset \(named.name)") }
    let path = named.name == "model" ? [named.name] : ["env", named.name]
    guard let found = settings.above(.user, path) else {
      return .command("agentproxy-setup models add \(Remedy.word(named.model))")
    }
    let key = path.joined(separator: ".")
    return found.owner == .managed
      ? .advice("whoever manages this machine has to take \(key) out of it")
      : .advice("take \(key) out of \(place.file)")
  }

  /// The models that are named, as they are asked for.
  private func named(_ settings: ClaudeSettings, _ context: DoctorContext) -> [Named] {
    var start: String?
    var result: [Named] = []
    for name in Self.chosen {
      guard let named = Self.value(of: name, settings, context) else { continue }
      if name != "CLAUDE_CODE_SUBAGENT_MODEL" {
        guard start == nil else { continue }
        start = named.model
      }
      if !Self.names.contains(Self.plain(named.model)) { result.append(named) }
    }
    // Here one of Claude Code's own names stands for itself, and is nobody's model.
    return result + Self.tiers.compactMap { Self.value(of: $0.variable, settings, context) }
  }

  /// What Claude Code starts with, whoever says so.
  private func start(_ settings: ClaudeSettings, _ context: DoctorContext) -> String {
    let named = Self.chosen.dropLast().lazy.compactMap { Self.value(of: $0, settings, context)?.model }.first
    return named ?? Self.value(of: Self.tiers[0].variable, settings, context)?.model ?? Self.tiers[0].model
  }

  /// What there is to say of a tier that no variable names a model for, and whose own nobody serves.
  private func unnamed(_ tier: Tier, _ context: DoctorContext) -> Finding {
    let model = tier.name == "haiku" ? context.written?.claudeSmallModel : context.written?.claudeModel
    return Finding(
      .warning,
      "\(tier.variable) is not set, and \(tier.model), which Claude Code asks for then, is served by no provider in .env",
      model.map { .advice("write \"\(tier.variable)\": \"\($0)\" into the env of it") },
      file: context.places.display(context.places.claudeSettings)
    )
  }

  /// A variable, or the key `model`, without the mark for a long context; `nil` if it is not set.
  private static func value(of name: String, _ settings: ClaudeSettings, _ context: DoctorContext) -> Named? {
    let isKey = name == "model"
    let place = isKey ? settings["model"] : settings["env", name]
    guard let model = isKey ? place?.value : settings.variable(name, context.environment), !model.isEmpty else {
      return nil
    }
    return Named(name: name, model: model.hasSuffix("[1m]") ? String(model.dropLast(4)) : model, place: place)
  }

  /// A model's name as it is compared with Claude Code's own names.
  private static func plain(_ model: String) -> String { model.lowercased() }
}
