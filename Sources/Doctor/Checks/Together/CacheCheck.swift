internal import Provisioning

/// A cache, and agents that ask the same again because they want another answer.
struct CacheCheck: Check {
  let id = "together.cache"
  let title = "cache"
  let meaning = "AGENTPROXY_CACHE is on while coding agents are configured: a cached turn makes them repeat themselves"
  let prerequisites = ["env.file"]
  let isQuiet = true

  func run(_ context: DoctorContext) async -> Outcome {
    guard context.settings.cache, !context.clients.isEmpty else { return .passed("off") }
    return .warning(
      "AGENTPROXY_CACHE is on, and coding agents that get a cached turn repeat themselves",
      .fix(.initialize(["AGENTPROXY_CACHE=off"]))
    )
  }
}
