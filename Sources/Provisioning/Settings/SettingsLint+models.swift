internal import Diagnostics

/// Providers' names, their models, and the models that clients start with.
extension SettingsLint {
  func modelFindings() -> [Diagnostic] {
    providerNameFindings() + settings.providers.flatMap(listFindings) + settings.providers.flatMap(emptyListFindings)
      + ["CODEX_MODEL", "CLAUDE_MODEL", "CLAUDE_SMALL_MODEL"].flatMap(startModelFindings)
  }

  private func providerNameFindings() -> [Diagnostic] {
    let key = "AGENTPROXY_PROVIDERS"
    let names = Settings.list(source, key)
    var findings: [Diagnostic] = []
    if names.contains(where: { !Settings.isProviderName($0) }) {
      findings.append(
        finding(
          .error,
          "provider-name",
          key,
          "has a name that no variable can begin with",
          hint: "write names of letters, digits and _, separated by commas"
        )
      )
    }
    if names.contains(where: { Provider.builtIn.contains($0.uppercased()) }) {
      findings.append(
        finding(
          .warning,
          "provider-name",
          key,
          "names OPENAI or ANTHROPIC, which are there anyway",
          hint: "list further providers alone"
        )
      )
    }
    return findings
  }

  private func listFindings(_ provider: Provider) -> [Diagnostic] {
    let key = "\(provider.name)_MODELS"
    let entries = Settings.list(source, key)
    let models = entries.map(Settings.modelEntry)
    let isReadable = models.allSatisfy { model in
      guard let model else { return false }
      let names = model.alias + model.upstream
      return !names.hasControlCharacter && !names.contains { $0.isWhitespace || "'\"`=".contains($0) }
    }
    guard isReadable else {
      return [
        finding(
          .error,
          "models",
          key,
          "is not a list of model names",
          hint: "write name or alias=upstream-name, separated by commas"
        )
      ]
    }
    let aliases = models.compactMap { $0?.alias }
    guard Set(aliases).count < aliases.count else { return [] }
    return [
      finding(.warning, "models", key, "has a name twice, and the first one counts", hint: "remove one of the two")
    ]
  }

  private func emptyListFindings(_ provider: Provider) -> [Diagnostic] {
    guard provider.isConfigured, provider.models.isEmpty, Settings.list(source, "\(provider.name)_MODELS").isEmpty
    else {
      return []
    }
    return [
      finding(
        .warning,
        "no-models",
        "\(provider.name)_MODELS",
        "is empty, so the provider serves nothing",
        hint: "list the provider's models, separated by commas"
      )
    ]
  }

  private func startModelFindings(_ key: String) -> [Diagnostic] {
    guard let model = source.value(key) else { return [] }
    guard !model.hasControlCharacter else {
      return [
        finding(
          .error,
          "models",
          key,
          "has a line break or another control character in it",
          hint: "write the name of a model"
        )
      ]
    }
    let active = settings.activeProviders
    guard !active.contains(where: { $0.serves(model) }) else { return [] }
    let names = active.flatMap(\.models).map(\.alias)
    let shown = names.prefix(6).joined(separator: ", ") + (names.count > 6 ? ", …" : "")
    return [
      finding(
        .warning,
        "unserved-model",
        key,
        "names a model that no provider in use serves",
        hint: "write one of \(shown), or add the model to the …_MODELS of its provider"
      )
    ]
  }
}
