import Foundation
import GRDB
import Testing

@testable import RequestLog

/// What `usage` reads from the log, and shows.
struct UsageTests {
  /// 2023-11-14 22:13:20 UTC.
  private static let start: Int64 = 1_700_000_000_000_000
  private static let day: Int64 = 86_400_000_000

  /// A log of 103 requests over four days.
  private func withLog(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "usage-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let log = try RequestLog(path: folder + "/requests.sqlite", options: .init(retentionSeconds: nil))
    for index in 1...100 {
      var record = record("gpt-5.5", "codex", at: Self.start + Int64(index % 2) * 3 * Self.day)
      (record.inputTokens, record.outputTokens, record.cachedTokens) = (1000, 20, 500)
      record.cost = 0.125
      record.latencyMicroseconds = Int64(index) * 10_000
      record.firstByteMicroseconds = Int64(index) * 1000
      log.write(record)
    }
    var failed = record("gpt-5.5", "codex", at: Self.start)
    (failed.status, failed.error, failed.latencyMicroseconds) = (504, "timeout", 600_000_000)
    log.write(failed)
    var other = record("claude, \"new\"", "", at: Self.start + Self.day)
    (other.clientKey, other.isCacheHit, other.latencyMicroseconds) = ("ci", true, 400)
    log.write(other)
    var refused = record("", "", at: Self.start + Self.day)
    refused.status = 401
    log.write(refused)
    // What `status` and `doctor` ask, days later than anybody else.
    for status in [200, 401] {
      var probe = record("", "agentproxy-setup", at: Self.start + 9 * Self.day)
      probe.status = status
      log.write(probe)
    }
    log.flush()
    try body(folder + "/requests.sqlite")
    log.close()
  }

  private func record(_ model: String, _ tool: String, at microseconds: Int64) -> RequestRecord {
    var record = RequestRecord()
    record.requestID = "req"
    record.createdMicroseconds = microseconds
    (record.model, record.tool, record.status, record.deployment) = (model, tool, 200, model)
    return record
  }

  private func report(
    _ file: String,
    by grouping: UsageGrouping = .model,
    since: String = "all"
  ) throws -> UsageReport {
    try UsageReport.read(file, by: grouping, since: try #require(UsageStart(since)))
  }

  @Test func figuresAreSumsAndExactPercentiles() throws {
    try withLog { file in
      let report = try report(file)
      #expect(report.groups.map(\.name) == ["gpt-5.5", "(none)", "claude, \"new\""])
      let figures = try #require(report.groups.first).figures
      #expect(figures.requests == 101)
      #expect(figures.errors == 1)
      #expect(figures.inputTokens == 100_000)
      #expect(figures.outputTokens == 2000)
      #expect(figures.cachedTokens == 50_000)
      #expect(figures.cost == 12.5)
      // The one that failed took ten minutes, and does not count.
      #expect(figures.latencyMilliseconds?.p50 == 500)
      #expect(figures.latencyMilliseconds?.p95 == 950)
      #expect(figures.firstByteMilliseconds?.p50 == 50)
      #expect(report.groups[1].figures.latencyMilliseconds == nil)
      #expect(report.groups[1].figures.cost == nil)
      #expect(report.total.requests == 103)
      #expect(report.total.errors == 2)
      #expect(report.total.cacheHits == 1)
      // Of 101 answers: the smallest that 51 do not exceed.
      #expect(report.total.latencyMilliseconds?.p50 == 500)
    }
  }

  @Test func theSeriesHasNoGaps() throws {
    try withLog { file in
      let report = try report(file)
      #expect(report.slots == ["2023-11-14", "2023-11-15", "2023-11-16", "2023-11-17"])
      #expect(report.groups[0].series == [51, 0, 0, 50])
      #expect(report.groups[1].series == [0, 1, 0, 0])
    }
  }

  @Test func withinTwoDaysTheSeriesIsByHour() throws {
    try withLog { file in
      let report = try report(file, since: "2023-11-15 12:00")
      #expect(report.slots.first == "2023-11-15 22")
      #expect(report.slots.last == "2023-11-17 22")
      #expect(report.slots.count == 49)
      #expect(report.total.requests == 52)
    }
  }

  @Test(arguments: [
    (UsageGrouping.tool, ["codex", "(not known)", "agentproxy-setup"]), (.key, ["(master key)", "ci"]),
    (.day, ["2023-11-14", "2023-11-15", "2023-11-17"]), (.deployment, ["gpt-5.5", "(none)", "claude, \"new\""]),
  ])
  func groupsAreWhatIsAskedFor(grouping: UsageGrouping, names: [String]) throws {
    try withLog { file in
      let report = try report(file, by: grouping)
      #expect(report.groups.map(\.name) == names)
    }
  }

  @Test func anAbsentOrEmptyLogHasNoRequests() throws {
    #expect(try report("/nonexistent/requests.sqlite").groups.isEmpty)
    try withLog { file in
      #expect(try report(file, since: "1d").groups.isEmpty)
      let empty = file + "-empty"
      try Data().write(to: URL(filePath: empty))
      #expect(try report(empty).groups.isEmpty)
      let damaged = file + "-damaged"
      try Data(repeating: 65, count: 4096).write(to: URL(filePath: damaged))
      #expect(throws: RequestLogError.damaged(file: damaged, reason: "it is no database")) { try report(damaged) }
    }
  }

  /// Whoever has the file can write into it what the gateway never would.
  @Test(arguments: [
    "latency_ms = 1e308, first_byte_ms = -1e308", "latency_ms = 9e999", "latency_ms = -5", "cost = 1e308",
    "cost = 9e999", "input_tokens = 9000000000000000000", "created_at = '99999999999999999-01-01'",
    "created_at = 'x'",
  ])
  func whatNoGatewayWritesIsShown(assignment: String) throws {
    try withLog { file in
      try DatabaseQueue(path: file).inDatabase { database in
        try database.execute(sql: "UPDATE request_logs SET \(assignment) WHERE model = '' OR id < 3")
      }
      for grouping in UsageGrouping.allCases {
        let report = try report(file, by: grouping)
        #expect(report.total.requests >= 103)
        #expect(report.text(width: nil, drawsBars: true).contains("requests"))
        #expect(report.commaSeparatedText.contains("requests"))
        _ = try JSONEncoder().encode(report)
      }
      let last = try RecentRequests.last(200, of: file)
      #expect(last.text(width: nil, now: 1_700_000_000).contains("model"))
      #expect(last.commaSeparatedText.contains("model"))
      _ = try JSONEncoder().encode(last)
    }
  }

  @Test func aRowThatCannotBeReadIsNamed() throws {
    try withLog { file in
      try DatabaseQueue(path: file).inDatabase { database in
        try database.execute(sql: "UPDATE request_logs SET model = x'ff' WHERE id = 1")
      }
      let reason = "a row holds what the gateway does not write"
      #expect(throws: RequestLogError.unusable(file: file, reason: reason)) { try RecentRequests.last(200, of: file) }
    }
  }

  /// At a pipe one would wait for ever.
  @Test func whatIsNoFileIsNotOpened() throws {
    try withLog { file in
      let pipe = file + "-pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      for place in [pipe, "/", "/dev/zero"] {
        let error = RequestLogError.unusable(file: place, reason: "not a regular file")
        #expect(throws: error) { try report(place) }
        #expect(throws: error) { try RecentRequests.last(1, of: place) }
        #expect(throws: error) { try RequestLog(path: place, options: .init(retentionSeconds: nil)) }
      }
    }
  }

  /// One that writes would move what a killed gateway left behind into the file, and remove it.
  @Test func readingLeavesTheLogAsItIs() throws {
    try withLog { file in
      let copy = file + "-copy"
      let parts = ["", "-wal"]
      for part in parts { try FileManager.default.copyItem(atPath: file + part, toPath: copy + part) }
      let before = try parts.map { try Data(contentsOf: URL(filePath: copy + $0)) }
      #expect(try report(copy).total.requests == 103)
      #expect(try parts.map { try Data(contentsOf: URL(filePath: copy + $0)) } == before)
    }
  }

  @Test func nobodyWaitsForAnybody() throws {
    try withLog { file in
      let writer = try DatabaseQueue(path: file)
      try writer.inDatabase { database in
        try database.execute(sql: "BEGIN IMMEDIATE; DELETE FROM request_logs")
        #expect(try report(file).total.requests == 103)
        try database.execute(sql: "ROLLBACK")
      }
    }
  }

  @Test(arguments: [
    ("7d", "2023-11-07 22:13:20.000"), ("24h", "2023-11-13 22:13:20.000"), ("30m", "2023-11-14 21:43:20.000"),
    ("2w", "2023-10-31 22:13:20.000"), ("2026-11-01", "2026-11-01"), ("2026-11-01T10:30", "2026-11-01 10:30"),
    ("all", ""), ("2024-02-29", "2024-02-29"),
  ])
  func aStartIsUnderstood(typed: String, text: String) {
    #expect(UsageStart(typed, now: Self.start)?.text == text)
  }

  @Test(arguments: ["", "d", "7", "-1d", "7y", "2026-13-01", "2026-02-30", "2023-02-29", "01.11.2026", "2026-11-01 x"])
  func whatIsNoStartIsNotTakenForOne(typed: String) {
    #expect(UsageStart(typed) == nil)
  }

  @Test func theTableIsAsShown() throws {
    try withLog { file in
      try expectGolden("by-model.txt", report(file).text(width: nil, drawsBars: true))
      try expectGolden("by-model-80.txt", report(file).text(width: 80, drawsBars: true))
      try expectGolden("by-day.txt", report(file, by: .day).text(width: nil, drawsBars: true))
      try expectGolden("by-key-plain.txt", report(file, by: .key).text(width: nil, drawsBars: false))
    }
  }

  @Test func theBarsStayWhereOthersGo() throws {
    try withLog { file in
      let text = try report(file).text(width: 80, drawsBars: true)
      #expect(text.contains("over time") && text.contains("█"))
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let narrow = try report(file).text(width: 60, drawsBars: true)
      #expect(!narrow.contains("over time") && narrow.contains("p95"))
    }
  }

  @Test func commaSeparatedAndJSONAreAsShown() throws {
    try withLog { file in
      try expectGolden("by-model.csv", report(file).commaSeparatedText)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      try expectGolden("by-model.json", String(decoding: encoder.encode(try report(file)), as: UTF8.self) + "\n")
    }
  }

  /// Compares with a file beside the tests, or writes that file if `RECORD_GOLDEN` is set.
  private func expectGolden(_ name: String, _ text: String, location: SourceLocation = #_sourceLocation) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil { try Data(text.utf8).write(to: file) }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected, "\(name):\n\(text)", sourceLocation: location)
  }
}
