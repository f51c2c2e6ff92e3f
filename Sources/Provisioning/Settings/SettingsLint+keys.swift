internal import Diagnostics
internal import DotEnv

/// Names that are not read.
extension SettingsLint {
  /// Names that other programs use for what has another name here.
  private static let otherNames = [
    "OPENAI_BASE_URL": "OPENAI_API_BASE",
    "ANTHROPIC_BASE_URL": "ANTHROPIC_API_BASE",
    "ANTHROPIC_AUTH_TOKEN": "ANTHROPIC_API_KEY",
    "LITELLM_API_KEY": "LITELLM_MASTER_KEY",
    "MASTER_KEY": "LITELLM_MASTER_KEY",
  ]

  func keyFindings() -> [Diagnostic] {
    let providers = Settings.extraProviderNames(source)
    let known = Set(KnownKey.names(providers: providers))
    // Guessing what was meant compares every name with every other, so it has to do with the first few.
    let candidates = KnownKey.names(providers: Array(providers.prefix(20)))
    let unknown = assignments.values.filter { !known.contains($0.key) }.sorted { $0.line < $1.line }
    return unknown.prefix(100).compactMap { unknownKeyFinding($0, candidates) }
  }

  private func unknownKeyFinding(_ assignment: DotEnvDocument.Assignment, _ names: [String]) -> Diagnostic? {
    let key = assignment.key
    if let meant = Self.otherNames[key] ?? nearest(to: key, among: names, within: 2) {
      return finding(
        .warning,
        "unknown-key",
        line: assignment.line,
        "\(key) is not read",
        hint: "did you mean \(meant)?"
      )
    }
    if key.hasPrefix("AGENTPROXY_") {
      let meant = nearest(to: key, among: names, within: key.utf8.count / 2)
      return finding(
        .warning,
        "unknown-key",
        line: assignment.line,
        "there is no setting \(key)",
        hint: meant.map { "did you mean \($0)?" } ?? "see .env.example for the names"
      )
    }
    if key.hasSuffix("_API_BASE"), Settings.isProviderName(String(key.dropLast("_API_BASE".count))) {
      return finding(
        .warning,
        "unlisted-provider",
        line: assignment.line,
        "\(key) is not read, because AGENTPROXY_PROVIDERS does not name the provider",
        hint: "add \(key.dropLast("_API_BASE".count)) to AGENTPROXY_PROVIDERS"
      )
    }
    return nil
  }

  private func nearest(to key: String, among names: [String], within limit: Int) -> String? {
    // A name this long is not a mistyped one, and comparing it would take its time.
    guard (4...64).contains(key.utf8.count) else { return nil }
    let wanted = key.uppercased()
    let best = names.map { (name: $0, distance: editDistance(wanted, $0)) }.min { $0.distance < $1.distance }
    return best.flatMap { $0.distance <= limit ? $0.name : nil }
  }
}
