internal import Provisioning

/// What a report that everybody may read calls hosts: each by one name throughout, and those that everybody knows by
/// their own.
struct HostNames {
  /// Domains that tell nothing of whoever uses them.
  private static let publicDomains = [
    "openai.com", "chatgpt.com", "anthropic.com", "claude.ai", "claude.com", "github.com", "githubcopilot.com",
    "githubusercontent.com", "ghcr.io", "docker.io", "docker.com", "openrouter.ai", "deepseek.com", "mistral.ai",
    "googleapis.com", "npmjs.org", "pypi.org",
  ]
  /// The services of the stack, and what containers call this machine.
  private static let services = ["litellm", "postgres", "redis", "host.docker.internal"]
  /// What a name ends in that is a file's, before the number of a line.
  private static let fileEndings = [
    "conf", "config", "env", "fish", "json", "jsonl", "local", "lock", "log", "md", "mine", "py", "sh", "swift", "toml",
    "txt", "yaml", "yml",
  ]

  private var names: [String: String] = [:]
  private var count = 0
  /// Those that are listed without anything that tells that they are hosts.
  private var listed: Set<String> = []

  /// Names the hosts that the settings tell of.
  ///
  /// - Parameters:
  ///   - context: the setup.
  ///   - providers: what the providers are called whose names tell of somebody.
  init(_ context: DoctorContext, providers: [String: String] = [:]) {
    for provider in context.settings.providers {
      let known = providers[provider.name] ?? provider.name
      if let host = provider.apiBase.flatMap(Self.hosts(inURLsOf:))?.first { name(host, "\(known)-HOST") }
    }
    for variable in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
      if let value = context.value(variable) { gather(value.contains("://") ? value : "http://\(value)") }
    }
    if let image = context.value("LITELLM_IMAGE"), let registry = image.split(separator: "/").first,
      image.contains("/"), registry.contains(where: { ".:".contains($0) })
    {
      name(String(registry.prefix { $0 != ":" }))
    }
    for list in [context.value("no_proxy"), context.value("NO_PROXY")] {
      for entry in (list ?? "").split(whereSeparator: { ",; ".contains($0) }) {
        let host = String(entry.drop { "*.".contains($0) }.prefix { $0 != ":" && $0 != "/" })
        if host.count > 3, host.contains(where: \.isLetter) {
          name(host)
          listed.insert(host.lowercased())
        }
      }
    }
  }

  /// Names the hosts that a text tells of.
  mutating func gather(_ text: String) {
    for host in Self.hosts(inURLsOf: text) { name(host) }
    for match in text.matches(of: Self.hostAndPort) where Self.isHost(match.output.1, at: match.range, of: text) {
      name(String(match.output.1))
    }
  }

  /// The text with those names.
  func callAsFunction(_ text: String) -> String {
    var text = text.replacing(Self.url) { match in
      let host = String(match.output.3)
      let user = match.output.2.map { $0.isEmpty ? "" : "USER@" } ?? ""
      return "\(match.output.1)\(user)\(names[host.lowercased()] ?? host)"
    }
    text = text.replacing(Self.hostAndPort) { match in
      let (whole, host, port) = match.output
      guard Self.isHost(host, at: match.range, of: whole.base) else { return String(whole) }
      return "\(names[host.lowercased()] ?? String(host)):\(port)"
    }
    // One that is an ordinary word as well is only known from where it stands.
    let certain = names.filter { $0.key.contains(".") || listed.contains($0.key) }
    for (host, name) in certain.sorted(by: { $0.key.count > $1.key.count }) {
      text = Redaction.replace(host, name, in: text)
    }
    return text
  }

  private mutating func name(_ host: String, _ name: String? = nil) {
    let host = host.lowercased()
    guard names[host] == nil, !Self.isKnownToAll(host), !isName(host) else { return }
    if name == nil { count += 1 }
    names[host] = name ?? "HOST-\(count)"
  }

  private func isName(_ host: String) -> Bool {
    host.hasPrefix("host-") && Int(host.dropFirst(5)) != nil || names.values.contains { $0.lowercased() == host }
  }

  private static func isKnownToAll(_ host: String) -> Bool {
    let bare = host.filter { $0 != "[" && $0 != "]" }
    return bare == "localhost" || bare.hasSuffix(".localhost") || bare.hasPrefix("127.") || bare == "::1"
      || bare == "0.0.0.0" || bare == "::" || bare == "host" || services.contains(bare)
      || publicDomains.contains { bare == $0 || bare.hasSuffix(".\($0)") }
  }

  // MARK: - Where hosts stand

  /// The scheme, the user, and the host of a URL.
  private static var url: Regex<(Substring, Substring, Substring?, Substring)> {
    /([A-Za-z][A-Za-z0-9+.\-]*:\/\/)(?:([^\/@\s"']*)@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_](?:[A-Za-z0-9._\-]*[A-Za-z0-9_])?)/
  }

  /// A host and its port. So are many other things written, see ``isHost(_:at:of:)``.
  private static var hostAndPort: Regex<(Substring, Substring, Substring)> {
    /([A-Za-z0-9](?:[A-Za-z0-9._\-]*[A-Za-z0-9])?):([0-9]{2,5})/
  }

  private static func hosts(inURLsOf text: String) -> [String] {
    text.matches(of: url).map { String($0.output.3) }
  }

  /// Whether what stands before a colon and a number is a host, and not a file with the number of a line, or the time.
  private static func isHost(_ host: Substring, at range: Range<String.Index>, of text: String) -> Bool {
    guard host.contains(where: \.isLetter) || host.count(where: { $0 == "." }) == 3 else { return false }
    if range.lowerBound > text.startIndex {
      let before = text[text.index(before: range.lowerBound)]
      if "/~._-:\\".contains(before) || before.isLetter || before.isNumber { return false }
    }
    // A version goes on, as `1.2.3` does.
    var rest = text[range.upperBound...]
    if let after = rest.popFirst() {
      let goesOn = rest.first.map { $0.isLetter || $0.isNumber } ?? false
      if after.isLetter || after.isNumber || (".-_".contains(after) && goesOn) { return false }
    }
    let parts = host.split(separator: ".")
    // `redis:7` is an image.
    if parts.count == 1 { return text[range].count - host.count > 3 }
    return !fileEndings.contains(parts.last?.lowercased() ?? "")
  }
}
