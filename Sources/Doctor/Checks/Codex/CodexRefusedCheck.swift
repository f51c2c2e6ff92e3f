internal import Diagnostics
internal import Provisioning

/// Codex does not refuse what is written in its configuration: a key that it once took, or a provider or collector that
/// says too little or too much.
struct CodexRefusedCheck: Check {
  let id = "codex.refused"
  let title = "codex refused keys"
  let meaning = "config.toml has a key or value with which Codex does not start, such as one of older versions"
  let prerequisites = ["codex.files"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtCodex { codex in
      var findings: [Finding] = []
      if let profile = codex["profile"] {
        findings.append(
          Finding(
            .error,
            "Codex does not start: profile is no longer a key, but its option --profile",
            file: profile.file,
            line: profile.line
          )
        )
      }
      if let policy = codex["approval_policy"], policy.value == "untrusted" {
        findings.append(
          Finding(
            .error,
            "Codex does not start: approval_policy is no longer untrusted",
            file: policy.file,
            line: policy.line
          )
        )
      }
      return .findings(
        findings.deletingTheirLines() + providers(codex, context) + collectors(codex),
        else: "none"
      )
    }
  }

  /// The providers, whether they are in use or not: Codex reads them all.
  private func providers(_ codex: CodexConfiguration, _ context: DoctorContext) -> [Finding] {
    codex.tables(below: "model_providers")
      // Those that are built in have a check of their own, or need no name.
      .filter { !CodexReservedCheck.tables.contains($0) && !$0.hasPrefix("amazon-bedrock") }
      .flatMap { name(of: $0, codex, context) + key(of: $0, codex) }
  }

  private func name(of table: String, _ codex: CodexConfiguration, _ context: DoctorContext) -> [Finding] {
    let name = codex["model_providers", table, "name"]
    guard name?.value.allSatisfy(\.isWhitespace) ?? true else { return [] }
    let place = name.map { ($0.file, $0.line) } ?? codex.place(of: "model_providers", table)
    return [
      Finding(
        .error,
        "Codex does not start: [model_providers.\(table)] has no name",
        table == Self.own ? context.configuring(.codex) : .advice("write name = \"\(table)\" into that table"),
        file: place?.0,
        line: place?.1
      )
    ]
  }

  /// The ways to come to a key, of which a command bears no other beside it.
  private func key(of table: String, _ codex: CodexConfiguration) -> [Finding] {
    guard let place = codex.place(of: "model_providers", table, "auth") else { return [] }
    func finding(_ message: String, _ remedy: Remedy) -> [Finding] {
      [Finding(.error, "Codex does not start: \(message)", remedy, file: place.file, line: place.line)]
    }
    let others = ["env_key", "experimental_bearer_token", "requires_openai_auth"].filter { key in
      let value = codex["model_providers", table, key]?.value
      return key == "requires_openai_auth" ? value == "true" : value != nil
    }
    if !others.isEmpty {
      let all = others.joined(separator: " and ")
      return finding(
        "[model_providers.\(table)] has auth and \(all)",
        .advice("take \(table == Self.own ? "[model_providers.\(table).auth]" : "\(all), or auth,") out of it")
      )
    }
    guard codex["model_providers", table, "auth", "command"]?.value.isEmpty ?? true else { return [] }
    return finding(
      "[model_providers.\(table)] has auth without a command",
      .advice("name a command that prints the key, or take auth out of it")
    )
  }

  /// Whom Codex reports to. A collector is a table with its address, never a word alone.
  private func collectors(_ codex: CodexConfiguration) -> [Finding] {
    CodexTelemetryCheck.exporters.compactMap { key in
      guard let value = codex["otel", key], !value.value.hasPrefix("{"), !["none", "statsig"].contains(value.value)
      else {
        return nil
      }
      return Finding(
        .error,
        "Codex does not start: otel.\(key) is \(value.value) without an address",
        .replacing(value.value, with: "none", inLine: value.line, of: value.file),
        file: value.file,
        line: value.line
      )
    }
  }

  /// The provider that is ours.
  private static let own = "agentproxy"
}
