import Diagnostics
import FakeUpstream
import Foundation
import RequestLog
import Secrets
import Testing

@testable import Stack

/// What `usage` makes of LiteLLM's answers. These are in the shape that its version 1.106 gives them.
struct SpendLogTests {
  private static let rows = [
    """
    {"request_id": "a", "call_type": "aresponses", "api_key": "hash", "spend": 0.25, "total_tokens": 120,
     "prompt_tokens": 100, "completion_tokens": 20, "startTime": "2026-11-24T10:00:00.250000+00:00",
     "endTime": "2026-11-24T10:00:02.250000+00:00", "completionStartTime": "2026-11-24T10:00:00.750000+00:00",
     "model": "openai/gpt-5.5", "model_id": "d1", "model_group": "gpt-5.5", "api_base": "https://x.test/v1",
     "metadata": {"user_agent": "codex_cli_rs/0.163.0 (Linux)", "user_api_key_alias": null,
       "additional_usage_values": {"cache_read_input_tokens": 64}, "status": "success", "error_information": null},
     "cache_hit": "False", "status": "success", "request_duration_ms": 2000}
    """,
    """
    {"request_id": "b", "spend": 0.0, "prompt_tokens": 0, "completion_tokens": 0,
     "startTime": "2026-11-25T10:00:00Z", "endTime": "2026-11-25T10:00:00Z", "completionStartTime": null,
     "model": "claude-x", "model_id": "", "model_group": "", "cache_hit": "",
     "metadata": {"user_agent": "claude-cli/2.1", "user_api_key_alias": "ci",
       "error_information": {"error_code": "429", "error_class": "RateLimitError"}},
     "status": "failure", "request_duration_ms": 12}
    """,
  ]

  @Test func rowsOfTheTableBecomeTheSameRecords() async throws {
    let lines = Self.rows.map { $0.replacing("\n", with: " ") } + ["", "NOTICE: no row", #"{"request_id": "c"}"#]
    let records = SpendLogQuery.records(lines.joined(separator: "\n"))
    #expect(records.map(\.requestID) == ["a", "b"])
    #expect(records.map(\.tool) == ["codex", "claude-code"])
    let since = SpendLogQuery.text(since: try #require(UsageStart("2026-11-20 10:00:00")))
    #expect(since.contains(#"WHERE "startTime" >= '2026-11-20 10:00:00' ORDER BY"#))
    #expect(!SpendLogQuery.text(since: try #require(UsageStart("all"))).contains("WHERE"))
  }

  @Test(arguments: [
    (#""error_code": "429", "error_class": "RateLimitError""#, 429),
    (#""error_code": "context_length_exceeded", "error_class": "BadRequestError""#, 400),
    (#""error_code": "", "error_class": "AuthenticationError""#, 401), (#""error_class": "SomethingNew""#, 500),
  ])
  func anErrorIsKnownByItsNumberOrItsClass(error: String, status: Int) {
    let row =
      #"{"request_id": "a", "startTime": "2026-11-25T10:00:00Z", "model_group": "m", "status": "failure", "#
      + #""metadata": {"error_information": {\#(error)}}}"#
    #expect(SpendLogQuery.records(row).map(\.status) == [status])
  }

  @Test func aCachesAnswerTellsNothingOfTheProvider() {
    for (isHit, isFromProvider) in [("True", false), ("False", true)] {
      let row =
        #"{"request_id": "a", "startTime": "2026-11-25T10:00:00Z", "model_group": "m", "model_id": "d", "#
        + #""status": "success", "cache_hit": "\#(isHit)"}"#
      #expect(SpendLogQuery.records(row).map(RecentRequest.init).map(\.isFromProvider) == [isFromProvider])
    }
  }

  private func client(_ upstream: FakeUpstream) -> GatewayClient {
    GatewayClient(GatewayEndpoint(boundTo: "127.0.0.1", port: upstream.port, key: Secret("sk-master")))
  }

  @Test func rowsBecomeRecords() async throws {
    let body = #"{"data": [\#(Self.rows.joined(separator: ","))], "total": 2, "page": 1}"#
    try await FakeUpstream.run(.respond { _ in .body(body) }) { upstream in
      let start = try #require(UsageStart("2026-11-20"))
      let records = try await client(upstream).spendLogs(since: start) { _ in }
      let first = try #require(records.first)
      #expect(first.createdMicroseconds == 1_795_514_400_250_000)
      #expect((first.tool, first.model, first.deployment) == ("codex", "gpt-5.5", "d1"))
      #expect((first.inputTokens, first.outputTokens, first.cachedTokens) == (100, 20, 64))
      #expect((first.latencyMicroseconds, first.firstByteMicroseconds) == (2_000_000, 500_000))
      #expect((first.cost, first.status, first.clientKey) == (0.25, 200, ""))
      let second = try #require(records.last)
      #expect((second.tool, second.model, second.clientKey) == ("claude-code", "claude-x", "ci"))
      #expect((second.status, second.error, second.cost) == (429, "RateLimitError", nil))

      let request = try #require(upstream.requests.first)
      #expect(request.path == "/spend/logs/v2")
      #expect(request.query?.hasPrefix("start_date=2026-11-20%2000:00:00&end_date=9999-") == true)
      #expect(request.header("authorization") == "Bearer sk-master")

      let report = try UsageReport.of(records, by: .day, since: try #require(UsageStart("all")))
      #expect(report.groups.map(\.name) == ["2026-11-24", "2026-11-25"])
      #expect(report.total.requests == 2)
      #expect(report.total.errors == 1)
      #expect(report.total.latencyMilliseconds?.p50 == 2000)
    }
  }

  @Test func allPagesAreRead() async throws {
    let full = "{\"data\": [\(Array(repeating: Self.rows[0], count: 250).joined(separator: ","))]}"
    let last = "{\"data\": [\(Self.rows[1])]}"
    try await FakeUpstream.run(
      .respond { request in .body(request.query?.contains("&page=3&") == true ? last : full) }
    ) { upstream in
      var progress: [Int] = []
      let records = try await client(upstream).spendLogs(since: try #require(UsageStart("all"))) { progress.append($0) }
      #expect(records.count == 501)
      #expect(progress == [250, 500, 501])
      #expect(upstream.requests.count == 3)
    }
  }

  @Test(arguments: [
    (401, #"{"error":{"message":"Prisma Client is not initialized"}}"#, "usage.no-database"),
    (401, #"{"error":{"message":"Authentication Error"}}"#, "gateway.key"),
    (404, #"{"detail":"Not Found"}"#, "usage.foreign"), (200, "<html>", "usage.refused"),
    (500, "{}", "usage.refused"),
  ])
  func whatCannotBeHadIsSaid(status: Int, body: String, id: String) async throws {
    try await FakeUpstream.run(.respond { _ in .body(body, status: status) }) { upstream in
      let start = try #require(UsageStart("7d"))
      let failure = await #expect(throws: Failure.self) {
        try await client(upstream).spendLogs(since: start) { _ in }
      }
      #expect(failure?.diagnostics.map(\.id) == [id])
    }
  }
}
