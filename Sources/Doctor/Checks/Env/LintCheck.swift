internal import Diagnostics
internal import Provisioning

/// One kind of mistake in `.env`.
struct LintCheck: Check {
  let id: String
  let title: String
  let meaning: String
  let prerequisites = ["env.file"]
  let isQuiet = true
  /// How bad it is here, if `init` has it otherwise.
  private let severity: Diagnostic.Severity?

  /// A kind of mistake.
  ///
  /// - Parameters:
  ///   - name: the part of the id behind `env.`.
  ///   - title: what it looks at.
  ///   - meaning: what is wrong if it fails.
  ///   - severity: how bad it is here, if `init` has it otherwise.
  init(_ name: String, _ title: String, _ meaning: String, as severity: Diagnostic.Severity? = nil) {
    id = "env.\(name)"
    self.title = title
    self.meaning = meaning
    self.severity = severity
  }

  func run(_ context: DoctorContext) async -> Outcome {
    let findings = (context.env?.findings ?? []).filter { $0.id == id }
    return .findings(findings.map { Finding($0, as: severity, remedy: remedy($0, context)) }, else: "nothing found")
  }

  /// A remedy that is more than words; `nil` for the finding's own.
  private func remedy(_ finding: Diagnostic, _ context: DoctorContext) -> Remedy? {
    guard let env = context.env else { return nil }
    switch id {
    case "env.readable": return .fix(.restrict(path: env.path, name: env.name))
    case "env.byte-order-mark", "env.carriage-return", "env.shadowed": return finding.hint.map(Remedy.command)
    default: break
    }
    guard let own = Self.assignment(mending: finding, env) else { return nil }
    // As long as there is another error `init` writes nothing, so that one command has to mend all of them.
    var all: [String] = []
    for error in env.findings where error.severity == .error {
      guard let assignment = Self.assignment(mending: error, env) else { return nil }
      if !all.contains(assignment) { all.append(assignment) }
    }
    return .fix(.initialize(all.contains(own) ? all : all + [own]))
  }

  /// What `init` has to set; `nil` if only the user can say that. A key that is generated is emptied, for a new one.
  private static func assignment(mending finding: Diagnostic, _ env: EnvironmentReading) -> String? {
    let key = String(finding.message.prefix { $0 != " " })
    let isGenerated = KnownKey.all.contains { $0.name == key && $0.isGenerated }
    switch finding.id {
    case "env.placeholder" where isGenerated, "env.command" where isGenerated, "env.weak-key": return "\(key)="
    default: return env.assignment(mending: finding)
    }
  }
}
