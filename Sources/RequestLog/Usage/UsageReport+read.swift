import Foundation
import GRDB

extension UsageReport {
  /// Reads a log, which a gateway may be writing to meanwhile. The figures are those of one moment.
  ///
  /// - Parameters:
  ///   - path: the log's file.
  ///   - grouping: what to put together.
  ///   - since: from when on.
  /// - Returns: the report; one of no requests if there is no such file.
  /// - Throws: ``RequestLogError`` if it cannot be read.
  public static func read(
    _ path: String,
    by grouping: UsageGrouping,
    since: UsageStart
  ) throws(RequestLogError) -> UsageReport {
    let report = try RequestDatabase.reading(path, patience: 5, function: GatheredTimes.function) { database in
      try UsageReport(database, grouping, since)
    }
    return report ?? UsageReport(grouping, since: since)
  }

  init(_ database: Database, _ grouping: UsageGrouping, _ since: UsageStart) throws {
    self.init(grouping, since: since)
    let ends = try Row.fetchOne(
      database,
      sql: "SELECT min(created_at), max(created_at) FROM request_logs WHERE \(Self.condition(grouping))",
      arguments: [since.text]
    )
    guard let ends, let first = try ends.decode(String?.self, atIndex: 0),
      let last = try ends.decode(String?.self, atIndex: 1)
    else { return }
    let slotLength = Self.slotLength(from: first, to: last)
    slots = RequestTime.slots(from: first, to: last, length: slotLength)
    try collect(database, slotLength: slotLength)
  }

  /// How much of a time's text names its slot: the day, or the hour as well within two days.
  private static func slotLength(from first: String, to last: String) -> Int {
    guard let start = RequestTime.seconds(first), let end = RequestTime.seconds(last) else { return 10 }
    return end - start > 2 * 86_400 ? 10 : 13
  }

  private mutating func collect(_ database: Database, slotLength: Int) throws {
    let positions = Dictionary(uniqueKeysWithValues: slots.enumerated().map { ($1, $0) })
    var allLatencies: [Double] = []
    var allFirstBytes: [Double] = []
    var latencies: [Double] = []
    var firstBytes: [Double] = []
    func finishLast() {
      guard !groups.isEmpty else { return }
      groups[groups.count - 1].figures.latencyMilliseconds = Percentiles(latencies)
      groups[groups.count - 1].figures.firstByteMilliseconds = Percentiles(firstBytes)
      allLatencies += latencies
      allFirstBytes += firstBytes
      latencies.removeAll(keepingCapacity: true)
      firstBytes.removeAll(keepingCapacity: true)
    }
    let rows = try Row.fetchCursor(database, sql: Self.query(grouping, slotLength), arguments: [since])
    while let row = try rows.next() {
      let stored = try row.decode(String.self, atIndex: 0)
      let name = stored.isEmpty ? grouping.nameless : stored
      if groups.last?.name != name {
        finishLast()
        groups.append(Group(name: name, figures: UsageFigures(), series: slots.map { _ in 0 }))
      }
      let figures = try Self.figures(row)
      groups[groups.count - 1].figures.add(figures)
      let slot = try row.decode(String.self, atIndex: 1)
      if let position = positions[slot] { groups[groups.count - 1].series[position] += figures.requests }
      if let times = try row.decode(Data?.self, atIndex: 9) { GatheredTimes.read(times, &latencies, &firstBytes) }
    }
    finishLast()
    for group in groups { total.add(group.figures) }
    total.latencyMilliseconds = Percentiles(allLatencies)
    total.firstByteMilliseconds = Percentiles(allFirstBytes)
    if grouping != .day { groups.sort { ($1.figures.requests, $0.name) < ($0.figures.requests, $1.name) } }
  }

  private static func query(_ grouping: UsageGrouping, _ slotLength: Int) -> String {
    // One that failed at once would make the times look good.
    """
    SELECT \(grouping.column) AS name, substr(created_at, 1, \(slotLength)) AS slot, count(*),
      total(status >= 400 OR error <> ''), total(input_tokens), total(output_tokens), total(cached_tokens),
      sum(cost), total(cache_hit), gathered(iif(status < 400, latency_ms, NULL), first_byte_ms)
    FROM request_logs WHERE \(condition(grouping)) GROUP BY name, slot ORDER BY name, slot
    """
  }

  /// Which requests count: this program's own that were for no model do only where the tools are told apart.
  private static func condition(_ grouping: UsageGrouping) -> String {
    "created_at >= ?" + (grouping == .tool ? "" : " AND NOT \(RequestTable.isProbe)")
  }

  private static func figures(_ row: Row) throws -> UsageFigures {
    var figures = UsageFigures()
    figures.requests = try row.decode(atIndex: 2)
    figures.errors = try row.decode(atIndex: 3)
    figures.inputTokens = try row.decode(atIndex: 4)
    figures.outputTokens = try row.decode(atIndex: 5)
    figures.cachedTokens = try row.decode(atIndex: 6)
    figures.cost = try row.decode(Double?.self, atIndex: 7).map(finite)
    figures.cacheHits = try row.decode(atIndex: 8)
    return figures
  }
}
