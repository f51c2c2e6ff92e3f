import Foundation
import GRDB

extension RequestDatabase {
  /// Reads a log, which a gateway may be writing to meanwhile. What is read is of one moment.
  ///
  /// - Parameters:
  ///   - path: the log's file.
  ///   - patience: how many seconds to wait for whoever locks it.
  ///   - function: a function of our own that the statements call.
  ///   - work: reads it.
  /// - Returns: what was read; `nil` if there is no such file, or no table in it yet, as in one that was just made.
  /// - Throws: ``RequestLogError`` if it cannot be read.
  static func reading<Result>(
    _ path: String,
    patience: Double,
    function: DatabaseFunction? = nil,
    _ work: (Database) throws -> Result
  ) throws(RequestLogError) -> Result? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    try checkKind(of: path)
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(patience)
    if let function { configuration.prepareDatabase { $0.add(function: function) } }
    do {
      return try DatabaseQueue(path: path, configuration: configuration).read { database in
        try database.tableExists("request_logs") ? try work(database) : nil
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
      throw .damaged(file: path, reason: "it is no database")
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
      throw .damaged(file: path, reason: reason(error))
    } catch {
      throw .unusable(file: path, reason: reason(error))
    }
  }
}
