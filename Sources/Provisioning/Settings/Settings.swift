import DotEnv
public import Secrets

/// What `.env` says, typed, with every default filled in.
///
/// ``read(_:)`` makes it, and says what is wrong with the file.
public struct Settings: Sendable, Equatable {
  /// What clients authenticate with at the local endpoint; `nil` if empty or a placeholder.
  public var masterKey: Secret?
  /// OpenAI, Anthropic, then those of `AGENTPROXY_PROVIDERS` in order, configured or not.
  public var providers: [Provider]
  /// The port of the local endpoint.
  public var port: Int
  /// The address that the port is opened on.
  public var bind: String
  /// What answers on the local endpoint.
  public var engine: Engine
  /// The model that Codex starts with.
  public var codexModel: String
  /// The model that Claude Code starts with.
  public var claudeModel: String
  /// The model that Claude Code uses for small tasks.
  public var claudeSmallModel: String
  /// How a deployment is chosen.
  public var routing: RoutingStrategy
  /// Whether answers are cached.
  public var cache: Bool
  /// The addresses and networks that may connect; empty for all.
  public var allowedIPs: [String]
  /// The database's password; `nil` if empty.
  public var postgresPassword: Secret?
  /// The cache's password; `nil` if empty.
  public var redisPassword: Secret?
  /// The parts of the stack in containers that are asked for.
  public var profiles: Set<StackProfile>
  /// The host that HTTPS is spoken under.
  public var tlsHost: String
  /// The port of HTTPS.
  public var tlsPort: Int
  /// The address that the port of HTTPS is opened on.
  public var tlsBind: String
  /// What can be reached from inside the devcontainer.
  public var devcontainerNetwork: DevcontainerNetwork
  /// The image of LiteLLM.
  public var liteLLMImage: String

  /// What a file without any value yields.
  public static let defaults = read(SettingsSource(values: .empty)).settings

  /// The providers that requests can be sent to; OpenAI and Anthropic if there is none yet, so that what is rendered
  /// shows both.
  public var activeProviders: [Provider] { Settings.active(providers) }

  /// Whether any provider can be used.
  public var hasProviderKey: Bool { providers.contains(where: \.isConfigured) }

  /// Whether clients reach the gateway in containers by way of Caddy alone: to have their requests shared out, or because
  /// not everyone may come in.
  public var isFronted: Bool { profiles.contains(.tls) || !allowedIPs.isEmpty }

  /// The local endpoint as clients on this machine reach it, without `/v1`.
  public var baseURL: String { "http://localhost:\(port)" }

  static func active(_ providers: [Provider]) -> [Provider] {
    let configured = providers.filter(\.isConfigured)
    return configured.isEmpty ? providers.filter { Provider.builtIn.contains($0.name) } : configured
  }
}
