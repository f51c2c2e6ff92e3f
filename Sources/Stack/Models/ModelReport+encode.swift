internal import WireFormats

extension ModelReport: Encodable {
  private enum Key: String, CodingKey {
    case schemaVersion, source, models
  }

  /// The report as it is printed with `--json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    // Grows when a field changes its meaning.
    try container.encode(1, forKey: .schemaVersion)
    try container.encode(source, forKey: .source)
    try container.encode(models, forKey: .models)
  }
}

extension ServedModel: Encodable {
  private enum Key: String, CodingKey {
    case name, deployments, formats, defaultOf
  }

  /// The model as it is printed with `--json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(deployments, forKey: .deployments)
    try container.encode(formats.map(\.rawValue), forKey: .formats)
    try container.encode(defaultOf, forKey: .defaultOf)
  }
}
