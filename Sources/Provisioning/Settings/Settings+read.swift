public import Diagnostics
import Secrets

extension Settings {
  /// Reads the settings and says everything that is wrong with the file.
  ///
  /// A setting whose value cannot be used has its default, so that the result is always complete.
  ///
  /// - Parameter source: the values, and what is known about the file.
  /// - Returns: the settings, and the findings in the order of the file's lines. With an error among them nothing must
  ///   be written. No finding contains a secret.
  public static func read(_ source: SettingsSource) -> (settings: Settings, findings: [Diagnostic]) {
    let providers = readProviders(source)
    let models = startModels(source, active(providers))
    let settings = Settings(
      masterKey: secret(source, "LITELLM_MASTER_KEY"),
      providers: providers,
      port: port(source, "AGENTPROXY_PORT") ?? 4000,
      bind: source.value("AGENTPROXY_BIND") ?? "127.0.0.1",
      engine: source.value("AGENTPROXY_ENGINE").flatMap(Engine.init(rawValue:)) ?? .auto,
      codexModel: models.codex,
      claudeModel: models.claude,
      claudeSmallModel: models.claudeSmall,
      routing: source.value("AGENTPROXY_ROUTING").flatMap(RoutingStrategy.init(name:)) ?? .simpleShuffle,
      cache: source.value("AGENTPROXY_CACHE").flatMap(readSwitch) ?? false,
      allowedIPs: list(source, "AGENTPROXY_ALLOWED_IPS"),
      postgresPassword: secret(source, "POSTGRES_PASSWORD"),
      redisPassword: secret(source, "REDIS_PASSWORD"),
      profiles: Set(list(source, "COMPOSE_PROFILES").compactMap(StackProfile.init(rawValue:))),
      tlsHost: source.value("AGENTPROXY_TLS_HOST") ?? "localhost",
      tlsPort: port(source, "AGENTPROXY_TLS_PORT") ?? 4443,
      tlsBind: source.value("AGENTPROXY_TLS_BIND") ?? "127.0.0.1",
      devcontainerNetwork: source.value("AGENTPROXY_DEVCONTAINER_NETWORK").flatMap(DevcontainerNetwork.init(rawValue:))
        ?? .open,
      liteLLMImage: (source.value("LITELLM_IMAGE") ?? "ghcr.io/berriai/litellm-database:v1.106.2")
        + (source.value("LITELLM_IMAGE_DIGEST") ?? "")
    )
    return (settings, SettingsLint(source: source, settings: settings).run())
  }

  /// The ports that can be asked for.
  static let validPorts = 1...65535

  private static func port(_ source: SettingsSource, _ key: String) -> Int? {
    source.value(key).flatMap(Int.init).flatMap { validPorts.contains($0) ? $0 : nil }
  }

  /// `true` or `false` for the words that switch something on or off.
  static func readSwitch(_ word: String) -> Bool? {
    switch word.lowercased() {
    case "on", "true", "yes", "1": true
    case "off", "false", "no", "0": false
    default: nil
    }
  }

  /// The parts of a comma-separated value.
  static func list(_ source: SettingsSource, _ key: String) -> [String] {
    (source.value(key) ?? "").split(separator: ",").map { String($0.trimmingWhiteSpace) }.filter { !$0.isEmpty }
  }

  /// The secret in a variable; `nil` for a placeholder.
  static func secret(_ source: SettingsSource, _ key: String) -> Secret? {
    guard let value = source.value(key), !isPlaceholder(value) else { return nil }
    return Secret(value)
  }
}
