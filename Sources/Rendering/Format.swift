/// What kind of text a template makes, and with it how a value is written so that it stays one value.
public enum Format: String, Sendable, CaseIterable {
  /// YAML.
  case yaml
  /// A Compose file: YAML in which Compose replaces `$NAME` once more when it reads the file.
  case compose
  /// TOML.
  case toml
  /// JSON.
  case json
  /// `NAME=value` lines as Docker Compose reads them.
  case dotenv
  /// Any other text. Nothing is known about its quoting, so a template of this kind may hold no values.
  case text

  /// The format of the file named by the last part of `path`.
  public init(path: String) {
    let name = path.split(separator: "/").last ?? ""
    switch name {
    case "docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml": self = .compose
    case ".env", ".env.example": self = .dotenv
    case _ where name.hasSuffix(".yaml") || name.hasSuffix(".yml"): self = .yaml
    case _ where name.hasSuffix(".toml"): self = .toml
    case _ where name.hasSuffix(".json"): self = .json
    default: self = .text
    }
  }

  /// Writes `value` as one complete scalar of this format, with its quotes where it needs any.
  ///
  /// Whoever parses the result gets exactly `value` back, whatever it holds: quotes, line ends, `#`, `$`, braces,
  /// control characters.
  ///
  /// - Returns: the scalar, or `nil` where the format has no way to write a value (``text``).
  public func scalar(_ value: String) -> String? {
    switch self {
    case .yaml: yamlScalar(value)
    case .compose: composeScalar(value)
    case .toml: tomlString(value)
    case .json: jsonString(value)
    case .dotenv: dotEnvScalar(value)
    case .text: nil
    }
  }
}
