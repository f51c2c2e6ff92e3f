import Foundation
import GRDB
import Synchronization
import Testing

@testable import RequestLog

@Suite struct RequestLogTests {
  /// A file in a folder of its own, which is there for as long as `body` runs.
  private func withFile(_ body: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "requests-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder + "/requests.sqlite")
  }

  private func rows(_ file: String, _ sql: String = "SELECT * FROM request_logs ORDER BY id") throws -> [Row] {
    try DatabaseQueue(path: file).read { try Row.fetchAll($0, sql: sql) }
  }

  private func record(_ id: String, at microseconds: Int64 = 1_700_000_000_123_456) -> RequestRecord {
    var record = RequestRecord()
    record.requestID = id
    record.createdMicroseconds = microseconds
    return record
  }

  /// A name may end with a number, of which no text is made before it is written.
  @Test func theNumberOfARequestIsPartOfItsName() async throws {
    try await withFile { file in
      let log = try RequestLog(path: file, options: .init(retentionSeconds: nil))
      let numbers: [UInt64?] = [nil, 0, 0xF, 0x10, 0xABC_DEF0, 0x1234_5678_9000_0000, .max]
      let long = String(repeating: "p", count: 5000)
      for start in ["req_1f_", "", "é_", long] {
        for number in numbers {
          var numbered = record(start)
          numbered.requestNumber = number
          log.write(numbered)
        }
      }
      log.close()
      let expected = ["req_1f_", "", "é_", long].flatMap { start in
        numbers.map { start + ($0.map { String($0, radix: 16) } ?? "") }
      }
      #expect(try rows(file).map { $0["request_id"] as String } == expected)
    }
  }

  @Test func aRecordIsARow() async throws {
    try await withFile { file in
      let log = try RequestLog(path: file, options: .init(retentionSeconds: nil))
      var full = record("req_1")
      full.clientKey = "ci"
      full.tool = "codex"
      full.model = "gpt-5.5"
      full.servedModel = "upstream'; DROP TABLE request_logs; --"
      full.deployment = "gpt-5.5/2"
      full.isStreamed = true
      full.status = 200
      (full.inputTokens, full.outputTokens, full.cachedTokens, full.cost) = (120, 7, 64, 0.25)
      (full.latencyMicroseconds, full.firstByteMicroseconds, full.overheadMicroseconds) = (1_234_567, 1500, 42)
      (full.tries, full.fallbacks, full.isCacheHit, full.error) = (3, 1, true, "client closed")
      log.write(full)
      log.write(record("req_2"))
      log.close()
      let rows = try rows(file)
      #expect(rows.count == 2)
      let row = try #require(rows.first)
      #expect(row["created_at"] == "2023-11-14 22:13:20.123")
      #expect(row["client_key"] == "ci")
      #expect(row["tool"] == "codex")
      #expect(row["served_model"] == "upstream'; DROP TABLE request_logs; --")
      #expect(row["streamed"] == 1)
      #expect(row["input_tokens"] == 120)
      #expect(row["cached_tokens"] == 64)
      #expect(row["cost"] == 0.25)
      #expect(row["latency_ms"] == 1234.567)
      #expect(row["overhead_ms"] == 0.042)
      #expect(row["tries"] == 3)
      #expect(row["cache_hit"] == 1)
      #expect(row["error"] == "client closed")
      #expect((row["request_text"] as String?) == nil)
      #expect((rows[1]["input_tokens"] as Int?) == nil)
      let latest = try self.rows(file, "SELECT * FROM request_logs ORDER BY created_at DESC LIMIT 10")
      #expect(latest.count == 2)
    }
  }

  @Test func onlyTheOwnerMayRead() async throws {
    try await withFile { file in
      let log = try RequestLog(path: file, options: .init(retentionSeconds: nil))
      log.write(record("req_1"))
      log.flush()
      for path in [file, file + "-wal", file + "-shm"] {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600, "\(path)")
      }
      log.close()
    }
  }

  @Test func whatIsWrittenIsThereForOthersWithinMoments() async throws {
    try await withFile { file in
      let log = try RequestLog(path: file, options: .init(retentionSeconds: nil))
      let other = try RequestLog(path: file, options: .init(retentionSeconds: nil))
      for number in 0..<500 {
        log.write(record("a\(number)"))
        other.write(record("b\(number)"))
      }
      let deadline = ContinuousClock.now + .seconds(60)
      while try rows(file).count < 1000, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(20)) }
      #expect(try rows(file).count == 1000)
      log.close()
      other.close()
    }
  }

  @Test func oldRowsGo() async throws {
    try await withFile { file in
      let (database, _) = try RequestDatabase.open(file)
      try database.insert((0..<10).map { record("old \($0)", at: Int64($0) * 1_000_000) }, pace: .none)
      #expect(try database.removeRows(before: 5_000_000, limit: 3) == 3)
      #expect(try database.removeRows(before: 5_000_000, limit: 3) == 2)
      #expect(try database.removeRows(before: 5_000_000, limit: 3) == 0)
      #expect(try rows(file).map { $0["request_id"] as String } == (5..<10).map { "old \($0)" })
      database.close()
    }
  }

  @Test func oldRowsGoByThemselves() async throws {
    try await withFile { file in
      let (database, _) = try RequestDatabase.open(file)
      try database.insert([record("old", at: 1_000_000), record("new", at: RequestTime.now())], pace: .none)
      database.close()
      let log = try RequestLog(path: file, options: .init(retentionSeconds: 3600))
      let deadline = ContinuousClock.now + .seconds(60)
      while try rows(file).count > 1, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(100)) }
      #expect(try rows(file).map { $0["request_id"] as String } == ["new"])
      log.close()
    }
  }

  @Test func costsAreAddedUpByKeyAndTime() async throws {
    try await withFile { file in
      let (database, _) = try RequestDatabase.open(file)
      var records = (0..<4).map { record("\($0)", at: Int64($0) * 1_000_000) }
      for index in records.indices {
        records[index].clientKey = index == 3 ? "other" : "ci"
        records[index].cost = 0.5
      }
      try database.insert(records, pace: .none)
      #expect(try database.cost(of: "ci", since: 0) == 1.5)
      #expect(try database.cost(of: "ci", since: 1_000_000) == 1)
      #expect(try database.cost(of: "nobody", since: 0) == 0)
      database.close()
    }
  }

  @Test func aFileThatIsNoDatabaseIsSetAside() async throws {
    try await withFile { file in
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent,
        withIntermediateDirectories: true
      )
      let text = String(repeating: "this is no database\n", count: 400)
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      try "not yet moved".write(toFile: file + "-wal", atomically: true, encoding: .utf8)
      let log = try RequestLog(path: file, options: .init(retentionSeconds: nil))
      let setAside = try #require(log.setAside)
      #expect(try String(contentsOfFile: setAside, encoding: .utf8) == text)
      #expect(try String(contentsOfFile: setAside + "-wal", encoding: .utf8) == "not yet moved")
      log.write(record("req_1"))
      log.close()
      #expect(try rows(file).count == 1)
    }
  }

  @Test func aPlaceThatCannotBeWrittenIsNamed() async throws {
    try await withFile { file in
      let error = #expect(throws: RequestLogError.self) {
        try RequestLog(path: file + "/missing/requests.sqlite", options: .init(retentionSeconds: nil))
      }
      guard case .unusable(let path, let reason) = error else { return }
      #expect(path.hasSuffix("/missing/requests.sqlite"))
      #expect(reason == "No such file or directory")
    }
  }

  /// Changes the table as another program does, which waits for the writing thread.
  private func alter(_ file: String, _ statement: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(100)
    try DatabaseQueue(path: file, configuration: configuration).inDatabase { try $0.execute(sql: statement) }
  }

  @Test func whileRowsAreRefusedTheyWait() async throws {
    try await withFile { file in
      let events = Mutex<[RequestLog.Event]>([])
      let report: @Sendable (RequestLog.Event) -> Void = { event in events.withLock { $0.append(event) } }
      let log = try RequestLog(path: file, options: .init(retentionSeconds: nil, report: report))
      // A table of the same name with other columns: every row is refused.
      try alter(file, "ALTER TABLE request_logs RENAME COLUMN tool TO program")
      for number in 0..<(RequestLog.capacity + 7) { log.write(record("\(number)")) }
      let deadline = ContinuousClock.now + .seconds(200)
      while events.withLock(\.isEmpty), ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(20)) }
      #expect(events.withLock { $0.count } == 1)
      guard case .cannotWrite(let reason) = events.withLock(\.first) else {
        Issue.record("nothing was told")
        return
      }
      #expect(reason.contains("tool"))
      try alter(file, "ALTER TABLE request_logs RENAME COLUMN program TO tool")
      while events.withLock({ $0.count }) < 2, ContinuousClock.now < deadline {
        try await Task.sleep(for: .milliseconds(20))
      }
      #expect(events.withLock(\.last) == .writesAgain(lost: log.droppedCount))
      log.close()
      #expect(try rows(file, "SELECT id FROM request_logs").count == RequestLog.capacity + 7 - log.droppedCount)
    }
  }

  @Test func whatIsLostAtTheEndIsTold() async throws {
    try await withFile { file in
      let events = Mutex<[RequestLog.Event]>([])
      let report: @Sendable (RequestLog.Event) -> Void = { event in events.withLock { $0.append(event) } }
      let log = try RequestLog(path: file, options: .init(retentionSeconds: nil, report: report))
      try alter(file, "ALTER TABLE request_logs RENAME COLUMN tool TO program")
      for number in 0..<3 { log.write(record("\(number)")) }
      #expect(log.cost(of: "ci", since: 0) == 0)
      log.close()
      #expect(events.withLock { $0.contains(.endedWithout(3)) })
      #expect(events.withLock { events in !events.contains { if case .cannotRead = $0 { true } else { false } } })
    }
  }

  @Test func spendingThatCannotBeReadIsTold() async throws {
    try await withFile { file in
      let events = Mutex<[RequestLog.Event]>([])
      let report: @Sendable (RequestLog.Event) -> Void = { event in events.withLock { $0.append(event) } }
      let log = try RequestLog(path: file, options: .init(retentionSeconds: nil, report: report))
      try DatabaseQueue(path: file).inDatabase { try $0.execute(sql: "ALTER TABLE request_logs DROP COLUMN cost") }
      #expect(log.cost(of: "ci", since: 0) == 0)
      #expect(events.withLock(\.first) == .cannotRead("no such column: cost"))
      log.close()
    }
  }

  @Test func theFileShrinksWhenRowsGo() async throws {
    try await withFile { file in
      let (database, _) = try RequestDatabase.open(file)
      var large = record("old", at: 1_000_000)
      large.requestText = String(repeating: "x", count: 1 << 20)
      try database.insert([large], pace: .none)
      #expect(try rows(file, "PRAGMA page_count").first?[0] ?? 0 > 256)
      #expect(try database.removeRows(before: 2_000_000, limit: 10) == 1)
      #expect(try rows(file, "PRAGMA page_count").first?[0] ?? 0 < 256)
      database.close()
    }
  }

  @Test func textsThatWaitAreBounded() async throws {
    try await withFile { file in
      let log = try RequestLog(path: file, options: .init(retentionSeconds: nil))
      let (text, count) = (String(repeating: "x", count: 4 << 20), 40)
      for number in 0..<count {
        var large = record("\(number)")
        large.requestText = text
        log.write(large)
      }
      let dropped = log.droppedCount
      #expect(dropped <= count - RequestLog.textCapacity >> 22)
      log.close()
      #expect(try rows(file, "SELECT id FROM request_logs").count == count - dropped)
    }
  }

  @Test func timesAreTextsThatSort() {
    #expect(RequestTime.text(0) == "1970-01-01 00:00:00.000")
    #expect(RequestTime.text(951_782_399_999_999) == "2000-02-28 23:59:59.999")
    let times: [Int64] = [0, 1_000, 999_999, 1_000_000, 59_999_999, 60_000_000, 1_700_000_000_123_456]
    #expect(times.map(RequestTime.text) == times.map(RequestTime.text).sorted())
  }
}
