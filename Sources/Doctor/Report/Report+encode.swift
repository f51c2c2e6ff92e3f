extension Report: Encodable {
  private enum Key: String, CodingKey {
    case schemaVersion, version, platform, status, milliseconds, counts, checks
  }

  /// The report as it is printed with `--json`; `docs/doctor.schema.json` describes it.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    // Grows when a field changes its meaning.
    try container.encode(1, forKey: .schemaVersion)
    try container.encode(version, forKey: .version)
    try container.encode(platform, forKey: .platform)
    try container.encode(status, forKey: .status)
    try container.encode(milliseconds.rounded(), forKey: .milliseconds)
    let counts = Dictionary(uniqueKeysWithValues: Status.allCases.map { ($0.rawValue, count($0)) })
    try container.encode(counts, forKey: .counts)
    try container.encode(results, forKey: .checks)
  }
}

extension CheckResult: Encodable {
  private enum Key: String, CodingKey {
    case id, section, title, status, summary, milliseconds, findings
  }

  /// The result as it is printed with `--json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    try container.encode(section, forKey: .section)
    try container.encode(title, forKey: .title)
    try container.encode(status, forKey: .status)
    try container.encode((milliseconds * 10).rounded() / 10, forKey: .milliseconds)
    switch outcome {
    case .passed(let text), .skipped(let text):
      try container.encode(text, forKey: .summary)
      try container.encode([Finding](), forKey: .findings)
    case .found(let findings):
      try container.encode(findings.first?.message ?? "", forKey: .summary)
      try container.encode(findings, forKey: .findings)
    }
  }
}

extension Finding: Encodable {
  private enum Key: String, CodingKey {
    case severity, message, file, line, remedy, isCommand, isFixable
  }

  /// The finding as it is printed with `--json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(severity, forKey: .severity)
    try container.encode(message, forKey: .message)
    try container.encodeIfPresent(file, forKey: .file)
    try container.encodeIfPresent(line, forKey: .line)
    try container.encodeIfPresent(remedy?.text, forKey: .remedy)
    try container.encode(remedy?.isCommand ?? false, forKey: .isCommand)
    try container.encode(remedy?.fix != nil, forKey: .isFixable)
  }
}
