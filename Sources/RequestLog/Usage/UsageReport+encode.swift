extension UsageReport: Encodable {
  private enum Key: String, CodingKey {
    case schemaVersion, by, since, slots, total, groups
  }

  /// The report as it is printed with `--json`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    // Grows when a field changes its meaning.
    try container.encode(1, forKey: .schemaVersion)
    try container.encode(grouping, forKey: .by)
    try container.encode(since.isEmpty ? nil : since, forKey: .since)
    try container.encode(slots, forKey: .slots)
    try container.encode(total, forKey: .total)
    try container.encode(groups, forKey: .groups)
  }
}

extension UsageReport.Group: Encodable {
  private enum Key: String, CodingKey {
    case name, requestsPerSlot
  }

  /// The name and the series, and the figures beside them.
  public func encode(to encoder: any Encoder) throws {
    try figures.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(series, forKey: .requestsPerSlot)
  }
}
