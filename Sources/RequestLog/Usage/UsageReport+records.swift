import GRDB

extension UsageReport {
  /// Makes the report of records that come from elsewhere, in the same way as of a log.
  ///
  /// - Parameters:
  ///   - records: the requests.
  ///   - grouping: what to put together.
  ///   - since: from when on.
  /// - Returns: the report.
  /// - Throws: ``RequestLogError`` if SQLite has no memory for them.
  public static func of(
    _ records: [RequestRecord],
    by grouping: UsageGrouping,
    since: UsageStart
  ) throws(RequestLogError) -> UsageReport {
    var configuration = Configuration()
    configuration.prepareDatabase { $0.add(function: GatheredTimes.function) }
    do {
      return try DatabaseQueue(configuration: configuration).write { database in
        try database.execute(sql: RequestTable.creation)
        let statement = try database.makeStatement(sql: RequestTable.insertion)
        var row = RowBinder(statement)
        for record in records {
          RequestTable.bind(record, to: &row)
          try row.write()
        }
        return try UsageReport(database, grouping, since)
      }
    } catch {
      throw .unusable(file: "", reason: RequestDatabase.reason(error))
    }
  }
}
