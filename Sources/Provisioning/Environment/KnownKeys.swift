internal import DotEnv

/// The names that `.env` can give a value.
struct KnownKeys {
  /// The names that `init` makes up values for, as long as they have none.
  static let generated = ["LITELLM_MASTER_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"]

  private static let fixed: Set<String> = [
    "LITELLM_MASTER_KEY", "EMPLOYER_TOKEN", "AGENTPROXY_PROVIDERS", "CODEX_MODEL", "CLAUDE_MODEL",
    "CLAUDE_SMALL_MODEL", "AGENTPROXY_BIND", "AGENTPROXY_PORT", "AGENTPROXY_ENGINE", "AGENTPROXY_ROUTING",
    "AGENTPROXY_CACHE", "AGENTPROXY_ALLOWED_IPS", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "LITELLM_IMAGE",
    "POSTGRES_IMAGE", "REDIS_IMAGE", "COMPOSE_PROJECT_NAME",
  ]
  private static let providerSuffixes = ["_API_KEY", "_API_BASE", "_WIRE_API", "_MODELS"]

  private let names: Set<String>

  /// The names for a file that speaks of `providers`, and those that it has of its own.
  init(providers: [String], document: DotEnvDocument) {
    let providerNames = providers.flatMap { provider in Self.providerSuffixes.map { provider + $0 } }
    names = Self.fixed.union(providerNames).union(document.assignments.map(\.key))
  }

  /// Whether `.env` can have this name.
  func contains(_ name: String) -> Bool { names.contains(name) }

  /// The name that was probably meant by `name`, or `nil` if none is near.
  func nearest(to name: String) -> String? {
    let wanted = name.uppercased()
    let candidates = names.map { (name: $0, distance: editDistance(wanted, $0)) }
    let best = candidates.min { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return best.flatMap { $0.distance <= max(2, wanted.utf8.count / 3) ? $0.name : nil }
  }
}
