import GRDB

extension RecentRequests {
  /// The last requests of a log that were for a model, or went wrong, without this program's own of that kind. A gateway
  /// may be writing to it meanwhile.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - path: the log's file.
  ///   - patience: how many seconds to wait for whoever locks it.
  /// - Returns: none if there is no such file.
  /// - Throws: ``RequestLogError`` if it cannot be read.
  public static func last(
    _ count: Int,
    of path: String,
    patience: Double = 5
  ) throws(RequestLogError) -> RecentRequests {
    let requests = try RequestDatabase.reading(path, patience: patience) { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT created_at, tool, model, status, latency_ms, input_tokens, output_tokens,
            tries > 0 AND fallbacks = 0 AND NOT cache_hit AND client_format <> 'count-tokens', error
          FROM request_logs WHERE (model <> '' OR status >= 400) AND NOT \(RequestTable.isProbe)
          ORDER BY created_at DESC, id DESC LIMIT ?
          """,
        arguments: [count]
      ).map { row in
        RecentRequest(
          createdAt: try row.decode(atIndex: 0),
          tool: try row.decode(atIndex: 1),
          model: try row.decode(atIndex: 2),
          status: try row.decode(atIndex: 3),
          latencyMilliseconds: finite(try row.decode(atIndex: 4)),
          inputTokens: try row.decode(Int?.self, atIndex: 5),
          outputTokens: try row.decode(Int?.self, atIndex: 6),
          isFromProvider: try row.decode(atIndex: 7),
          error: try row.decode(atIndex: 8)
        )
      }
    }
    return RecentRequests(requests ?? [])
  }
}
