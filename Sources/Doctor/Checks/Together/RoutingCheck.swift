internal import Provisioning

/// A way to choose among providers, and nothing to choose from.
struct RoutingCheck: Check {
  let id = "together.routing"
  let title = "routing"
  let meaning = "AGENTPROXY_ROUTING is set, and no model has two providers to choose from"
  let prerequisites = ["env.file"]
  let isQuiet = true

  func run(_ context: DoctorContext) async -> Outcome {
    let settings = context.settings
    let aliases = settings.activeProviders.flatMap(\.models).map(\.alias)
    guard settings.routing != .simpleShuffle, Set(aliases).count == aliases.count else { return .passed("none") }
    return .note(
      "AGENTPROXY_ROUTING is \(settings.routing.rawValue), and no model has two providers to choose from",
      .advice("give two providers one model name in their …_MODELS, or leave AGENTPROXY_ROUTING alone")
    )
  }
}
