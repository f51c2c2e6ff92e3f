import Diagnostics
import FakeUpstream
import Foundation
import Testing

@testable import Gateway

@Suite struct ClientKeyTests {
  private func configuration(_ origin: String, _ keys: String, _ router: String = "") -> String {
    """
    model_list:
      - model_name: m
        litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
      - model_name: other
        litellm_params: {model: openai/o, api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
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
    _ body: (TestGateway, FakeUpstream) async throws -> Void
  ) async throws {
    try await FakeUpstream.run(script) { upstream in
      try await TestGateway.serve(configuration(upstream.origin, keys, router)) { try await body($0, upstream) }
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
      let refused = try await gateway.send("/v1/messages", #"{"model":"m"}"#, headers: bearer("sk-ci"))
      #expect(refused.status == 501)
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

  @Test(arguments: [
    ("{name: a}", "needs `name` and `key`"), ("{key: os.environ/A}", "needs `name` and `key`"),
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

@Suite struct RequestRateTests {
  private static let second: Int64 = 1_000_000_000

  @Test func aMinuteHoldsSoManyAndNoMore() {
    var rate = RequestRate()
    #expect(rate.take(limit: 2, now: 0) == nil)
    #expect(rate.take(limit: 2, now: 10 * Self.second) == nil)
    #expect(rate.take(limit: 2, now: 20 * Self.second) == 40)
    #expect(rate.take(limit: 2, now: 60 * Self.second - 1) == 1)
    #expect(rate.take(limit: 2, now: 60 * Self.second) == nil)
    #expect(rate.take(limit: 2, now: 61 * Self.second) == nil)
    #expect(rate.take(limit: 2, now: 62 * Self.second) == 58)
    #expect(rate.take(limit: 0, now: 200 * Self.second) == 60)
  }
}
