internal import ConfigEdit

/// A key that a file of another program's should have.
struct WantedKey: Sendable, Equatable {
  /// What happens to a value that somebody else changed after it was written.
  enum Policy: Sendable {
    /// It is put back: without it the gateway is not used, or something is sent that should not be.
    case required
    /// It stays: the first value was only a suggestion.
    case preference
    /// It stays, also if it was there before us: ours only fills a gap.
    case fallback
  }

  /// The key.
  let path: ConfigPath
  /// The value's text in the file's format.
  let text: String
  /// What happens to a later change.
  let policy: Policy

  /// Whether the value must not be shown.
  var isSecret: Bool { Self.isSecret(path) }

  /// Whether a value at `path` must not be shown.
  static func isSecret(_ path: ConfigPath) -> Bool {
    guard case .key(let name)? = path.steps.last else { return false }
    // Codex's `env_key` is the name of a variable.
    return SecretNames.contains(name) && name != "env_key" && name != "env_key_instructions"
  }
}
