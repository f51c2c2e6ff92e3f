internal import Diagnostics
internal import Provisioning
internal import Secrets

/// Nothing in Codex's own `.env`, which counts before the environment, leads it past the gateway, or gives what it starts
/// a token of somebody else's.
struct CodexEnvironmentCheck: Check {
  let id = "codex.environment"
  let title = "codex variables"
  let meaning = "a variable in Codex's .env makes it ask a proxy for the gateway, or is a token for every agent to read"
  let prerequisites = ["codex.files"]

  func run(_ context: DoctorContext) async -> Outcome {
    context.lookAtCodex { codex in
      .findings(
        proxy(codex, context) + tokens(codex, context) + address(codex, context),
        else: "none in the way"
      )
    }
  }

  /// A proxy that would get what is meant for the gateway, key and all. What the shell says alone concerns every tool,
  /// and has a check of its own.
  private func proxy(_ codex: CodexConfiguration, _ context: DoctorContext) -> [Finding] {
    let provider = codex["model_provider"]?.value ?? ""
    guard let base = codex["model_providers", provider, "base_url"]?.value, context.isGateway(base),
      let host = (try? GatewayAddress(base, from: ""))?.host
    else { return [] }
    let ofScheme = base.hasPrefix("https:") ? "https_proxy" : "http_proxy"
    let lists = ["NO_PROXY", "no_proxy"]
    let names = [ofScheme.uppercased(), ofScheme, "ALL_PROXY", "all_proxy"]
    guard let name = names.first(where: { codex.variable($0, context.environment) != nil }),
      let place = ([name] + lists).compactMap({ codex.place(ofVariable: $0) }).first
    else { return [] }
    let direct = DirectHosts(lists.compactMap { codex.variable($0, context.environment) }.first ?? "")
    guard !direct.contains(host) else { return [] }
    return [
      Finding(
        .error,
        "\(name) makes Codex ask the proxy for the gateway: its NO_PROXY does not name \(host)",
        .command("printf '\\nNO_PROXY=%s\\n' \(Remedy.word(direct.adding(host))) >>\(Remedy.word(place.file))"),
        file: place.file,
        line: place.line
      )
    ]
  }

  /// Tokens that Codex has no use for. One that `.env` of the clone has as well is found wherever it is.
  private func tokens(_ codex: CodexConfiguration, _ context: DoctorContext) -> [Finding] {
    let provider = codex["model_provider"]?.value ?? ""
    let own = codex["model_providers", provider, "env_key"]?.value
    let known = context.providerTokens.map(\.token) + [context.written?.masterKey].compactMap(\.self)
    let names = Set(LeadingElsewhere.vendors + context.settings.providers.map(\.keyVariable))
    return names.sorted().compactMap { name in
      guard name != own, let token = codex.variable(name, [:]), !known.contains(Secret(token)) else { return nil }
      return finding(.warning, "\(name) is not the gateway's key, and every agent of Codex can read it", name, codex)
    }
  }

  /// An address that Codex does not go by, but what its agents start may.
  private func address(_ codex: CodexConfiguration, _ context: DoctorContext) -> [Finding] {
    let name = "OPENAI_BASE_URL"
    guard let base = codex.variable(name, [:]), !context.isGateway(base) else { return [] }
    return [finding(.note, "Codex ignores \(name), and what its agents start may go there", name, codex)]
  }

  private func finding(
    _ severity: Diagnostic.Severity,
    _ message: String,
    _ name: String,
    _ codex: CodexConfiguration
  ) -> Finding {
    let place = codex.place(ofVariable: name)
    return Finding(
      severity,
      message,
      // By its name: what is taken out before it would move the line.
      place.map { .command("sed -i '/^ *\\(export *\\)*\(name) *=/d' \(Remedy.word($0.file))") },
      file: place?.file,
      line: place?.line
    )
  }
}
