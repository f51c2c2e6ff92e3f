internal import Provisioning

/// The engine that answers is the one that `.env` asks for.
struct ExpectedEngineCheck: Check {
  let id = "engine.expected"
  let title = "expected"
  let meaning = "another engine answers than AGENTPROXY_ENGINE asks for: an old one still runs"
  let prerequisites = ["env.file", "gateway.up"]
  let reach = Reach.network

  func run(_ context: DoctorContext) async -> Outcome {
    let wanted = context.settings.engine
    guard let answer = await context.readiness() else { return .skipped("the gateway does not say which it is") }
    let isEmbedded = RunningCheck.engine(answer)?.hasPrefix("embedded") == true
    guard wanted != .auto, (wanted == .embedded) != isEmbedded else {
      return .passed("AGENTPROXY_ENGINE=\(wanted.rawValue)")
    }
    return .warning(
      "AGENTPROXY_ENGINE is \(wanted.rawValue), and \(isEmbedded ? "the embedded engine" : "another one") answers",
      .command(isEmbedded ? "docker compose up --detach" : "docker compose down")
    )
  }
}
