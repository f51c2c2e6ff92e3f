import Diagnostics
import FakeUpstream
import Foundation
import RequestLog
import Testing

@testable import Gateway

@Suite struct ClientKeyTests {
  private func configuration(_ origin: String, _ keys: String, _ router: String, _ prices: String) -> String {
    """
    model_list:
      - model_name: m
        litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"\(prices)}
      - model_name: other
        litellm_params: {model: openai/o, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"\(prices)}
    router_settings: {num_retries: 0\(router)}
    general_settings:
      master_key: os.environ/LITELLM_MASTER_KEY
      client_keys:
        - {name: free, key: os.environ/FREE_KEY}
        - {name: ci, key: os.environ/CI_KEY\(keys)}
    """
  }

  private func bearer(_ key: String) -> [String] { ["Authorization: Bearer \(key)"] }

  private func serve(
    _ script: FakeUpstream.Script = .answers([.text("hello")]),
    keys: String = "",
    router: String = "",
    prices: String = "",
    log: RequestLog? = nil,
    _ body: (TestGateway, FakeUpstream) async throws -> Void
  ) async throws {
    try await FakeUpstream.run(script) { upstream in
      var options = Gateway.Options(host: "127.0.0.1", port: 0)
      options.requestLog = log
      let yaml = configuration(upstream.origin, keys, router, prices)
      try await TestGateway.serve(yaml, options) { try await body($0, upstream) }
    }
  }

  @Test func everyKeyOpensAndNoOtherDoes() async throws {
    try await serve { gateway, upstream in
      for key in [TestGateway.key, "sk-free", "sk-ci"] {
        try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: bearer(key))
        try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: ["x-api-key: \(key)"])
      }
      for key in ["sk-fre", "sk-free2", "sk-", ""] {
        try await gateway.expect(401, "/v1/responses", #"{"model":"m"}"#, headers: bearer(key))
      }
      #expect(upstream.requests.count == 6)
      #expect(upstream.requests.allSatisfy { $0.header("authorization") == "Bearer \(TestGateway.providerKey)" })
    }
  }

  @Test func aKeySeesAndUsesItsModelsAlone() async throws {
    try await serve(keys: ", models: [o*]") { gateway, upstream in
      let refused = try await gateway.send("/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-ci"))
      #expect(refused.status == 403)
      #expect(refused.header("x-should-retry") == "false")
      #expect(refused.text.contains("the key `ci` may not use `m`; it may use o*"))
      #expect(upstream.requests.isEmpty)
      try await gateway.expect(200, "/v1/responses", #"{"model":"other"}"#, headers: bearer("sk-ci"))
      let list = try await gateway.send("/v1/models", headers: bearer("sk-ci")).json()
      #expect((list["data"] as? [[String: Any]])?.compactMap { $0["id"] as? String } == ["other"])
      try await gateway.expect(404, "/v1/models/m", headers: bearer("sk-ci"))
      try await gateway.expect(200, "/v1/models/m", headers: bearer("sk-free"))
    }
  }

  @Test func noFallbackLeadsAroundThat() async throws {
    let script = FakeUpstream.Script.respond { $0.model == "m" ? .error(500, "broken", as: .chat) : .body("{}") }
    try await serve(script, keys: ", models: [m]", router: ", fallbacks: [{m: [other]}]") { gateway, upstream in
      try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-free"))
      #expect(upstream.requests.count == 2)
      try await gateway.expect(500, "/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-ci"))
      #expect(upstream.requests.count == 3)
    }
  }

  @Test func requestsWithinAMinuteAreCounted() async throws {
    try await serve(keys: ", rpm: 2") { gateway, upstream in
      for _ in 0..<2 { try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-ci")) }
      // What no provider gets does not count.
      try await gateway.expect(400, "/v1/responses", #"{"model":"none"}"#, headers: bearer("sk-ci"))
      let limited = try await gateway.send("/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-ci"))
      #expect(limited.status == 429)
      let seconds = try #require(limited.header("retry-after").flatMap(Int.init))
      #expect((1...60).contains(seconds))
      try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-free"))
      #expect(upstream.requests.count == 3)
    }
  }

  @Test func requestsUnderWayAreCounted() async throws {
    let slow = FakeUpstream.Script.respond { request in
      request.wantsStream ? .stream(["data: 1\n\n", "data: 2\n\n"]).paced(by: .seconds(20)) : .body("{}")
    }
    try await serve(slow, keys: ", max_parallel_requests: 1") { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      let stream = #"{"model":"m","stream":true}"#
      await client.send(TestGateway.request("/v1/responses", stream, headers: bearer("sk-ci")))
      _ = await client.receive(until: "data: 1")
      let refused = try await gateway.send("/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-ci"))
      #expect(refused.status == 429)
      #expect(refused.header("retry-after") == "1")
      try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-free"))
      client.reset()
      try await upstream.wait(timeout: .seconds(60)) { !$0.abandoned.isEmpty }
      for _ in 0..<3 {
        try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-ci"))
      }
    }
  }

  @Test func tokensWithinAMinuteAreCounted() async throws {
    try await serve(keys: ", tpm: 20") { gateway, upstream in
      // An answer has 19 tokens: the second request crosses the limit, and the third is too much.
      for _ in 0..<2 { try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-ci")) }
      let refused = try await gateway.send("/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-ci"))
      #expect(refused.status == 429)
      #expect(refused.text.contains("20 tokens a minute"))
      let seconds = try #require(refused.header("retry-after").flatMap(Int.init))
      #expect((1...60).contains(seconds))
      try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-free"))
      #expect(upstream.requests.count == 3)
    }
  }

  @Test func aBudgetThatIsSpentIsSaidSoThatNobodyAsksAgain() async throws {
    let prices = ", input_cost_per_token: 0.25, output_cost_per_token: 0"
    try await serve(keys: ", max_budget: 3.5, budget_duration: 30d", prices: prices) { gateway, upstream in
      // An answer costs 3 dollars.
      for _ in 0..<2 { try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-ci")) }
      let refused = try await gateway.send("/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-ci"))
      #expect(refused.status == 429)
      #expect(refused.text.contains("has spent its budget of $3.5"))
      #expect(refused.text.contains(#""type":"insufficient_quota""#))
      #expect(refused.header("x-should-retry") == "false")
      let seconds = try #require(refused.header("retry-after").flatMap(Int.init))
      #expect((1...30 * 86400).contains(seconds))
      #expect(refused.headers.filter { $0.name == "retry-after" }.count == 1)
      #expect(refused.headers.filter { $0.name == "x-should-retry" }.count == 1)
      try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-free"))
      #expect(upstream.requests.count == 3)
    }
  }

  @Test func whoeverDoesNotAskForTheCountsIsChargedAllTheSame() async throws {
    // Forty events, and no word of tokens.
    let events = (0..<40).map { "data: {\"choices\":[{\"delta\":{\"content\":\"\($0)\"}}]}\n\n" }
    let prices = ", input_cost_per_token: 0, output_cost_per_token: 1"
    let script = FakeUpstream.Script.respond { _ in .stream(events) }
    try await serve(script, keys: ", max_budget: 50", prices: prices) { gateway, upstream in
      let body = #"{"model":"m","stream":true}"#
      for status in [200, 200, 429] {
        try await gateway.expect(status, "/v1/chat/completions", body, headers: bearer("sk-ci"))
      }
      #expect(upstream.requests.count == 2)
    }
  }

  @Test func whoeverLeavesEarlyIsChargedForWhatCame() async throws {
    let events = (0..<40).map { "data: {\"n\":\($0)}\n\n" } + ["data: the end\n\n"]
    let script = FakeUpstream.Script.respond { request in
      var reply = FakeUpstream.Reply.stream(events)
      reply.steps.insert(.pause(.seconds(100)), at: 40)
      return reply
    }
    try await serve(script, keys: ", tpm: 30") { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      let body = #"{"model":"m","stream":true}"#
      await client.send(TestGateway.request("/v1/chat/completions", body, headers: bearer("sk-ci")))
      _ = await client.receive(until: #"{"n":39}"#)
      client.reset()
      try await upstream.wait(timeout: .seconds(60)) { !$0.abandoned.isEmpty }
      try await gateway.expect(429, "/v1/chat/completions", body, headers: bearer("sk-ci"))
    }
  }

  @Test func aBudgetOutlivesTheProcess() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "budget-\(UUID()).sqlite").path
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) } }
    let prices = ", input_cost_per_token: 0.25, output_cost_per_token: 0"
    var statuses: [Int] = []
    for _ in 0..<3 {
      let log = try RequestLog(path: file, options: .init(retentionSeconds: nil))
      try await serve(keys: ", max_budget: 3.5", prices: prices, log: log) { gateway, _ in
        statuses.append(try await gateway.send("/v1/responses", #"{"model":"m"}"#, headers: bearer("sk-ci")).status)
      }
      log.close()
    }
    #expect(statuses == [200, 200, 429])
  }

  @Test func aBudgetWithoutPricesIsNamed() throws {
    let yaml = """
      model_list: [{model_name: m, litellm_params: {model: openai/x, mock_response: hi}}]
      general_settings: {master_key: os.environ/A, client_keys: [{name: a, key: os.environ/B, max_budget: 1}]}
      """
    let (_, findings) = try ConfigurationReader.read(yaml: yaml, file: "c.yaml", environment: { "sk-\($0)" })
    #expect(findings.map(\.message) == ["the budget of `a` does not count `m`, which has no price"])
  }

  @Test(arguments: [
    ("{name: a}", "needs `name` and `key`"), ("{name: \"\", key: os.environ/A}", "needs `name` and `key`"),
    ("{key: os.environ/A}", "needs `name` and `key`"),
    ("{name: a, key: os.environ/MASTER}", "the key of `a` is the master key"),
    ("{name: a, key: os.environ/A}, {name: b, key: os.environ/A}", "the key of `b` is that of `a`"),
    ("{name: a, key: os.environ/A}, {name: a, key: os.environ/B}", "two client keys are called `a`"),
    ("{name: a, key: os.environ/NONE}", "needs NONE"), ("{name: a, key: os.environ/A, rpm: some}", "whole number"),
  ])
  func aBadEntryIsNamedWithItsPlace(_ entries: String, _ expected: String) throws {
    let yaml = """
      model_list: [{model_name: m, litellm_params: {model: openai/x, mock_response: hi}}]
      general_settings: {master_key: os.environ/MASTER, client_keys: [\(entries)]}
      """
    let values = ["MASTER": "sk-m", "A": "sk-a", "B": "sk-b"]
    let failure = try #require(throws: Failure.self) {
      try ConfigurationReader.read(yaml: yaml, file: "c.yaml", environment: { values[$0] })
    }
    #expect(failure.description.contains(expected), "\(failure.description)")
    #expect(failure.diagnostics.allSatisfy { $0.line == 2 })
    #expect(!failure.description.contains("sk-"))
  }
}
