import Foundation
import GRDB

extension RecentRequest {
  /// The last requests of a log that were for a model, or went wrong, without this program's own of that kind. A gateway may be writing to it meanwhile.
  ///
  /// - Parameters:
  ///   - count: how many.
  ///   - path: the log's file.
  /// - Returns: the newest first; none if there is no such file, or it cannot be read.
  public static func last(_ count: Int, of path: String) -> [RecentRequest] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(0.5)
    let requests = try? DatabaseQueue(path: path, configuration: configuration).read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT created_at, tool, model, status, latency_ms, input_tokens, output_tokens, error
          FROM request_logs WHERE (model <> '' OR status >= 400) AND NOT \(RequestTable.isProbe)
          ORDER BY created_at DESC, id DESC LIMIT ?
          """,
        arguments: [count]
      ).map { row in
        RecentRequest(
          createdAt: row[0],
          tool: row[1],
          model: row[2],
          status: row[3],
          latencyMilliseconds: row[4],
          inputTokens: row[5],
          outputTokens: row[6],
          error: row[7]
        )
      }
    }
    return requests ?? []
  }
}
