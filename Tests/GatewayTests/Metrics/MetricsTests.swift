import FakeUpstream
import Foundation
import Testing

@testable import Gateway

@Suite struct MetricsTests {
  /// The value of a sample, by its name and its labels as they are written.
  private func value(_ text: String, _ sample: String) -> Double? {
    text.split(separator: "\n").first { $0.hasPrefix(sample + " ") }
      .flatMap { Double($0.dropFirst(sample.count + 1)) }
  }

  @Test func everythingIsCounted() async throws {
    let script = FakeUpstream.Script.respond { request in
      request.text.contains("break")
        ? .error(500, "broken", as: .chat)
        : .stream([
          #"data: {"usage":{"prompt_tokens":12,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":2}}}"#
            + "\n\n"
        ])
    }
    try await TestGateway.run(script) { gateway, _ in
      for _ in 0..<3 {
        try await gateway.expect(200, "/v1/chat/completions", #"{"model":"gpt-test","stream":true}"#)
      }
      try await gateway.expect(200, "/v1/chat/completions", #"{"model":"nickname","stream":true}"#)
      try await gateway.expect(500, "/v1/chat/completions", #"{"model":"gpt-test","a":"break"}"#)
      try await gateway.expect(400, "/v1/chat/completions", #"{"model":"made-up\"\n"}"#)
      let answer = try await gateway.send("/metrics")
      #expect(answer.status == 200)
      #expect(answer.header("content-type")?.hasPrefix("text/plain; version=0.0.4") == true)
      let text = answer.text
      let labels = #"model="gpt-test",deployment="gpt-test/1",format="chat-completions",client_key="""#
      #expect(value(text, "agentproxy_requests_total{\(labels),status=\"200\"}") == 4)
      #expect(value(text, "agentproxy_requests_total{\(labels),status=\"500\"}") == 1)
      #expect(value(text, "agentproxy_tokens_total{\(labels),kind=\"input\"}") == 48)
      #expect(value(text, "agentproxy_tokens_total{\(labels),kind=\"output\"}") == 28)
      #expect(value(text, "agentproxy_tokens_total{\(labels),kind=\"cached\"}") == 8)
      #expect(value(text, #"agentproxy_failed_tries_total{deployment="gpt-test/1",reason="500"}"#) == 1)
      #expect(value(text, #"agentproxy_request_seconds_count{model="gpt-test"}"#) == 5)
      #expect(value(text, #"agentproxy_request_seconds_bucket{model="gpt-test",le="+Inf"}"#) == 5)
      #expect(value(text, "agentproxy_overhead_seconds_count") == 5)
      #expect(value(text, #"agentproxy_requests_in_flight{model="gpt-test",deployment="gpt-test/1"}"#) == 0)
      #expect(value(text, "agentproxy_client_connections") == 1)
      #expect(try #require(value(text, "process_resident_memory_bytes")) > 1_000_000)
      #expect(try #require(value(text, "process_open_fds")) > 3)
      // A model that is not there must not become a label: anybody could make up as many as memory holds.
      #expect(!text.contains("made-up"))
      for line in text.split(separator: "\n") where !line.hasPrefix("#") {
        #expect(
          line.firstMatch(of: #/^[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [0-9.e+-]+$/#) != nil,
          "\(line)"
        )
      }
      let names = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] }
      #expect(Set(names).count == names.count)
    }
  }

  @Test func aKeyIsNeeded() async throws {
    try await TestGateway.run { gateway, _ in
      try await gateway.expect(401, "/metrics", headers: [])
      try await gateway.expect(405, "/metrics", "{}")
    }
  }

  @Test func aClientsKeyDoesNotSeeTheOthers() async throws {
    let keys = "  client_keys: [{name: ci, key: os.environ/CI_KEY}]"
    try await TestGateway.run(extra: keys) { gateway, _ in
      try await gateway.expect(403, "/metrics", headers: ["Authorization: Bearer sk-ci"])
      try await gateway.expect(200, "/metrics")
    }
  }

  @Test func aHistogramCountsEachMeasurementOnce() {
    var histogram = Histogram(bounds: [0.1, 1])
    for seconds in [0.05, 0.1, 0.5, 1, 2, 1000] { histogram.add(seconds) }
    var text = MetricsText()
    histogram.write("h", [("a", "b\\\"\n")], to: &text)
    let labels = #"a="b\\\"\n""#
    #expect(
      text.text == """
        h_bucket{\(labels),le="0.1"} 2
        h_bucket{\(labels),le="1.0"} 4
        h_bucket{\(labels),le="+Inf"} 6
        h_sum{\(labels)} 1003.65
        h_count{\(labels)} 6

        """
    )
  }
}
