internal import Tables

extension UsageReport {
  /// The report as a table.
  ///
  /// - Parameters:
  ///   - width: how many characters fit into a line; `nil` for any number.
  ///   - drawsBars: whether the terminal can show them.
  /// - Returns: the lines, the sum of all groups the last.
  public func text(width: Int?, drawsBars: Bool) -> String {
    var columns = Self.columns.filter { $0.isWorthShowing(total) }
    if !drawsBars { columns.removeAll { $0.isBars } }
    // Rather shorter bars than fewer columns.
    let tables = Self.barsWidths.map { table(columns, barsWidth: $0) }
    let most = tables.map { $0.columnCount(width: width) }.max()
    return tables.first { $0.columnCount(width: width) == most }?.text(width: width) ?? ""
  }

  private func table(_ columns: [Column], barsWidth: Int) -> TextTable {
    var table = TextTable([.init(grouping.rawValue)] + columns.map(\.column))
    let highest = groups.map(\.figures.requests).max() ?? 0
    for group in groups {
      let bars =
        grouping == .day
        ? bar(group.figures.requests, of: highest, width: barsWidth)
        : sparkline(group.series, width: barsWidth)
      table.add([group.name] + columns.map { $0.isBars ? bars : $0.text(group.figures) })
    }
    if groups.count > 1 {
      table.add(["all"] + columns.map { $0.isBars ? "" : $0.text(total) })
    }
    return table
  }

  /// In characters, the best first.
  private static let barsWidths = [24, 18, 12, 9]

  private struct Column {
    let column: TextTable.Column
    var isBars = false
    var isWorthShowing: (UsageFigures) -> Bool = { _ in true }
    var text: (UsageFigures) -> String = { _ in "" }
  }

  private static var columns: [Column] {
    [
      number("requests", \.requests),
      number("errors", \.errors),
      number("in", \.inputTokens),
      number("out", \.outputTokens),
      Column(
        column: .init("cached", .right, expendability: 2),
        isWorthShowing: { $0.cachedTokens > 0 },
        text: { shortNumber($0.cachedTokens) }
      ),
      Column(
        column: .init("cost", .right),
        isWorthShowing: { $0.cost != nil },
        text: { $0.cost.map { "$" + rounded($0, places: 2) } ?? "–" }
      ),
      Column(
        column: .init("hits", .right, expendability: 3),
        isWorthShowing: { $0.cacheHits > 0 },
        text: { shortNumber($0.cacheHits) }
      ),
      time("p50", \.latencyMilliseconds?.p50),
      time("p95", \.latencyMilliseconds?.p95),
      time("first p50", \.firstByteMilliseconds?.p50, expendability: 4),
      time("first p95", \.firstByteMilliseconds?.p95, expendability: 5),
      Column(column: .init("over time", expendability: 1), isBars: true),
    ]
  }

  private static func number(_ heading: String, _ value: @escaping (UsageFigures) -> Int) -> Column {
    Column(column: .init(heading, .right), text: { shortNumber(value($0)) })
  }

  private static func time(
    _ heading: String,
    _ value: @escaping (UsageFigures) -> Double?,
    expendability: Int = 0
  ) -> Column {
    Column(
      column: .init(heading, .right, expendability: expendability),
      text: { value($0).map(shortTime(milliseconds:)) ?? "–" }
    )
  }
}
