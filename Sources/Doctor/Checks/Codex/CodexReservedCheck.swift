internal import Diagnostics

/// No provider has a name that is Codex's own.
struct CodexReservedCheck: Check {
  let id = "codex.reserved"
  let title = "codex names"
  let meaning = "config.toml gives a provider a name that Codex keeps for itself"
  let prerequisites = ["codex.files"]

  /// The tables that Codex does not let anybody write.
  static let tables = ["openai", "ollama", "lmstudio"]
  /// What makes Codex take a provider for its maker's own, whose servers shorten a conversation themselves.
  private static let names = ["openai", "azure"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtCodex { codex in
      var findings: [Finding] = []
      for table in codex.tables(below: "model_providers") where Self.tables.contains(table) {
        let place = codex.place(of: "model_providers", table)
        findings.append(
          Finding(
            .error,
            "Codex does not start: the provider \(table) is built in, and nobody else may be called so",
            .advice("rename [model_providers.\(table)], or remove it and run agentproxy-setup init"),
            file: place?.file,
            line: place?.line
          )
        )
      }
      for (table, name) in codex.each("name", below: "model_providers")
      where Self.names.contains(name.value.lowercased()) {
        findings.append(
          Finding(
            .error,
            "long conversations fail: Codex takes a provider with the name \(name.value) for its maker's own",
            .replacing(name.value, with: table, inLine: name.line, of: name.file),
            file: name.file,
            line: name.line
          )
        )
      }
      return .findings(findings, else: "none of Codex's own")
    }
  }
}
