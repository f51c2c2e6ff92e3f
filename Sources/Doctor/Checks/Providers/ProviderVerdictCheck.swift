internal import Diagnostics
internal import Provisioning
internal import Stack

/// One kind of trouble that a provider's answer can tell of.
struct ProviderVerdictCheck: Check {
  let id: String
  let title: String
  let meaning: String
  let prerequisites = ["env.no-provider", "providers.proxy"]
  let reach = Reach.network
  /// What it looks for.
  private let verdicts: Set<Verdict>
  /// What is said then, behind the provider's name, and what to do about it.
  private let words: @Sendable (ProviderState) -> (message: String, remedy: Remedy)
  /// What is said otherwise.
  private let passed: String

  func run(_ context: DoctorContext) async -> Outcome {
    let states = await context.providers().filter(\.isReached)
    guard !states.isEmpty else { return .skipped("no provider could be reached") }
    let findings = states.filter { $0.verdict.map(verdicts.contains) ?? false }.map { state in
      let (message, remedy) = words(state)
      let quote = state.message.map { ": \"\($0)\"" } ?? ""
      return Finding(.error, "\(state.provider.name) \(message)\(quote)", remedy)
    }
    return .findings(findings, else: passed)
  }

  /// The base URL leads to an API.
  static let baseURL = ProviderVerdictCheck(
    id: "providers.base-url",
    title: "base URL",
    meaning: "what answers at a base URL is no such API: a web page, or nothing at that path",
    verdicts: [.wrongBaseURL, .notThisFormat],
    words: { state in
      let form = state.provider.kind == .anthropic ? "ends without /v1" : "ends in /v1"
      let what = state.status == 200 ? "a page that is no JSON" : "status \(state.status)"
      return (
        "answers with \(what) at \(state.host): the base URL is wrong",
        .advice("check \(state.provider.baseVariable) in .env, which \(form)")
      )
    },
    passed: "right"
  )

  /// The provider takes the key.
  static let key = ProviderVerdictCheck(
    id: "providers.key",
    title: "key",
    meaning: "a provider refuses its key",
    verdicts: [.badKey],
    words: { state in
      (
        "refuses \(state.provider.keyVariable) (status \(state.status))",
        .command("agentproxy-setup init --set \(state.provider.keyVariable)=…")
      )
    },
    passed: "accepted"
  )

  /// The provider still gives something for the key.
  static let quota = ProviderVerdictCheck(
    id: "providers.quota",
    title: "quota",
    meaning: "a provider takes the key, and answers nothing for it: the quota is used up",
    verdicts: [.noQuota],
    words: { state in
      (
        "has no quota left for \(state.provider.keyVariable) (status \(state.status))",
        .advice("look at the provider's plan and billing, or try again later")
      )
    },
    passed: "not used up"
  )

  /// The provider is well.
  static let health = ProviderVerdictCheck(
    id: "providers.health",
    title: "health",
    meaning: "a provider reports an error of its own",
    verdicts: [.failed, .timeout, .gatewayDown],
    words: { state in ("reports an error (status \(state.status))", .advice("try again later")) },
    passed: "no errors"
  )

  private init(
    id: String,
    title: String,
    meaning: String,
    verdicts: Set<Verdict>,
    words: @escaping @Sendable (ProviderState) -> (message: String, remedy: Remedy),
    passed: String
  ) {
    self.id = id
    self.title = title
    self.meaning = meaning
    self.verdicts = verdicts
    self.words = words
    self.passed = passed
  }
}
