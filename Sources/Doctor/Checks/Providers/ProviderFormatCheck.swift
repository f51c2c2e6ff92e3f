internal import Diagnostics
internal import Provisioning
internal import Stack

/// LiteLLM is told what a provider speaks: it does not find that out by itself, as the embedded gateway does.
struct ProviderFormatCheck: Check {
  let id = "providers.wire-api"
  let title = "wire API"
  let meaning = "LiteLLM would ask a provider by an API that it does not have"
  let prerequisites = ["env.no-provider", "providers.proxy"]
  let reach = Reach.network

  func run(_ context: DoctorContext) async -> Outcome {
    guard await usesLiteLLM(context) else { return .passed("found out by the embedded gateway") }
    let states = await context.providers().filter {
      $0.verdict == .ok && $0.provider.kind == .openAI && $0.provider.wireAPI != .chat
    }
    let seconds = context.patience
    let lacking = await withTaskGroup(of: (Int, Bool).self) { group in
      for (index, state) in states.enumerated() {
        group.addTask { (index, await state.hasResponses(seconds: seconds) == false) }
      }
      return await group.reduce(into: Set<Int>()) { if $1.1 { $0.insert($1.0) } }
    }
    let findings = lacking.sorted().map { index in
      let name = states[index].provider.name
      return Finding(
        .error,
        "\(name) has no Responses API, by which LiteLLM asks it for Codex and Claude Code",
        .fix(.initialize(["\(name)_WIRE_API=chat"]))
      )
    }
    return .findings(findings, else: "each provider has the one that it is asked by")
  }

  private func usesLiteLLM(_ context: DoctorContext) async -> Bool {
    switch context.settings.engine {
    case .compose: return !context.settings.profiles.contains(.embedded)
    case .embedded: return false
    case .auto: return await context.readiness().flatMap(RunningCheck.engine) == "LiteLLM"
    }
  }
}
