/// A name that means something in `.env`: the one list that the documentation, `.env.example` and the checks agree
/// with.
public struct KnownKey: Sendable, Equatable {
  /// The variable's name. A name that begins with `NAME_` stands for one of each provider in `AGENTPROXY_PROVIDERS`.
  public let name: String
  /// What it is for, in one line.
  public let meaning: String
  /// What counts if it is empty, as it would be written; `nil` if there is nothing to fall back on.
  public let defaultValue: String?
  /// Whether its value must never be shown.
  public let isSecret: Bool
  /// Whether `init` makes a value up as long as there is none.
  public let isGenerated: Bool

  private init(
    _ name: String,
    _ meaning: String,
    default defaultValue: String? = nil,
    secret: Bool = false,
    generated: Bool = false
  ) {
    self.name = name
    self.meaning = meaning
    self.defaultValue = defaultValue
    isSecret = secret
    isGenerated = generated
  }

  /// What stands before the names of a further provider's variables.
  static let providerMark = "NAME_"

  /// Every known key, in the order in which they are explained.
  public static let all: [KnownKey] = [
    KnownKey("LITELLM_MASTER_KEY", "what clients authenticate with at the gateway", secret: true, generated: true),
    KnownKey("OPENAI_API_KEY", "token of the OpenAI-compatible provider", secret: true),
    KnownKey("OPENAI_API_BASE", "its base URL, ending in /v1", default: "https://api.openai.com/v1"),
    KnownKey("OPENAI_WIRE_API", "what it speaks: responses or chat; empty to find out, which LiteLLM cannot"),
    KnownKey("OPENAI_MODELS", "further models it serves: name or alias=upstream-name, comma-separated"),
    KnownKey("ANTHROPIC_API_KEY", "token of the Anthropic-compatible provider", secret: true),
    KnownKey("ANTHROPIC_API_BASE", "its base URL, without /v1", default: "https://api.anthropic.com"),
    KnownKey("ANTHROPIC_MODELS", "further models it serves: name or alias=upstream-name, comma-separated"),
    KnownKey("EMPLOYER_TOKEN", "one token for every provider that has a base URL and no key", secret: true),
    KnownKey("AGENTPROXY_PROVIDERS", "names of further providers, comma-separated"),
    KnownKey("NAME_API_KEY", "token of the further provider NAME", secret: true),
    KnownKey("NAME_API_BASE", "its base URL"),
    KnownKey("NAME_WIRE_API", "what it speaks: responses, chat or messages; empty to find out, which LiteLLM cannot"),
    KnownKey("NAME_MODELS", "the models it serves: name or alias=upstream-name, comma-separated"),
    KnownKey("CODEX_MODEL", "the model Codex starts with; empty for the first that suits"),
    KnownKey("CLAUDE_MODEL", "the model Claude Code starts with; empty for the first that suits"),
    KnownKey("CLAUDE_SMALL_MODEL", "the model Claude Code uses for small tasks; empty for the first that suits"),
    KnownKey("AGENTPROXY_PORT", "port of the gateway", default: "4000"),
    KnownKey("AGENTPROXY_BIND", "address the port is opened on", default: "127.0.0.1"),
    KnownKey("AGENTPROXY_ENGINE", "what answers there: auto, compose or embedded", default: "auto"),
    KnownKey(
      "AGENTPROXY_ROUTING",
      "how a deployment is chosen: simple-shuffle, least-busy or latency-based",
      default: "simple-shuffle"
    ),
    KnownKey("AGENTPROXY_CACHE", "whether equal requests get the same answer again: on or off", default: "off"),
    KnownKey("AGENTPROXY_ALLOWED_IPS", "addresses and networks that may connect, comma-separated; empty for all"),
    KnownKey("COMPOSE_PROFILES", "parts of the stack to add, comma-separated: tls, embedded"),
    KnownKey("AGENTPROXY_TLS_HOST", "name that profile tls speaks HTTPS under", default: "localhost"),
    KnownKey("AGENTPROXY_TLS_PORT", "port of HTTPS", default: "4443"),
    KnownKey("AGENTPROXY_TLS_BIND", "address the port of HTTPS is opened on", default: "127.0.0.1"),
    KnownKey(
      "AGENTPROXY_DEVCONTAINER_NETWORK",
      "what the devcontainer can reach: open, or strict for the gateway alone",
      default: "open"
    ),
    KnownKey("POSTGRES_PASSWORD", "password of the stack's database", secret: true, generated: true),
    KnownKey("REDIS_PASSWORD", "password of the stack's cache", secret: true, generated: true),
    KnownKey("LITELLM_IMAGE", "image of the gateway in containers"),
    KnownKey("LITELLM_IMAGE_DIGEST", "what that image must be: @sha256:…; empty for whatever has the name"),
    KnownKey("POSTGRES_IMAGE", "image of the database"),
    KnownKey("REDIS_IMAGE", "image of the cache"),
    KnownKey("CADDY_IMAGE", "image of what is in front in profile tls"),
    KnownKey("AGENTPROXY_IMAGE", "name of this program's own image"),
    KnownKey("AGENTPROXY_BUILD_IMAGE", "image that this program is built in, see docs/stack.md"),
    KnownKey("COMPOSE_PROJECT_NAME", "name of the stack", default: "agentproxy"),
    KnownKey("COMPOSE_FILE", "what Compose reads, separated by colons", default: "docker-compose.yml"),
  ]

  /// The names that a file with these further providers can have.
  ///
  /// - Parameter providers: the names from `AGENTPROXY_PROVIDERS`.
  /// - Returns: every known name, with those of a further provider once for each.
  public static func names(providers: [String]) -> [String] {
    let (general, single) = all.reduce(into: ([String](), [String]())) { names, key in
      if key.name.hasPrefix(providerMark) {
        names.0.append(String(key.name.dropFirst(providerMark.count - 1)))
      } else {
        names.1.append(key.name)
      }
    }
    return single + providers.flatMap { provider in general.map { provider + $0 } }
  }
}
