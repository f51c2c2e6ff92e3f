internal import Provisioning

/// One token for two hosts: each of them sees it.
struct SharedTokenCheck: Check {
  let id = "together.shared-token"
  let title = "shared token"
  let meaning = "two providers at different hosts have the same token, so that each could use it at the other"
  let prerequisites = ["env.file"]
  let isQuiet = true

  func run(_ context: DoctorContext) async -> Outcome {
    let providers = context.settings.providers.filter(\.isConfigured)
    for (index, first) in providers.enumerated() {
      for second in providers[(index + 1)...] where first.apiKey == second.apiKey {
        guard Self.host(first) != Self.host(second) else { continue }
        return .warning(
          "\(first.name) and \(second.name) have the same token and different hosts: each could use it at the other",
          .advice("give each its own key, or the same base URL's host")
        )
      }
    }
    return .passed("none")
  }

  private static func host(_ provider: Provider) -> Substring {
    let base = provider.apiBase ?? provider.name
    let rest = base.firstRange(of: "://").map { base[$0.upperBound...] } ?? base[...]
    return rest.prefix { $0 != "/" && $0 != ":" }
  }
}
