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
    // In a container it is one of Compose's.
    guard !isEmbedded || !context.settings.profiles.contains(.embedded) else {
      return .passed("AGENTPROXY_ENGINE=compose, with the embedded engine in a container")
    }
    // It keeps the port.
    let present = isEmbedded ? "embedded" : "compose"
    return .warning(
      "AGENTPROXY_ENGINE is \(wanted.rawValue), and \(isEmbedded ? "the embedded engine" : "another one") answers",
      context.isInside
        ? .advice("run agentproxy-setup up on the host")
        : .command("agentproxy-setup down --engine \(present) && agentproxy-setup up")
    )
  }
}
