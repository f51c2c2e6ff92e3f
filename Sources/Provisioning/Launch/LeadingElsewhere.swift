public import DotEnv

/// The variables with which a tool would go past the gateway, or that hold what no tool is to have.
public enum LeadingElsewhere {
  /// Those that switch Claude Code to another way to its models. In its settings an empty value switches them off.
  public static let claudeSwitches = [
    "ANTHROPIC_UNIX_SOCKET", "CLAUDE_CODE_USE_ANTHROPIC_AWS", "CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD",
    "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_FOUNDRY", "CLAUDE_CODE_USE_GATEWAY", "CLAUDE_CODE_USE_MANTLE",
    "CLAUDE_CODE_USE_VERTEX",
  ]

  /// Whether a variable has an effect with its value. Of its switches Claude Code takes a few words for a yes, and
  /// everything else for a no; any other variable has one if it is not empty.
  ///
  /// - Parameters:
  ///   - name: the variable.
  ///   - value: what it is set to.
  /// - Returns: whether it has.
  public static func isOn(_ name: String, _ value: String) -> Bool {
    // The first of them is no switch, but names a file.
    guard claudeSwitches.contains(name), name != "ANTHROPIC_UNIX_SOCKET" else { return !value.isEmpty }
    let words = value.lowercased().split(whereSeparator: \.isWhitespace)
    return words.count == 1 && ["1", "true", "yes", "on"].contains(words[0])
  }

  /// Tokens and addresses of the tools' makers.
  public static let vendors = [
    "CLAUDE_CODE_API_BASE_URL", "CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR", "CLAUDE_CODE_GATEWAY_TOKEN",
    "CLAUDE_CODE_GATEWAY_TOKEN_FILE_DESCRIPTOR", "CLAUDE_CODE_OAUTH_REFRESH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN",
    "CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR", "CODEX_ACCESS_TOKEN", "CODEX_API_KEY",
  ]

  /// The names that are to be forgotten of.
  ///
  /// - Parameter values: of the environment file, whose own secrets and addresses of providers are among them. They
  ///   stand in the environment where somebody has sourced the file.
  /// - Returns: the names.
  public static func names(_ values: DotEnvValues) -> Set<String> {
    let providers = Settings.extraProviderNames(SettingsSource(values: values))
    let ofProviders = KnownKey.names(providers: providers).filter { name in
      name != "LITELLM_MASTER_KEY" && (SecretNames.contains(name) || name.hasSuffix("_API_BASE"))
    }
    return Set(claudeSwitches + vendors + ofProviders)
  }
}
