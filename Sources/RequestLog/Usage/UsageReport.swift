/// The figures of a stretch of time, as a whole and by groups.
public struct UsageReport: Sendable, Equatable {
  /// One group.
  public struct Group: Sendable, Equatable {
    /// The model, tool, key, day or deployment.
    public let name: String
    /// Its figures.
    public internal(set) var figures: UsageFigures
    /// Its requests in each of the report's slots.
    public internal(set) var series: [Int]
  }

  /// What the groups are.
  public let grouping: UsageGrouping
  /// The first request that counts, as UTC; empty for the whole log.
  public let since: String
  /// The days or hours that the series go through, each as the beginning of the time it stands for.
  public internal(set) var slots: [String] = []
  /// All groups together.
  public internal(set) var total = UsageFigures()
  /// The groups, the one with most requests first; days in their order.
  public internal(set) var groups: [Group] = []

  /// A report of no requests.
  public init(_ grouping: UsageGrouping, since: UsageStart) {
    self.grouping = grouping
    self.since = since.text
  }
}
