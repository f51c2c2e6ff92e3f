internal import Diagnostics
internal import DotEnv

/// Finds what is wrong with a file and with what it says.
///
/// What makes a working setup impossible is an error; what works, but hardly as meant, is a warning. No finding repeats
/// a value that could be a secret.
struct SettingsLint {
  let source: SettingsSource
  let settings: Settings

  /// The last assignment of each key, which is the one that counts.
  let assignments: [String: DotEnvDocument.Assignment]
  /// The variables that hold a token or a password of this setup.
  let secretKeys: Set<String>
  /// The lines whose values use a variable that is not set.
  let linesWithUnsetVariables: Set<Int>

  init(source: SettingsSource, settings: Settings) {
    self.source = source
    self.settings = settings
    assignments = (source.document?.assignments ?? []).reduce(into: [:]) { $0[$1.key] = $1 }
    secretKeys = Set(Self.passwordKeys + [Self.masterKey] + Self.tokenKeys(settings))
    linesWithUnsetVariables = Set(source.values.warnings.map(\.line))
  }

  /// Runs every check.
  ///
  /// - Returns: the findings in the order of the file's lines; those without a line first, and of each kind the first
  ///   hundred.
  func run() -> [Diagnostic] {
    let findings =
      fileFindings() + keyFindings() + secretFindings() + addressFindings() + choiceFindings() + modelFindings()
    let ordered = findings.enumerated()
      .sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
      .map(\.element)
    return Self.shortened(ordered)
  }

  /// As many of a kind are read, if any.
  static let mostOfOneKind = 100

  /// The findings, and in place of those that are too many of their kind one that counts them.
  private static func shortened(_ findings: [Diagnostic]) -> [Diagnostic] {
    // What is an error must stay one.
    func kind(_ finding: Diagnostic) -> String { "\(finding.severity) \(finding.id)" }
    var counts: [String: Int] = [:]
    for finding in findings { counts[kind(finding), default: 0] += 1 }
    guard counts.values.contains(where: { $0 > mostOfOneKind }) else { return findings }
    var shown: [String: Int] = [:]
    return findings.compactMap { finding in
      let kind = kind(finding)
      let number = shown[kind, default: 0]
      shown[kind] = number + 1
      if number < mostOfOneKind { return finding }
      guard number == mostOfOneKind, let all = counts[kind] else { return nil }
      return Diagnostic(
        finding.severity,
        id: finding.id,
        "from here on there are \(all - number) more of this kind",
        hint: "mend those above, and look again",
        file: finding.file,
        line: finding.line
      )
    }
  }

  /// A finding about the value of `key`, at the line it is from.
  func finding(
    _ severity: Diagnostic.Severity,
    _ id: String,
    _ key: String,
    _ message: String,
    hint: String
  ) -> Diagnostic {
    guard source.environment[key] == nil else {
      return Diagnostic(severity, id: "env.\(id)", "\(key) \(message)", hint: hint, file: "environment")
    }
    return Diagnostic(
      severity,
      id: "env.\(id)",
      "\(key) \(message)",
      hint: hint,
      file: source.file,
      line: assignments[key]?.line
    )
  }

  /// A finding about a line of the file.
  func finding(
    _ severity: Diagnostic.Severity,
    _ id: String,
    line: Int?,
    _ message: String,
    hint: String
  ) -> Diagnostic {
    Diagnostic(severity, id: "env.\(id)", message, hint: hint, file: source.file, line: line)
  }
}
