internal import Diagnostics
internal import Provisioning
internal import Stack

/// Each provider has the models that the clients start with.
struct ProviderModelsCheck: Check {
  let id = "providers.models"
  let title = "models"
  let meaning = "a provider does not have a model that .env says it serves"
  let prerequisites = ["env.no-provider", "providers.proxy"]
  let reach = Reach.network

  func run(_ context: DoctorContext) async -> Outcome {
    let states = await context.providers().filter { $0.isReached && ($0.verdict == .ok || $0.verdict == .noSuchModel) }
    guard !states.isEmpty else { return .skipped("no provider could be asked for its models") }
    let missing = states.flatMap { findings($0, context) }
    let listing = states.filter { $0.models != nil }.map { "\($0.provider.name) lists \($0.models?.count ?? 0)" }
    return .findings(missing, else: listing.isEmpty ? "no provider lists them" : listing.joined(separator: ", "))
  }

  private func findings(_ state: ProviderState, _ context: DoctorContext) -> [Finding] {
    let provider = state.provider
    guard let models = state.models else {
      guard state.verdict == .noSuchModel, let first = provider.models.first else { return [] }
      return [missing(first, provider, [], isStart: true)]
    }
    let settings = context.settings
    let starts = [settings.codexModel, settings.claudeModel, settings.claudeSmallModel]
    // The names that come with the program are a guess as long as no tool starts with them.
    let named = Self.named(provider, context)
    return provider.models.filter { $0.upstream.allSatisfy { $0 != "*" } && !models.contains($0.upstream) }
      .compactMap { entry in
        let isStart = starts.contains(entry.alias)
        guard isStart || named.contains(entry.alias) else { return nil }
        return missing(entry, provider, models, isStart: isStart)
      }
  }

  /// A list may leave out what is served all the same, so that it is no failure.
  private func missing(
    _ entry: ModelEntry,
    _ provider: Provider,
    _ models: [String],
    isStart: Bool
  ) -> Finding {
    let near = nearest(to: entry.upstream, in: models) ?? models.first
    let upstream = near ?? "UPSTREAM-NAME"
    return Finding(
      models.isEmpty ? .error : .warning,
      "\(provider.name) has no model \(entry.upstream)\(isStart ? ", with which a tool starts" : "")",
      .command("agentproxy-setup models add \(entry.alias)=\(upstream) --provider \(provider.name.lowercased())")
    )
  }

  /// The names that `.env` itself lists.
  private static func named(_ provider: Provider, _ context: DoctorContext) -> Set<String> {
    let list = context.env?["\(provider.name)_MODELS"] ?? ""
    return Set(list.split(separator: ",").map { $0.prefix { $0 != "=" }.filter { !$0.isWhitespace } })
  }
}
