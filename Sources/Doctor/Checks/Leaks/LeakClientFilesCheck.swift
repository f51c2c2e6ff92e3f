internal import Diagnostics
internal import Provisioning

/// No provider token is in a file that a tool, or an agent in it, reads.
struct LeakClientFilesCheck: Check {
  let id = "leaks.client-files"
  let title = "tokens in files"
  let meaning = "a provider's token is in a file of a tool, where every agent can read it"

  func run(_ context: DoctorContext) async -> Outcome {
    let tokens = context.providerTokens
    guard !tokens.isEmpty else { return .passed("no provider's token is known here") }
    var findings: [Finding] = []
    for path in Self.paths(context) {
      guard let bytes = context.file(path)?.bytes else { continue }
      let file = context.places.display(path)
      for (name, token) in tokens {
        guard let line = firstLine(of: bytes, holding: [token]) else { continue }
        findings.append(
          Finding(
            .error,
            "the token of \(name) is in a file that every agent can read",
            .advice("take it out; \(name) belongs into .env alone"),
            file: file,
            line: line
          )
        )
      }
    }
    return .findings(findings, else: "none")
  }

  /// The files of the tools, and those of the clone that tools read. `auth.json` has a check of its own.
  private static func paths(_ context: DoctorContext) -> [String] {
    let places = context.places
    let codex = fileNames(in: places.codexFolder).filter {
      $0 == ".env" || $0 == "AGENTS.md" || $0.hasSuffix(".toml") || $0.hasSuffix(".json")
    }
    .filter { $0 != "auth.json" && $0 != "models_cache.json" && $0 != "agentproxy-models.json" }
    .map { "\(places.codexFolder)/\($0)" }
    let code = places.codeFolders.flatMap { CodeProfile.all(of: $0, context) }.flatMap { [$0.settings, $0.models] }
    let claudeFolder = places.claudeSettings.dropLast("/settings.json".count)
    let claude = ["settings.json", ".credentials.json", "CLAUDE.md"].map { "\(claudeFolder)/\($0)" }
    let clone = [
      "AGENTS.md", "CLAUDE.md", "CLAUDE.local.md", ".claude/CLAUDE.md", ".github/copilot-instructions.md",
      ".claude/settings.json", ".claude/settings.local.json", ".codex/config.toml", ".mcp.json",
      ".vscode/settings.json",
      ".devcontainer/devcontainer.json", ".devcontainer/docker-compose.yml", "docker-compose.yml",
      "litellm_config.yaml",
    ]
    return codex + claude + [places.claudeState] + code
      + clone.compactMap { context.project?.path($0) }
  }
}
