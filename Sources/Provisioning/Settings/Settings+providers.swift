import Secrets

extension Settings {
  /// The providers that the file speaks of.
  static func readProviders(_ source: SettingsSource) -> [Provider] {
    (Provider.builtIn + extraProviderNames(source)).map { readProvider($0, source) }
  }

  /// The names in `AGENTPROXY_PROVIDERS` that can begin a variable, in capitals and once each.
  static func extraProviderNames(_ source: SettingsSource) -> [String] {
    var seen = Set(Provider.builtIn)
    return list(source, "AGENTPROXY_PROVIDERS").map { $0.uppercased() }
      .filter { isProviderName($0) && seen.insert($0).inserted }
  }

  /// Whether a name can begin a variable: a letter, then letters, digits and underscores.
  static func isProviderName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
    return name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  private static func readProvider(_ name: String, _ source: SettingsSource) -> Provider {
    let wireAPI = source.value("\(name)_WIRE_API").flatMap { word in
      Provider.wireAPIs(of: name).first { $0.rawValue == word }
    }
    let base = source.value("\(name)_API_BASE")
    let baseIsPlaceholder = base.map(isPlaceholder) ?? false
    let usableBase = baseIsPlaceholder ? nil : base

    var keyVariable = "\(name)_API_KEY"
    var key = secret(source, keyVariable)
    // Without an address of its own, a provider's requests go to the vendor, who is not to see the employer's token.
    if key == nil, usableBase != nil, let token = secret(source, "EMPLOYER_TOKEN") {
      key = token
      keyVariable = "EMPLOYER_TOKEN"
    }
    return Provider(
      name: name,
      kind: name == "ANTHROPIC" || wireAPI == .messages ? .anthropic : .openAI,
      apiKey: key,
      keyVariable: keyVariable,
      baseVariable: "\(name)_API_BASE",
      apiBase: usableBase,
      wireAPI: wireAPI,
      models: readModels(name, source),
      isConfigured: key != nil && !baseIsPlaceholder && (usableBase != nil || Provider.builtIn.contains(name))
    )
  }

  private static func readModels(_ name: String, _ source: SettingsSource) -> [ModelEntry] {
    var seen: Set<String> = []
    return (list(source, "\(name)_MODELS").compactMap(modelEntry) + Provider.defaultModels(of: name))
      .filter { seen.insert($0.alias).inserted }
  }

  /// Reads `name` or `alias=upstream`; `nil` if a name is empty.
  static func modelEntry(_ text: String) -> ModelEntry? {
    let names = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(\.trimmingWhiteSpace)
    guard let alias = names.first, let upstream = names.last, !alias.isEmpty, !upstream.isEmpty else { return nil }
    return ModelEntry(String(alias), upstream: String(upstream))
  }
}
