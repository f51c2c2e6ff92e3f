internal import ConfigEdit
internal import Diagnostics
internal import Rendering
internal import Secrets

/// A client's file, and the template whose keys it is to have.
struct ClientFile: Sendable {
  /// The absolute path.
  let path: String
  /// The template below `Templates/`: every value in it is a key of ours.
  let template: String
  /// How it is written.
  let format: FileFormat
  /// The key that makes the client use the gateway.
  var anchor: ConfigPath?
  /// The keys that are only suggestions: what the user or the client makes of them later stays.
  var preferences: [ConfigPath] = []
  /// The keys, and tables of keys, that only fill a gap.
  var fallbacks: [ConfigPath] = []

  /// The files with single keys of ours that make `client` use the gateway.
  ///
  /// - Parameters:
  ///   - client: the client.
  ///   - places: where its files are.
  ///   - codeFolders: the folders of the editions of VS Code on this machine.
  /// - Returns: the files, in the order to write them.
  static func all(of client: Client, in places: Places, codeFolders: [String] = []) -> [ClientFile] {
    switch client {
    case .codex: codex(places)
    case .claude: claude(places)
    case .copilot: []
    case .copilotLegacy:
      codeFolders.map {
        ClientFile(path: "\($0)/User/settings.json", template: "vscode/settings.json", format: .jsonc)
      }
    }
  }

  private static func codex(_ places: Places) -> [ClientFile] {
    [
      ClientFile(path: "\(places.codexFolder)/.env", template: "codex/.env", format: .environment),
      ClientFile(
        path: "\(places.codexFolder)/config.toml",
        template: "codex/config.toml",
        format: .toml,
        anchor: ["model_provider"],
        preferences: [
          ["model"], ["web_search"], ["features", "unbounded_connection_retries"], ["features", "worktrees"],
        ],
        fallbacks: [
          ["model_providers", "agentproxy", "env_key_instructions"],
          ["model_providers", "agentproxy", "request_max_retries"],
          ["model_providers", "agentproxy", "stream_max_retries"],
          ["model_providers", "agentproxy", "stream_idle_timeout_ms"],
          // These are off unless the user has a collector of their own.
          ["otel", "exporter"], ["otel", "trace_exporter"], ["otel", "log_user_prompt"],
        ]
      ),
    ]
  }

  private static func claude(_ places: Places) -> [ClientFile] {
    [
      ClientFile(
        path: places.claudeState,
        template: "claude/.claude.json",
        format: .json,
        // Trust that was taken back stays taken back.
        preferences: [["hasCompletedOnboarding"], ["projects"]]
      ),
      ClientFile(
        path: places.claudeSettings,
        template: "claude/settings.json",
        format: .json,
        anchor: ["env", "ANTHROPIC_BASE_URL"],
        preferences: [
          // Claude Code's own picker writes it; the variable ANTHROPIC_MODEL would overrule the picker.
          ["model"],
          ["env", "ANTHROPIC_DEFAULT_OPUS_MODEL"], ["env", "ANTHROPIC_DEFAULT_SONNET_MODEL"],
          ["env", "ANTHROPIC_DEFAULT_HAIKU_MODEL"], ["env", "ANTHROPIC_DEFAULT_FABLE_MODEL"],
          ["env", "CLAUDE_CODE_ATTRIBUTION_HEADER"], ["env", "DISABLE_AUTOUPDATER"],
          ["permissions", "disableAutoMode"],
        ]
      ),
    ]
  }

  /// The file with the values that `configuration` asks for.
  func managed(_ configuration: ClientConfiguration) throws(Failure) -> ManagedFile {
    let text = try text(configuration)
    let document = try format.open(Array(text.utf8), name: template)
    let keys = document.leaves.map { leaf in
      WantedKey(path: leaf.path, text: leaf.text, policy: policy(of: leaf.path))
    }
    return ManagedFile(path: path, format: format, keys: keys, anchor: anchor)
  }

  private func policy(of path: ConfigPath) -> WantedKey.Policy {
    if preferences.contains(where: { $0.contains(path) }) { return .preference }
    return fallbacks.contains(where: { $0.contains(path) }) ? .fallback : .required
  }

  /// The template with the values that `configuration` asks for.
  func text(_ configuration: ClientConfiguration) throws(Failure) -> String {
    try render(template, values(configuration))
  }

  private func values(_ configuration: ClientConfiguration) -> Values {
    let tiers = ClaudeTiers(model: configuration.claudeModel, small: configuration.claudeSmallModel)
    return switch template {
    case "codex/config.toml":
      ["model": .text(configuration.codexModel), "baseURL": .text(configuration.baseURL + "/v1")]
    case "claude/settings.json":
      [
        "masterKey": .text(configuration.masterKey.exposed), "baseURL": .text(configuration.baseURL),
        "model": .text(configuration.claudeModel), "opusModel": .text(tiers.opus),
        "sonnetModel": .text(tiers.sonnet), "haikuModel": .text(tiers.haiku), "fableModel": .text(tiers.fable),
      ]
    case "claude/.claude.json":
      [
        "trusted": .flag(configuration.trustedFolder != nil),
        "folder": .text(configuration.trustedFolder ?? ""),
      ]
    case "vscode/settings.json":
      ["model": .text(configuration.codexModel), "baseURL": .text(configuration.baseURL)]
    default:
      ["masterKey": .text(configuration.masterKey.exposed)]
    }
  }
}
