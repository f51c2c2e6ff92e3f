/// The columns of `request_logs`, each in one place.
enum RequestTable {
  private struct Column: Sendable {
    let name: String
    let type: String
    /// Gives a record's value to the next place of ``RequestTable/insertion``.
    let bind: @Sendable (RequestRecord, inout RowBinder) -> Void

    init(
      _ name: String,
      _ type: String,
      _ bind: @escaping @Sendable (RequestRecord, inout RowBinder) -> Void
    ) {
      self.name = name
      self.type = type
      self.bind = bind
    }
  }

  private static let columns = [
    Column("created_at", "TEXT NOT NULL") { $1.time($0.createdMicroseconds) },
    Column("request_id", "TEXT NOT NULL") { $1.text($0.requestID, $0.requestNumber) },
    Column("client_key", "TEXT NOT NULL") { $1.text($0.clientKey) },
    Column("tool", "TEXT NOT NULL") { $1.text($0.tool) },
    Column("model", "TEXT NOT NULL") { $1.text($0.model) },
    Column("served_model", "TEXT NOT NULL") { $1.text($0.servedModel) },
    Column("deployment", "TEXT NOT NULL") { $1.text($0.deployment) },
    Column("upstream", "TEXT NOT NULL") { $1.text($0.upstream) },
    Column("client_format", "TEXT NOT NULL") { $1.text($0.clientFormat) },
    Column("upstream_format", "TEXT NOT NULL") { $1.text($0.upstreamFormat) },
    Column("streamed", "INTEGER NOT NULL") { $1.flag($0.isStreamed) },
    Column("status", "INTEGER NOT NULL") { $1.integer($0.status) },
    Column("input_tokens", "INTEGER") { $1.integer($0.inputTokens) },
    Column("output_tokens", "INTEGER") { $1.integer($0.outputTokens) },
    Column("cached_tokens", "INTEGER") { $1.integer($0.cachedTokens) },
    Column("cost", "REAL") { $1.real($0.cost) },
    Column("latency_ms", "REAL NOT NULL") { $1.milliseconds($0.latencyMicroseconds) },
    Column("first_byte_ms", "REAL NOT NULL") { $1.milliseconds($0.firstByteMicroseconds) },
    Column("overhead_ms", "REAL NOT NULL") { $1.milliseconds($0.overheadMicroseconds) },
    Column("request_bytes", "INTEGER NOT NULL") { $1.integer($0.requestBytes) },
    Column("response_bytes", "INTEGER NOT NULL") { $1.integer($0.responseBytes) },
    Column("tries", "INTEGER NOT NULL") { $1.integer($0.tries) },
    Column("fallbacks", "INTEGER NOT NULL") { $1.integer($0.fallbacks) },
    Column("cache_hit", "INTEGER NOT NULL") { $1.flag($0.isCacheHit) },
    Column("error", "TEXT NOT NULL") { $1.text($0.error) },
    Column("request_text", "TEXT") { $1.text($0.requestText) },
    Column("response_text", "TEXT") { $1.text($0.responseText) },
  ]

  /// Apart from the names, which a row has no use for.
  private static let bindings = columns.map(\.bind)

  static let creation = """
    CREATE TABLE request_logs (id INTEGER PRIMARY KEY, \(columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")));
    CREATE INDEX request_logs_created_at ON request_logs (created_at);
    """

  static let insertion = """
    INSERT INTO request_logs (\(columns.map(\.name).joined(separator: ", ")))
    VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))
    """

  /// Holds for what this program itself asks of a gateway to see whether it is well: nobody's use of a model.
  static let isProbe = "(model = '' AND tool = 'agentproxy-setup')"

  /// Gives all values of a record to ``insertion``.
  static func bind(_ record: RequestRecord, to row: inout RowBinder) {
    for bind in bindings { bind(record, &row) }
  }
}
