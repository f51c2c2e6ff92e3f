internal import Diagnostics

/// The providers' base URLs.
extension SettingsLint {
  /// What containers call the machine that they are on.
  private static let containersHosts = ["host.docker.internal", "host.containers.internal"]

  func addressFindings() -> [Diagnostic] {
    settings.providers.flatMap { provider in
      guard let base = source.value(provider.baseVariable) else { return missingBaseFindings(provider) }
      if base.contains("$(") || base.hasPrefix("`") {
        return [
          finding(
            .error,
            "command",
            provider.baseVariable,
            "holds a command, which nobody runs: the text itself would be the value",
            hint: "run the command in a shell and paste what it prints"
          )
        ]
      }
      if isPlaceholder(base) {
        return [
          finding(
            .warning,
            "placeholder",
            provider.baseVariable,
            "is a placeholder",
            hint: "write your provider's base URL, or leave it empty for \(vendorAddress(provider))"
          )
        ]
      }
      return baseFindings(provider, base)
    }
  }

  private func vendorAddress(_ provider: Provider) -> String {
    switch provider.name {
    case "OPENAI": "api.openai.com"
    case "ANTHROPIC": "api.anthropic.com"
    default: "none"
    }
  }

  private func missingBaseFindings(_ provider: Provider) -> [Diagnostic] {
    guard provider.apiKey != nil, !Provider.builtIn.contains(provider.name) else { return [] }
    return [
      finding(
        .error,
        "base-missing",
        provider.baseVariable,
        "is empty, so nobody knows where to send the provider's token",
        hint: "write the provider's base URL"
      )
    ]
  }

  private func baseFindings(_ provider: Provider, _ base: String) -> [Diagnostic] {
    let key = provider.baseVariable
    let example = provider.kind == .anthropic ? "https://host" : "https://host/v1"
    if base.contains(where: { $0.isWhitespace || "'\"`“”‘’".contains($0) }) {
      return [
        finding(.error, "base-characters", key, "has quotes or white space inside", hint: "write it like \(example)")
      ]
    }
    guard let parts = URLParts(base) else {
      return [finding(.error, "base-scheme", key, "does not begin with https://", hint: "write it like \(example)")]
    }
    guard parts.scheme == "https" || parts.scheme == "http", !parts.host.isEmpty else {
      return [
        finding(.error, "base-scheme", key, "is not the address of a web server", hint: "write it like \(example)")
      ]
    }
    return pathFindings(provider, parts) + transportFindings(key, parts, base)
  }

  private func pathFindings(_ provider: Provider, _ parts: URLParts) -> [Diagnostic] {
    let key = provider.baseVariable
    var path = parts.path[...]
    while path.last == "/" { path = path.dropLast() }
    if parts.hasQuery {
      return [finding(.error, "base-query", key, "has a ? or # in it", hint: "end it before that character")]
    }
    let endpoints = ["/chat/completions", "/completions", "/responses", "/messages", "/embeddings"]
    if let endpoint = endpoints.first(where: path.hasSuffix) {
      let rest = provider.kind == .anthropic ? "\(endpoint), and /v1 before it" : endpoint
      return [
        finding(.error, "base-path", key, "ends in \(endpoint), which is added to it", hint: "remove \(rest)")
      ]
    }
    if path.contains("/v1/v1") {
      return [finding(.error, "base-version", key, "has /v1 twice", hint: "remove one")]
    }
    switch provider.kind {
    case .anthropic where path.hasSuffix("/v1"):
      return [finding(.error, "base-version", key, "ends in /v1, which is added to it", hint: "remove /v1")]
    case .anthropic where parts.path.hasSuffix("/"):
      return [
        finding(
          .error,
          "base-slash",
          key,
          "ends in a slash, which is doubled then",
          hint: "remove the slash at the end"
        )
      ]
    case .openAI where !hasVersion(path):
      return [
        finding(
          .note,
          "base-version",
          key,
          "does not end in /v1, where most providers answer",
          hint: "add /v1 if requests fail with 404"
        )
      ]
    default: return []
    }
  }

  private func transportFindings(_ key: String, _ parts: URLParts, _ base: String) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    if parts.hasCredentials {
      findings.append(
        finding(
          .warning,
          "base-credentials",
          key,
          "has a user name in it, which error messages of other programs may show",
          hint: "use the key alone if the provider allows it"
        )
      )
    }
    if parts.isLoopback, parts.port == settings.port {
      findings.append(
        finding(
          .error,
          "base-loop",
          key,
          "is the address of the gateway itself, so requests would go round in circles",
          hint: "write your provider's base URL"
        )
      )
    } else if parts.isLoopback, settings.engine == .compose {
      findings.append(
        finding(
          .warning,
          "base-loopback",
          key,
          "is on this machine, where a container does not get by that name",
          hint: "write host.docker.internal for the host"
        )
      )
    } else if parts.scheme == "http", !parts.isLoopback, !Self.containersHosts.contains(parts.host) {
      findings.append(
        finding(
          .warning,
          "base-plain-http",
          key,
          "begins with http://, so the token travels in clear",
          hint: "write https:// if the provider has it"
        )
      )
    }
    return findings
  }

  /// Whether the last part of a path is a version such as `v1` or `v1beta`.
  private func hasVersion(_ path: Substring) -> Bool {
    let last = path.split(separator: "/").last ?? ""
    return last.first == "v" && last.dropFirst().first?.isNumber == true
  }
}
