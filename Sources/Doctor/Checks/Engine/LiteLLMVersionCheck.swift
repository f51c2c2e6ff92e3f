internal import Stack

/// The LiteLLM that runs is none that is known to be bad, however it was installed.
struct LiteLLMVersionCheck: Check {
  let id = "engine.version"
  let title = "version"
  let meaning = "the LiteLLM that runs is a release that stole credentials"
  let prerequisites = ["engine.running"]
  let reach = Reach.network
  /// The releases that carried a program that stole credentials (March 2026).
  private static let stealing = ["1.82.7", "1.82.8"]

  func run(_ context: DoctorContext) async -> Outcome {
    guard let answer = await context.readiness(), RunningCheck.engine(answer) == "LiteLLM" else {
      return .passed("no LiteLLM")
    }
    guard let version = await version(answer, context) else { return .passed("LiteLLM, which does not say") }
    guard Self.isStealing(version[...]) else { return .passed("LiteLLM \(version)") }
    return .failed(
      "LiteLLM \(version) runs, which stole credentials: replace every token that it has seen",
      .command("agentproxy-setup down --engine compose")
    )
  }

  /// The version. Of late only those are told it who have the key.
  private func version(_ answer: GatewayClient.Answer, _ context: DoctorContext) async -> String? {
    if let version = RunningCheck.liteLLMVersion(answer) { return version }
    guard let gateway = context.gateway,
      let details = try? await GatewayClient(gateway).ask("/health/readiness/details", seconds: context.patience)
    else { return nil }
    return RunningCheck.liteLLMVersion(details)
  }

  /// Whether a version, such as `1.82.7-stable`, is one of those releases.
  static func isStealing(_ version: Substring) -> Bool {
    stealing.contains { version == $0 || version.hasPrefix("\($0)-") || version.hasPrefix("\($0).") }
  }
}
