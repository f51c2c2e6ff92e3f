public import Diagnostics
internal import Secrets

extension EnvironmentReading {
  /// What to give a key so that a finding about its value is mended, where there is one value that cannot be wrong: the
  /// default of a setting that takes one of a few, or an address without what it has too much of.
  ///
  /// - Parameter finding: one of ``findings``.
  /// - Returns: the assignment as `KEY=VALUE`, without any secret; `nil` if only the user can say what is meant.
  public func assignment(mending finding: Diagnostic) -> String? {
    let key = String(finding.message.prefix { $0 != " " })
    switch finding.id {
    case "env.port", "env.bind", "env.engine", "env.routing", "env.cache", "env.devcontainer-network":
      // A port is no way out if it is the other one's.
      guard let value = KnownKey.all.first(where: { $0.name == key })?.defaultValue, value != self[key],
        key == "AGENTPROXY_PORT" || value != "\(settings.port)"
      else { return nil }
      return "\(key)=\(value)"
    case "env.wire-api":
      // What it speaks is found out then.
      return "\(key)="
    case "env.base-path", "env.base-query", "env.base-slash", "env.base-version":
      guard finding.severity == .error, let base = self[key].flatMap({ shortened($0, key) }) else { return nil }
      return "\(key)=\(base)"
    default: return nil
    }
  }

  /// A base URL without a query, what is added to it, and slashes at its end; `nil` if it holds a secret.
  private func shortened(_ base: String, _ key: String) -> String? {
    guard let parts = URLParts(base), !parts.hasCredentials, !secrets.contains(where: { base.contains($0.exposed) })
    else { return nil }
    let isAnthropic = settings.providers.first { $0.baseVariable == key }?.kind == .anthropic
    var rest = base.prefix { $0 != "?" && $0 != "#" }
    func drop(_ end: String) {
      while rest.last == "/" { rest = rest.dropLast() }
      if rest.hasSuffix(end) { rest = rest.dropLast(end.count) }
    }
    // The longer one first, of which the other is a part.
    for endpoint in ["/chat/completions", "/completions", "/responses", "/messages", "/embeddings"] { drop(endpoint) }
    var text = String(rest)
    while text.contains("/v1/v1") { text = text.replacing("/v1/v1", with: "/v1") }
    rest = text[...]
    drop(isAnthropic ? "/v1" : "")
    drop("")
    return String(rest)
  }
}
