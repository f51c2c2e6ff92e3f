import Foundation
import Testing

@testable import RequestLog

/// The last requests, as `status` shows them.
struct RecentRequestTests {
  @Test func theNewestComesFirstAndWhatWasForNoModelIsLeftOut() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "recent-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/requests.sqlite"
    #expect(try RecentRequests.last(3, of: path) == RecentRequests())
    let log = try RequestLog(path: path, options: .init(retentionSeconds: nil))
    let requests = [("a", 200, ""), ("", 200, ""), ("b", 502, "connect: refused"), ("", 401, "key"), ("c", 200, "")]
    for (index, (model, status, error)) in requests.enumerated() {
      var record = RequestRecord()
      record.createdMicroseconds = 1_700_000_000_000_000 + Int64(index) * 1_000_000
      (record.model, record.tool, record.status, record.error) = (model, "codex", status, error)
      (record.latencyMicroseconds, record.outputTokens) = (1500, 7)
      record.tries = status == 502 ? 3 : model.isEmpty ? 0 : 1
      log.write(record)
    }
    var probe = RequestRecord()
    probe.createdMicroseconds = 1_700_000_009_000_000
    (probe.tool, probe.status, probe.error) = ("agentproxy-setup", 401, "key")
    log.write(probe)
    log.flush()
    let last = try RecentRequests.last(3, of: path)
    #expect(try JSONDecoder().decode(RecentRequests.self, from: JSONEncoder().encode(last)) == last)
    let recent = last.requests
    #expect(recent.map(\.model) == ["c", "", "b"])
    #expect(recent.map(\.status) == [200, 401, 502])
    #expect(recent.last?.error == "connect: refused")
    #expect(recent.first?.latencyMilliseconds == 1.5)
    #expect(recent.first?.outputTokens == 7)
    #expect(recent.first?.inputTokens == nil)
    #expect(recent.map(\.isFromProvider) == [true, false, true])
    let changes: [(inout RequestRecord) -> Void] = [
      { $0.fallbacks = 1 }, { $0.isCacheHit = true }, { $0.clientFormat = "count-tokens" },
    ]
    for (number, change) in changes.enumerated() {
      var record = RequestRecord()
      record.createdMicroseconds = 1_700_000_010_000_000 + Int64(number)
      (record.model, record.status, record.tries) = ("stood-in", 200, 2)
      change(&record)
      log.write(record)
    }
    log.flush()
    #expect(try RecentRequests.last(3, of: path).requests.map(\.isFromProvider) == [false, false, false])
    #expect(recent.first?.ageSeconds(at: 1_700_000_010) == 6)
    log.close()
  }

  @Test(
    arguments: [
      ("2023-11-14T22:13:20Z", 1_700_000_000_000_000), ("2023-11-14 22:13:20.5", 1_700_000_000_500_000),
      ("2023-11-14T22:13:20.123456+00:00", 1_700_000_000_123_456), ("yesterday", nil),
    ] as [(String, Int64?)]
  )
  func timesOfOthersAreRead(text: String, microseconds: Int64?) {
    #expect(RequestRecord.microseconds(text) == microseconds)
  }
}
