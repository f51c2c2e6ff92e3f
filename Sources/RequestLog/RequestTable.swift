import GRDB

/// The columns of `request_logs`, each in one place.
enum RequestTable {
  private struct Column: Sendable {
    let name: String
    let type: String
    let value: @Sendable (RequestRecord) -> DatabaseValue

    init(_ name: String, _ type: String, _ value: @escaping @Sendable (RequestRecord) -> DatabaseValue) {
      self.name = name
      self.type = type
      self.value = value
    }
  }

  private static let columns = [
    Column("created_at", "TEXT NOT NULL") { RequestTime.text($0.createdMicroseconds).databaseValue },
    Column("request_id", "TEXT NOT NULL") { $0.requestID.databaseValue },
    Column("client_key", "TEXT NOT NULL") { $0.clientKey.databaseValue },
    Column("tool", "TEXT NOT NULL") { $0.tool.databaseValue },
    Column("model", "TEXT NOT NULL") { $0.model.databaseValue },
    Column("served_model", "TEXT NOT NULL") { $0.servedModel.databaseValue },
    Column("deployment", "TEXT NOT NULL") { $0.deployment.databaseValue },
    Column("upstream", "TEXT NOT NULL") { $0.upstream.databaseValue },
    Column("client_format", "TEXT NOT NULL") { $0.clientFormat.databaseValue },
    Column("upstream_format", "TEXT NOT NULL") { $0.upstreamFormat.databaseValue },
    Column("streamed", "INTEGER NOT NULL") { $0.isStreamed.databaseValue },
    Column("status", "INTEGER NOT NULL") { $0.status.databaseValue },
    Column("input_tokens", "INTEGER") { $0.inputTokens?.databaseValue ?? .null },
    Column("output_tokens", "INTEGER") { $0.outputTokens?.databaseValue ?? .null },
    Column("cached_tokens", "INTEGER") { $0.cachedTokens?.databaseValue ?? .null },
    Column("cost", "REAL") { $0.cost?.databaseValue ?? .null },
    Column("latency_ms", "REAL NOT NULL") { milliseconds($0.latencyMicroseconds) },
    Column("first_byte_ms", "REAL NOT NULL") { milliseconds($0.firstByteMicroseconds) },
    Column("overhead_ms", "REAL NOT NULL") { milliseconds($0.overheadMicroseconds) },
    Column("request_bytes", "INTEGER NOT NULL") { $0.requestBytes.databaseValue },
    Column("response_bytes", "INTEGER NOT NULL") { $0.responseBytes.databaseValue },
    Column("tries", "INTEGER NOT NULL") { $0.tries.databaseValue },
    Column("fallbacks", "INTEGER NOT NULL") { $0.fallbacks.databaseValue },
    Column("cache_hit", "INTEGER NOT NULL") { $0.isCacheHit.databaseValue },
    Column("error", "TEXT NOT NULL") { $0.error.databaseValue },
    Column("request_text", "TEXT") { $0.requestText?.databaseValue ?? .null },
    Column("response_text", "TEXT") { $0.responseText?.databaseValue ?? .null },
  ]

  static let creation = """
    CREATE TABLE request_logs (id INTEGER PRIMARY KEY, \(columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")));
    CREATE INDEX request_logs_created_at ON request_logs (created_at);
    """

  static let insertion = """
    INSERT INTO request_logs (\(columns.map(\.name).joined(separator: ", ")))
    VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
    """

  /// A record's values, in the order of ``insertion``.
  static func arguments(_ record: RequestRecord) -> StatementArguments {
    StatementArguments(columns.map { $0.value(record) })
  }

  private static func milliseconds(_ microseconds: Int64) -> DatabaseValue {
    (Double(microseconds) / 1000).databaseValue
  }
}
