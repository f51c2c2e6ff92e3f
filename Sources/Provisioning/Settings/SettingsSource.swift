public import DotEnv

/// What settings are read from, and what is known about the file.
public struct SettingsSource: Sendable {
  /// The values of the file.
  public var values: DotEnvValues
  /// The environment of the process, which wins over the file as it does in Compose.
  public var environment: [String: String]
  /// The file itself, for lines and for what only its text tells; `nil` if there is none.
  public var document: DotEnvDocument?
  /// The file's name in messages.
  public var file: String
  /// The file's permission bits; `nil` if unknown.
  public var mode: UInt32?
  /// Whether git tracks the file.
  public var isTrackedByGit: Bool

  /// Gathers what is known.
  public init(
    values: DotEnvValues,
    environment: [String: String] = [:],
    document: DotEnvDocument? = nil,
    file: String = ".env",
    mode: UInt32? = nil,
    isTrackedByGit: Bool = false
  ) {
    self.values = values
    self.environment = environment
    self.document = document
    self.file = file
    self.mode = mode
    self.isTrackedByGit = isTrackedByGit
  }

  /// The value that counts, without white space around it; `nil` if it is missing or empty.
  func value(_ key: String) -> String? {
    guard let value = environment[key] ?? values[key] else { return nil }
    let trimmed = value.trimmingWhiteSpace
    return trimmed.isEmpty ? nil : String(trimmed)
  }
}

extension StringProtocol {
  /// The text without white space and line ends around it.
  var trimmingWhiteSpace: SubSequence {
    let head = drop(while: \.isWhitespace)
    guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return head }
    return head[...last]
  }
}
