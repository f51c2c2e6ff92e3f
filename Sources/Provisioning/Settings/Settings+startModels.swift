extension Settings {
  /// The models that the clients start with: those that the file names, or else the best guess among those that an
  /// active provider serves.
  ///
  /// - Parameters:
  ///   - source: the values.
  ///   - active: the providers to choose from.
  /// - Returns: Codex's model, Claude Code's, and Claude Code's for small tasks.
  static func startModels(
    _ source: SettingsSource,
    _ active: [Provider]
  ) -> (codex: String, claude: String, claudeSmall: String) {
    func listed(_ name: String) -> String? {
      guard active.contains(where: { $0.name == name }) else { return nil }
      return list(source, "\(name)_MODELS").compactMap(modelEntry).first(where: \.isName)?.alias
    }
    func first(_ providers: [Provider]) -> String? {
      providers.lazy.flatMap(\.models).first(where: \.isName)?.alias
    }
    func served(_ name: String) -> String? {
      active.contains { $0.models.contains { $0.alias == name } } ? name : nil
    }
    let codex =
      source.value("CODEX_MODEL")
      ?? listed("OPENAI")
      ?? first(active.filter { $0.kind == .openAI })
      ?? first(active)
      ?? "gpt-5.5"
    let claude =
      source.value("CLAUDE_MODEL")
      ?? listed("ANTHROPIC")
      ?? served("claude-sonnet-5-5")
      ?? first(active.filter { $0.kind == .anthropic })
      ?? codex
    let claudeSmall =
      source.value("CLAUDE_SMALL_MODEL")
      ?? (listed("ANTHROPIC") == nil ? served("claude-haiku-5-5") : nil)
      ?? claude
    return (codex, claude, claudeSmall)
  }
}
