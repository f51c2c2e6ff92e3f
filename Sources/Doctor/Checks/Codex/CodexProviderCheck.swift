internal import Diagnostics
internal import Provisioning

/// What Codex is asked goes to the gateway.
///
/// Codex warns of keys that it does not know and goes on with what it knows: its maker's own servers.
struct CodexProviderCheck: Check {
  let id = "codex.provider"
  let title = "codex provider"
  let meaning = "Codex asks somebody else than the gateway, such as api.openai.com"
  let prerequisites = [
    "codex.files", "codex.refused", "codex.reserved", "codex.wire-api", "devcontainer.localhost", "env.master-key",
  ]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtCodex { codex in
      let outcome = outcome(codex, context)
      guard let note = ignored(codex, context) else { return outcome }
      guard case .found(let findings) = outcome else { return .found([note]) }
      return .found(findings + [note])
    }
  }

  private func outcome(_ codex: CodexConfiguration, _ context: DoctorContext) -> Outcome {
    let provider = codex["model_provider"]
    let name = provider?.value ?? "openai"
    if name == "openai" { return vendor(codex, context) }
    guard !codex.tables(below: "model_providers").contains(name) else { return own(name, codex, context) }
    if ["ollama", "lmstudio", "amazon-bedrock"].contains(name) {
      return elsewhere("\(name), which is built in", provider, context)
    }
    return .failed(
      "Codex does not start: there is no [model_providers.\(name)]",
      context.configuring(.codex),
      file: provider?.file,
      line: provider?.line
    )
  }

  /// What the clone's own file says of whom to ask, which is for the user's file alone to say.
  private func ignored(_ codex: CodexConfiguration, _ context: DoctorContext) -> Finding? {
    guard let first = codex.ignoredInProject.first else { return nil }
    let keys = codex.ignoredInProject.map(\.key).joined(separator: " and ")
    let file = context.places.display("\(context.places.codexFolder)/config.toml")
    return Finding(
      .note,
      "Codex ignores \(keys) in a project's file",
      .advice("take \(codex.ignoredInProject.count == 1 ? "it" : "them") out; such keys count in \(file) alone"),
      file: first.value.file,
      line: first.value.line
    )
  }

  /// The provider of the maker.
  private func vendor(_ codex: CodexConfiguration, _ context: DoctorContext) -> Outcome {
    if let base = codex["openai_base_url"] {
      guard context.isGateway(base.value) else { return elsewhere(host(base.value), base, context) }
      return .failed(
        "openai_base_url leads to the gateway, but Codex wants a login, sends no key of .env, and cannot shorten long "
          + "conversations",
        context.configuring(.codex),
        file: base.file,
        line: base.line
      )
    }
    let ignored = ["base_url", "env_key", "wire_api"].compactMap { key in codex[key].map { (key, $0) } }
    if let (_, value) = ignored.first {
      return .failed(
        "Codex ignores \(ignored.map(\.0).joined(separator: " and ")) outside of [model_providers], and sends everything "
          + "to api.openai.com",
        context.configuring(.codex),
        file: value.file,
        line: value.line
      )
    }
    let isNamed = codex.variable("OPENAI_BASE_URL", context.environment) != nil
    let variable = isNamed ? ", and OPENAI_BASE_URL is ignored" : ""
    return elsewhere("api.openai.com\(variable)", codex["model_provider"], context)
  }

  /// A provider of the user's, or ours.
  private func own(_ name: String, _ codex: CodexConfiguration, _ context: DoctorContext) -> Outcome {
    guard let base = codex["model_providers", name, "base_url"] else {
      return elsewhere("api.openai.com: [model_providers.\(name)] has no base_url", codex["model_provider"], context)
    }
    guard context.isGateway(base.value) else { return elsewhere(host(base.value), base, context) }
    if codex["model_providers", name, "requires_openai_auth"]?.value == "true" {
      return .failed(
        "Codex wants a login at OpenAI before it asks the gateway: requires_openai_auth is true",
        context.configuring(.codex),
        file: base.file,
        line: base.line
      )
    }
    return .passed("\(name), \(host(base.value))")
  }

  private func elsewhere(_ place: String, _ value: ClientValue?, _ context: DoctorContext) -> Outcome {
    .failed(
      "Codex does not use the gateway: it asks \(place)",
      context.configuring(.codex),
      file: value?.file,
      line: value?.line
    )
  }

  /// The host and port of an address, without what else may be in it.
  private func host(_ text: String) -> String {
    (try? GatewayAddress(text, from: "")).map { "\($0.host):\($0.port)" } ?? "an address that is none"
  }
}
