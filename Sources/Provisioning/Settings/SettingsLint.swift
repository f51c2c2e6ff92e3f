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
  /// - Returns: the findings in the order of the file's lines; those without a line first.
  func run() -> [Diagnostic] {
    let findings =
      fileFindings() + keyFindings() + secretFindings() + addressFindings() + choiceFindings() + modelFindings()
    return findings.enumerated()
      .sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
      .map(\.element)
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
