import FakeUpstream
import Foundation
import GRDB
import RequestLog
import Synchronization
import Testing

@testable import Gateway

/// What the gateway writes into the log of requests.
@Suite struct GatewayRequestLogTests {
  private func serve(
    _ script: FakeUpstream.Script,
    extra: String = "",
    _ body: (TestGateway, FakeUpstream) async throws -> Void
  ) async throws -> [Row] {
    let file = FileManager.default.temporaryDirectory.appending(path: "requests-\(UUID()).sqlite").path
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) } }
    let log = try RequestLog(path: file, options: .init(retentionSeconds: nil))
    try await FakeUpstream.run(script) { upstream in
      var options = Gateway.Options(host: "127.0.0.1", port: 0)
      options.requestLog = log
      let yaml = """
        model_list:
          - model_name: gpt
            litellm_params:
              model: openai/gpt-upstream
              api_key: os.environ/PROVIDER_KEY
              api_base: "\(upstream.origin)/v1"
              input_cost_per_token: 0.5
            model_info: {output_cost_per_token: 2}
          - model_name: claude
            litellm_params: {model: anthropic/c, api_key: os.environ/PROVIDER_KEY, api_base: "\(upstream.origin)"}
          - model_name: mock
            litellm_params: {model: openai/any, mock_response: "a mock answer"}
        router_settings: {num_retries: 1, retry_after: 0}
        general_settings:
          master_key: os.environ/LITELLM_MASTER_KEY
          client_keys: [{name: ci, key: os.environ/CI_KEY}]
        \(extra)
        """
      try await TestGateway.serve(yaml, options) { try await body($0, upstream) }
    }
    log.close()
    return try DatabaseQueue(path: file).read { try Row.fetchAll($0, sql: "SELECT * FROM request_logs ORDER BY id") }
  }

  @Test(arguments: [false, true])
  func tokensAndCostsAreThoseOfTheProvider(_ streamed: Bool) async throws {
    let rows = try await serve(.answers([.text("hello")])) { gateway, _ in
      let headers = ["Authorization: Bearer sk-ci", "User-Agent: codex_cli_rs/0.163.0 (Debian)"]
      let stream = streamed ? #","stream":true,"stream_options":{"include_usage":true}"# : ""
      try await gateway.expect(200, "/v1/responses", #"{"model":"gpt"\#(stream)}"#, headers: headers)
      try await gateway.expect(200, "/v1/chat/completions", #"{"model":"gpt"\#(stream)}"#)
      try await gateway.expect(200, "/v1/messages", #"{"model":"claude"\#(stream)}"#)
    }
    #expect(rows.count == 3)
    let row = try #require(rows.first)
    #expect(row["client_key"] == "ci")
    #expect(row["tool"] == "codex")
    #expect(row["model"] == "gpt")
    #expect(row["served_model"] == "gpt-upstream")
    #expect(row["deployment"] == "gpt/1")
    #expect(row["client_format"] == "responses")
    #expect(row["upstream_format"] == "responses")
    #expect(row["streamed"] == (streamed ? 1 : 0))
    #expect(row["status"] == 200)
    #expect(row["tries"] == 1)
    #expect(row["error"] == "")
    for row in rows {
      #expect(row["input_tokens"] == 12, "\(row)")
      #expect(row["output_tokens"] == 7, "\(row)")
      #expect((row["request_text"] as String?) == nil)
      #expect((row["response_text"] as String?) == nil)
    }
    #expect((row["cost"] as Double?) == 20)
    #expect((rows[2]["cost"] as Double?) == nil)
  }

  @Test func failuresAndRefusalsAreRowsToo() async throws {
    let rows = try await serve(.respond { _ in .error(500, "broken", as: .chat) }) { gateway, _ in
      try await gateway.expect(500, "/v1/chat/completions", #"{"model":"gpt"}"#)
      try await gateway.expect(400, "/v1/chat/completions", #"{"model":"none"}"#)
      try await gateway.expect(401, "/v1/chat/completions", #"{"model":"gpt"}"#, headers: [])
      try await gateway.expect(200, "/v1/messages", #"{"model":"mock"}"#)
    }
    #expect(rows.map { $0["status"] as Int } == [500, 400, 401, 200])
    #expect(rows.map { $0["tries"] as Int } == [2, 0, 0, 0])
    #expect(rows.map { $0["upstream"] as String }.last == "mock")
    #expect((rows[0]["input_tokens"] as Int?) == nil)
    #expect(rows[1]["error"] == "invalidRequest")
    #expect((rows[3]["output_tokens"] as Int?) ?? 0 > 0)
  }

  @Test func aClientThatLeavesHasARowWithWhatWasCounted() async throws {
    let events = [
      #"data: {"type":"message_start","message":{"usage":{"input_tokens":40,"output_tokens":1}}}"# + "\n\n",
      "data: 2\n\n",
    ]
    let rows = try await serve(.respond { _ in .stream(events).paced(by: .seconds(20)) }) { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      await client.send(TestGateway.request("/v1/messages", #"{"model":"claude","stream":true}"#))
      _ = await client.receive(until: "message_start")
      client.reset()
      try await upstream.wait(timeout: .seconds(60)) { !$0.abandoned.isEmpty }
    }
    #expect(rows.count == 1)
    #expect(rows.first?["error"] == "client closed")
    #expect(rows.first?["input_tokens"] == 40)
  }

  /// The memory of a request serves those after it: whatever came before, the same request has the same row, goes on
  /// with the same head, and has the same answer.
  @Test func nothingOfARequestIsLeftForThoseAfterIt() async throws {
    let failures = Mutex(1)
    let script = FakeUpstream.Script.respond { request in
      if request.text.contains("fails") {
        return failures.withLock { failures in
          failures -= 1
          return failures >= 0 ? .error(503, "busy", as: .chat) : .body(#"{"usage":{"input_tokens":9}}"#)
        }
      }
      if request.wantsStream { return .stream(["data: 1\n\n", "data: 2\n\n"]).paced(by: .seconds(20)) }
      return .body(#"{"id":"plain"}"#).adding((name: "x-given", value: "plain"))
    }
    let plain = TestGateway.request("/v1/chat/completions", #"{"model":"gpt","n":1}"#)
    let rows = try await serve(script) { gateway, upstream in
      let client = try RawClient(port: gateway.port)
      func ask() async throws -> [String] {
        await client.send(plain)
        let answer = await client.receive(until: #"{"id":"plain"}"#)
        return answer.components(separatedBy: "\r\n").filter { !$0.hasPrefix("x-litellm-overhead") }
      }
      let first = try await ask()
      let headers = ["Authorization: Bearer sk-ci", "User-Agent: codex_cli_rs/0.163.0", "X-Of-Another: yes"]
      // One that fails and is tried again; one that is refused; one that names no model; one that is left.
      try await gateway.expect(200, "/v1/responses?q=1", #"{"model":"gpt","input":"fails"}"#, headers: headers)
      #expect(try await ask() == first)
      try await gateway.expect(401, "/v1/messages", #"{"model":"claude"}"#, headers: ["X-Of-Another: yes"])
      #expect(try await ask() == first)
      try await gateway.expect(400, "/v1/messages", #"{"model":"none"}"#, headers: headers)
      #expect(try await ask() == first)
      let leaving = try RawClient(port: gateway.port)
      await leaving.send(TestGateway.request("/v1/messages", #"{"model":"claude","stream":true}"#, headers: headers))
      _ = await leaving.receive(until: "data: 1")
      leaving.reset()
      try await upstream.wait(timeout: .seconds(60)) { !$0.abandoned.isEmpty }
      #expect(try await ask() == first)
      let heads = upstream.requests.filter { $0.text.contains(#""n":1"#) }.map { request in
        request.headers.map { "\($0.name): \($0.value)" }
      }
      #expect(heads.count == 5)
      #expect(Set(heads).count == 1)
    }
    let changing: Set = ["id", "request_id", "created_at", "latency_ms", "first_byte_ms", "overhead_ms"]
    let plainRows = rows.filter { $0["request_bytes"] == 21 }.map { row in
      row.map { changing.contains($0.0) ? $0.0 : "\($0.0)=\($0.1)" }
    }
    #expect(rows.count == 9)
    #expect(plainRows.count == 5)
    #expect(Set(plainRows).count == 1)
    #expect(rows.map { $0["tries"] as Int }.sorted() == [0, 0, 1, 1, 1, 1, 1, 1, 2])
    #expect(Set(rows.map { $0["request_id"] as String }).count == 9)
  }

  @Test func textIsKeptOnlyWhereThatIsAskedFor() async throws {
    let extra = "  store_prompts_in_spend_logs: true"
    let rows = try await serve(.answers([.text("hello")]), extra: extra) { gateway, _ in
      try await gateway.expect(200, "/v1/responses", #"{"model":"gpt","input":"a private word"}"#)
      let large = String(repeating: "x", count: 2 << 20)
      try await gateway.expect(200, "/v1/responses", #"{"model":"gpt","input":"\#(large)"}"#)
    }
    #expect(rows.first?["request_text"] == #"{"model":"gpt","input":"a private word"}"#)
    #expect((rows.first?["response_text"] as String?)?.contains("hello") == true)
    #expect((rows[1]["request_text"] as String?)?.utf8.count == 1 << 20)
  }

  @Test func theRetentionIsRead() throws {
    func seconds(_ text: String) throws -> Int {
      let yaml = """
        model_list: [{model_name: m, litellm_params: {model: openai/x, mock_response: hi}}]
        general_settings: {master_key: os.environ/M, maximum_spend_logs_retention_period: \(text)}
        """
      return try ConfigurationReader.read(yaml: yaml, file: "c.yaml", environment: { _ in "sk-m" }).0
        .logRetentionSeconds
    }
    #expect(try seconds("7d") == 7 * 86400)
    #expect(try seconds("12h") == 43200)
    #expect(try seconds("1mo") == 30 * 86400)
    for wrong in ["7", "soon", "0d", "-1d"] { #expect(throws: (any Error).self) { try seconds(wrong) } }
  }
}
