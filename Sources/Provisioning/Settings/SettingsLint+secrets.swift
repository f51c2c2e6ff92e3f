internal import Diagnostics
internal import DotEnv
internal import Secrets

/// Tokens and passwords: whether they are some, whole, and in their place.
extension SettingsLint {
  static let masterKey = "LITELLM_MASTER_KEY"
  static let passwordKeys = ["POSTGRES_PASSWORD", "REDIS_PASSWORD"]
  private static let regenerate = "leave it empty and run agentproxy-setup init, which generates one"

  /// The variables for the providers' tokens.
  static func tokenKeys(_ settings: Settings) -> [String] {
    settings.providers.map { "\($0.name)_API_KEY" } + ["EMPLOYER_TOKEN"]
  }

  func secretFindings() -> [Diagnostic] {
    let tokens = Self.tokenKeys(settings)
    let masterKey = tokenFindings(Self.masterKey)
    return (masterKey.isEmpty ? masterKeyFindings() : masterKey)
      + tokens.flatMap(tokenFindings) + tokens.flatMap(mixUpFindings)
      + Self.passwordKeys.compactMap(unfinishedFinding) + providerFindings()
  }

  /// What is wrong with the form of a token. One reason is enough, the first that explains the others.
  private func tokenFindings(_ key: String) -> [Diagnostic] {
    if let finding = unfinishedFinding(key) { return [finding] }
    guard let value = source.environment[key] ?? source.values[key], !value.isEmpty else { return [] }
    if value.contains(where: { "'\"`“”‘’".contains($0) }) {
      return [
        finding(.error, "key-quotes", key, "has quotes inside", hint: "remove them, or keep one pair around the value")
      ]
    }
    if value.contains(where: \.isWhitespace) {
      return [
        finding(
          .error,
          "key-white-space",
          key,
          "has white space inside",
          hint: "paste the token again, in one piece and without Bearer before it"
        )
      ]
    }
    guard value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return [
        finding(.error, "key-characters", key, "has characters that no token has", hint: "paste the token again")
      ]
    }
    return []
  }

  /// Whether a secret is not there yet, or not all of it.
  private func unfinishedFinding(_ key: String) -> Diagnostic? {
    guard let value = source.environment[key] ?? source.values[key] else { return nil }
    let isGenerated = KnownKey.all.contains { $0.name == key && $0.isGenerated }
    if value.contains("$(") || value.hasPrefix("`") {
      return finding(
        .error,
        "command",
        key,
        "holds a command, which nobody runs: the text itself would be the value",
        hint: isGenerated ? Self.regenerate : "run the command in a shell and paste what it prints"
      )
    }
    if isPlaceholder(value) {
      return finding(
        isGenerated ? .error : .warning,
        "placeholder",
        key,
        "is a placeholder",
        hint: isGenerated ? Self.regenerate : "write the token your provider gave you"
      )
    }
    if source.environment[key] == nil, let assignment = assignments[key], swallowsDollar(assignment) {
      return finding(
        .error,
        "dollar",
        key,
        "loses a part, because Compose takes what follows the $ for a variable",
        hint: "put the value in single quotes"
      )
    }
    return nil
  }

  private func masterKeyFindings() -> [Diagnostic] {
    guard let secret = settings.masterKey?.exposed else { return [] }
    if tokenOwner(secret) != nil || settings.providers.contains(where: { $0.apiKey == settings.masterKey }) {
      return [
        finding(
          .error,
          "mixed-up",
          Self.masterKey,
          "holds a provider's token, which clients are not to see",
          hint: "move the token to the provider's …_API_KEY; \(Self.regenerate)"
        )
      ]
    }
    if ["sk-1234", "sk-12345", "sk-123456", "sk-12345678", "sk-master-key", "sk-litellm"].contains(secret) {
      return [finding(.error, "weak-key", Self.masterKey, "is known to everyone", hint: Self.regenerate)]
    }
    if secret.utf8.count < 16 {
      return [finding(.warning, "weak-key", Self.masterKey, "is shorter than 16 characters", hint: Self.regenerate)]
    }
    if !secret.hasPrefix("sk-") {
      return [
        finding(
          .note,
          "key-prefix",
          Self.masterKey,
          "does not begin with sk-, as LiteLLM advises",
          hint: "keep it, or \(Self.regenerate)"
        )
      ]
    }
    return []
  }

  /// Whether a provider's token is somebody else's.
  private func mixUpFindings(_ key: String) -> [Diagnostic] {
    guard let token = Settings.secret(source, key), token != settings.masterKey else { return [] }
    if isGeneratedKey(token.exposed) {
      return [
        finding(
          .warning,
          "mixed-up",
          key,
          "looks like a master key, not like a provider's token",
          hint: "write the token your provider gave you"
        )
      ]
    }
    guard let owner = tokenOwner(token.exposed),
      let provider = settings.providers.first(where: { $0.keyVariable == key }),
      provider.apiBase == nil, Provider.builtIn.contains(provider.name), owner != provider.name
    else { return [] }
    return [
      finding(
        .warning,
        "mixed-up",
        key,
        "looks like another provider's token, and would be sent to the vendor's own address",
        hint: "move it to the right key, or set \(provider.baseVariable)"
      )
    ]
  }

  /// Whether the token has the form of the keys that `init` generates.
  private func isGeneratedKey(_ token: String) -> Bool {
    token.hasPrefix("sk-") && token.utf8.count == 67
      && token.dropFirst(3).allSatisfy { $0.isASCII && $0.isHexDigit && !$0.isUppercase }
  }

  /// Who issues tokens of this form: the name of a built-in provider or another one; `nil` if it could be anyone.
  private func tokenOwner(_ token: String) -> String? {
    if token.hasPrefix("sk-ant-") { return "ANTHROPIC" }
    if ["sk-proj-", "sk-svcacct-", "sk-admin-"].contains(where: token.hasPrefix) { return "OPENAI" }
    let others = ["sk-or-", "gsk_", "AIza", "xai-", "hf_", "ghp_", "github_pat_", "pplx-", "eyJ"]
    return others.first(where: token.hasPrefix)
  }

  private func providerFindings() -> [Diagnostic] {
    let token = Settings.secret(source, "EMPLOYER_TOKEN")
    if token != nil, !settings.providers.contains(where: { $0.keyVariable == "EMPLOYER_TOKEN" }) {
      return [
        finding(
          .warning,
          "unused-token",
          "EMPLOYER_TOKEN",
          "is not used: it stands in where a provider has a base URL and no key of its own",
          hint: "set OPENAI_API_BASE or ANTHROPIC_API_BASE, and leave the key beside it empty"
        )
      ]
    }
    guard !settings.hasProviderKey else { return [] }
    return [
      finding(
        .warning,
        "no-provider",
        line: nil,
        "no provider can be used yet: there is no token",
        hint: "set OPENAI_API_KEY and OPENAI_API_BASE, or those of ANTHROPIC"
      )
    ]
  }
}
