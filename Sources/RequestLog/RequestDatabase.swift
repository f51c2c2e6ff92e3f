import Foundation
import GRDB
import Glibc

/// The SQLite file with the table `request_logs`.
///
/// In WAL mode a process that is killed loses nothing that was handed over, and a machine that loses its power at most
/// the last seconds; in neither case is the file damaged.
struct RequestDatabase {
  private let queue: DatabaseQueue

  /// Opens the file, and makes it if it is not there: readable by its owner alone.
  ///
  /// - Parameter path: where it is.
  /// - Returns: the database, and where the file went that was there and is no database, if so.
  /// - Throws: ``RequestLogError``.
  static func open(_ path: String) throws(RequestLogError) -> (RequestDatabase, setAside: String?) {
    try checkKind(of: path)
    // SQLite itself would delete the `-wal` beside a file that it does not know.
    if isForeign(path) { return try replace(path) }
    do {
      return (try RequestDatabase(path), nil)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB || error.resultCode == .SQLITE_CORRUPT {
      return try replace(path)
    } catch {
      throw unusable(path, error)
    }
  }

  /// Makes sure that a file, if there is any, is a regular one: SQLite would wait at a pipe for ever.
  static func checkKind(of path: String) throws(RequestLogError) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
    throw .unusable(file: path, reason: "not a regular file")
  }

  /// Whether a file is there that does not begin as every SQLite file does.
  private static func isForeign(_ path: String) -> Bool {
    guard let file = fopen(path, "r") else { return false }
    defer { fclose(file) }
    let signature = Array("SQLite format 3\0".utf8)
    var start = [UInt8](repeating: 0, count: signature.count)
    let count = fread(&start, 1, start.count, file)
    return count > 0 && start != signature
  }

  /// A damaged file must not keep the gateway from starting, and may still be of use to somebody.
  private static func replace(_ path: String) throws(RequestLogError) -> (RequestDatabase, setAside: String?) {
    let setAside = "\(path).damaged-\(time(nil))"
    guard rename(path, setAside) == 0 else {
      throw .unusable(file: path, reason: "it is no database, and cannot be moved: \(String(cString: strerror(errno)))")
    }
    // What had not yet been moved into the file is of use with it alone.
    rename(path + "-wal", setAside + "-wal")
    unlink(path + "-shm")
    do {
      return (try RequestDatabase(path), setAside)
    } catch {
      throw unusable(path, error)
    }
  }

  private static func unusable(_ path: String, _ error: any Error) -> RequestLogError {
    .unusable(file: path, reason: reason(error))
  }

  /// An error in a few words.
  static func reason(_ error: any Error) -> String {
    switch error {
    case let error as DatabaseError: error.message ?? "SQLite error \(error.resultCode.rawValue)"
    case let error as POSIXError: String(cString: strerror(error.code.rawValue))
    // Its own words hold the row.
    case is RowDecodingError: "a row holds what the gateway does not write"
    default: "\(error)"
    }
  }

  private init(_ path: String) throws {
    try Self.makeFolder(of: path)
    // SQLite would take the user's mask; what it makes beside the file has the file's own mode.
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    // One that was there may have been readable by others.
    fchmod(descriptor, 0o600)
    Glibc.close(descriptor)
    var configuration = Configuration()
    configuration.label = "agentproxy.requests"
    configuration.journalMode = .wal
    // Another gateway may write to the same file.
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA cache_size = -512")
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try Self.migrator.migrate(queue)
  }

  private static func makeFolder(of path: String) throws {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    let folder = String(path[..<slash])
    guard mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
    throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("request_logs") { database in
      try database.execute(sql: RequestTable.creation)
    }
    return migrator
  }

  // MARK: - Rows

  /// Adds rows, all or none.
  ///
  /// - Parameters:
  ///   - records: what to add.
  ///   - pace: when to stand aside for the requests.
  /// - Throws: what SQLite says.
  func insert(_ records: [RequestRecord], pace: WritingPace) throws {
    try queue.write { database in
      let statement = try database.cachedStatement(sql: RequestTable.insertion)
      var row = RowBinder(statement)
      for index in records.indices {
        RequestTable.bind(records[index], to: &row)
        try row.write()
        pace.rest(after: index + 1)
      }
    }
  }

  /// Removes rows that are older.
  ///
  /// - Parameters:
  ///   - microseconds: since 1970.
  ///   - limit: how many at the most, so that nothing waits for long.
  /// - Returns: how many were removed.
  /// - Throws: what SQLite says.
  func removeRows(before microseconds: Int64, limit: Int) throws -> Int {
    try queue.write { database in
      try database.execute(
        sql: "DELETE FROM request_logs WHERE id IN (SELECT id FROM request_logs WHERE created_at < ? LIMIT ?)",
        arguments: [RequestTime.text(microseconds), limit]
      )
      let count = database.changesCount
      if count > 0 { try database.execute(sql: "PRAGMA incremental_vacuum") }
      return count
    }
  }

  /// What a client key's requests cost, in US dollars.
  ///
  /// - Parameters:
  ///   - clientKey: its name.
  ///   - microseconds: since 1970; earlier requests do not count.
  /// - Returns: the sum.
  /// - Throws: what SQLite says.
  func cost(of clientKey: String, since microseconds: Int64) throws -> Double {
    try queue.read { database in
      try Double.fetchOne(
        database,
        sql: "SELECT total(cost) FROM request_logs WHERE client_key = ? AND created_at >= ?",
        arguments: [clientKey, RequestTime.text(microseconds)]
      ) ?? 0
    }
  }

  /// Ends all use of the file, and moves everything into it.
  func close() {
    _ = try? queue.writeWithoutTransaction { database in try database.checkpoint(.truncate) }
    try? queue.close()
  }
}
