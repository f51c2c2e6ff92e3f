internal import Provisioning
internal import Secrets

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Takes out of a text what must not be shown.
public struct Redaction: Sendable {
  /// In characters: of secrets, anything shorter would be found in ordinary words.
  private static let shortest = 6
  /// In characters: of names of users and machines likewise, which are only looked for as whole words.
  private static let shortestName = 3

  private var replacements: [(text: String, replacement: String)] = []
  private var words: [(text: String, replacement: String)] = []
  /// The names of hosts; `nil` where they may be shown.
  private var hosts: HostNames?
  /// What the providers are called that the user has given a name.
  private var providers: [String: String] = [:]

  /// Takes out secrets and the home folder's path.
  public init(_ context: DoctorContext) {
    var names = Set<String>()
    for secret in context.secrets where secret.exposed.count >= Self.shortest && names.insert(secret.exposed).inserted {
      replacements.append((secret.exposed, secret.masked))
    }
    let home = context.places.home
    // One that cannot be used is to be seen.
    if home.count > 1, HomeCheck.fault(context) == nil { replacements.append((home, "~")) }
    // The longest first: one may be a part of another.
    replacements.sort { $0.text.count > $1.text.count }
  }

  /// Takes out also what tells who and where somebody is: for a report that everybody may read.
  public static func forEverybody(_ context: DoctorContext) -> Redaction {
    var redaction = Redaction(context)
    let home = context.places.home
    if home.count > 1, HomeCheck.fault(context) != nil { redaction.replacements.append((home, "~")) }
    if let folder = context.project?.folder {
      redaction.replacements.insert((folder, "CLONE"), at: 0)
      if folder.hasPrefix("\(home)/") {
        redaction.replacements.insert(("~\(folder.dropFirst(home.count))", "CLONE"), at: 0)
      }
    }
    redaction.providers = providerNames(context)
    redaction.hosts = HostNames(context, providers: redaction.providers)
    let users = ["USER", "LOGNAME", "USERNAME", "SUDO_USER"].compactMap { context.environment[$0] }
    let folder = context.places.home.split(separator: "/").last.map(String.init) ?? ""
    for user in Set(users + [folder]) where user.count >= shortestName && user != "root" {
      redaction.words.append((user, "USER"))
    }
    let hosts = [context.environment["HOSTNAME"], hostName()].compactMap { $0 }
    for host in Set(hosts + hosts.map { String($0.prefix { $0 != "." }) })
    where host.count >= shortestName && host != "localhost" {
      redaction.words.append((host, "HOST"))
    }
    redaction.words.sort { $0.text.count > $1.text.count }
    return redaction
  }

  /// A text that may be shown.
  public func callAsFunction(_ text: String) -> String {
    var text = text
    for (secret, replacement) in replacements where text.contains(secret) {
      text = text.replacing(secret, with: replacement)
    }
    if var hosts {
      hosts.gather(text)
      text = hosts(text)
    }
    for (name, replacement) in providers { text = Self.replaceProvider(name, replacement, in: text) }
    for (word, replacement) in words where text.contains(word) { text = Self.replace(word, replacement, in: text) }
    return text
  }

  /// The providers that the user has given a name, as a company is called as often as not: those that `.env` lists, and
  /// those whose keys are in it all the same.
  private static func providerNames(_ context: DoctorContext) -> [String: String] {
    let endings = ["_API_KEY", "_API_BASE", "_WIRE_API", "_MODELS"]
    let listed = context.settings.providers.map(\.name)
    let known = Set(KnownKey.names(providers: []))
    let others = (context.env?.keys ?? []).filter { !known.contains($0) }.compactMap { key in
      endings.first(where: key.hasSuffix).map { String(key.dropLast($0.count)).uppercased() }
    }
    var names: [String: String] = [:]
    for name in listed + others where !["OPENAI", "ANTHROPIC", "LITELLM", ""].contains(name) && names[name] == nil {
      names[name] = "PROVIDER-\(names.count + 1)"
    }
    return names
  }

  /// Replaces a provider's name, also where a variable's begins with it, and in small letters, as the option has it.
  private static func replaceProvider(_ name: String, _ replacement: String, in text: String) -> String {
    var text = replace(name, replacement, in: text)
    for ending in ["_API_KEY", "_API_BASE", "_WIRE_API", "_MODELS"] {
      text = replace(name + ending, replacement + ending, in: text)
    }
    // By itself it may be an ordinary word.
    return replace("--provider \(name.lowercased())", "--provider \(replacement)", in: text)
  }

  /// A report that may be shown, in which each host has one name throughout.
  func callAsFunction(_ report: Report) -> Report {
    var redaction = self
    for case .found(let findings) in report.results.map(\.outcome) {
      for finding in findings { redaction.hosts?.gather("\(finding.message) \(finding.remedy?.text ?? "")") }
    }
    for case .passed(let text) in report.results.map(\.outcome) { redaction.hosts?.gather(text) }
    let results = report.results.map { result in
      var result = result
      result.outcome = redaction(result.outcome)
      return result
    }
    return Report(
      version: report.version,
      platform: report.platform,
      results: results,
      milliseconds: report.milliseconds
    )
  }

  /// An outcome that may be shown.
  func callAsFunction(_ outcome: Outcome) -> Outcome {
    switch outcome {
    case .passed(let detail): .passed(self(detail))
    case .skipped(let reason): .skipped(self(reason))
    case .found(let findings): .found(findings.map(redact))
    }
  }

  private func redact(_ finding: Finding) -> Finding {
    var finding = finding
    finding.message = self(finding.message)
    finding.file = finding.file.map { self($0) }
    switch finding.remedy {
    case .advice(let text): finding.remedy = .advice(self(text))
    case .command(let text): finding.remedy = .command(self(text))
    // What is to be done stays as it is; what is only shown may say less.
    case .fix(.initialize(let assignments)) where hosts != nil:
      finding.remedy = .fix(.initialize(assignments.map { self($0) }))
    case .fix(.restrict(let path, let name)) where hosts != nil:
      finding.remedy = .fix(.restrict(path: self(path), name: self(name)))
    case .fix, nil: break
    }
    return finding
  }

  /// Replaces a word, but not a part of a longer one.
  static func replace(_ word: String, _ replacement: String, in text: String) -> String {
    var result = ""
    var rest = text[...]
    while let range = rest.firstRange(of: word) {
      let before = range.lowerBound > rest.startIndex ? rest[rest.index(before: range.lowerBound)] : result.last
      let after = range.upperBound < rest.endIndex ? rest[range.upperBound] : nil
      let isWhole = !(before.map(isPart) ?? false) && !(after.map(isPart) ?? false)
      result += rest[..<range.lowerBound]
      result += isWhole ? replacement : word
      rest = rest[range.upperBound...]
    }
    return result + rest
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  private static func hostName() -> String? {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return nil }
    return name.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
