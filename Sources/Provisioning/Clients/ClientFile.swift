internal import Diagnostics
internal import Rendering

/// A file of a client's that is made from a template.
struct ClientFile {
  /// The absolute path.
  let path: String
  /// The template below `Templates/`.
  let template: String
  /// What the user should add where the file exists already.
  let advice: String

  /// The files that make `client` use the gateway.
  static func all(of client: Client, _ configuration: ClientConfiguration, in places: Places) -> [ClientFile] {
    switch client {
    case .codex:
      [
        ClientFile(
          path: "\(places.codexFolder)/config.toml",
          template: "codex/config.toml",
          advice: """
            set model_provider = "agentproxy" in it, and add the table [model_providers.agentproxy] with \
            name = "agentproxy", base_url = "\(configuration.baseURL)/v1" and env_key = "AGENTPROXY_API_KEY"
            """
        ),
        ClientFile(
          path: "\(places.codexFolder)/.env",
          template: "codex/.env",
          advice: "set AGENTPROXY_API_KEY in it to the LITELLM_MASTER_KEY of .env"
        ),
      ]
    case .claude:
      [
        ClientFile(
          path: places.claudeSettings,
          template: "claude/settings.json",
          advice: """
            set ANTHROPIC_BASE_URL in its "env" to \(configuration.baseURL), and ANTHROPIC_AUTH_TOKEN to the \
            LITELLM_MASTER_KEY of .env
            """
        ),
        ClientFile(
          path: places.claudeState,
          template: "claude/.claude.json",
          advice: trustAdvice(configuration.trustedFolder)
        ),
      ]
    }
  }

  private static func trustAdvice(_ folder: String?) -> String {
    let trust = folder.map { ", and trust \($0) when it asks" } ?? ""
    return "set \"hasCompletedOnboarding\" to true in it, or answer Claude Code's first questions once" + trust
  }

  /// The whole content, with `masterKey` as the key.
  func content(_ configuration: ClientConfiguration, masterKey: String) throws(Failure) -> String {
    let tiers = ClaudeTiers(model: configuration.claudeModel, small: configuration.claudeSmallModel)
    let values: Values =
      switch template {
      case "codex/config.toml":
        ["model": .text(configuration.codexModel), "baseURL": .text(configuration.baseURL + "/v1")]
      case "claude/settings.json":
        [
          "masterKey": .text(masterKey), "baseURL": .text(configuration.baseURL),
          "model": .text(configuration.claudeModel), "opusModel": .text(tiers.opus),
          "sonnetModel": .text(tiers.sonnet), "haikuModel": .text(tiers.haiku), "fableModel": .text(tiers.fable),
        ]
      case "claude/.claude.json":
        [
          "trusted": .flag(configuration.trustedFolder != nil),
          "folder": .text(configuration.trustedFolder ?? ""),
        ]
      default:
        ["masterKey": .text(masterKey)]
      }
    return try render(template, values)
  }
}
