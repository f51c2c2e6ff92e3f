import FakeUpstream
import Foundation
import Testing

@testable import Gateway

@Suite struct CacheTests {
  private func serve(
    _ script: FakeUpstream.Script? = nil,
    parameters: String = "",
    _ body: (TestGateway, FakeUpstream) async throws -> Void
  ) async throws {
    let hello = FakeUpstream.Script.answers([.text("hello")])
    try await FakeUpstream.run(script ?? hello) { upstream in
      let yaml = """
        model_list:
          - model_name: gpt
            litellm_params: {model: openai/g, api_key: os.environ/PROVIDER_KEY, api_base: "\(upstream.origin)/v1"}
          - model_name: claude
            litellm_params: {model: anthropic/c, api_key: os.environ/PROVIDER_KEY, api_base: "\(upstream.origin)"}
        router_settings: {num_retries: 0}
        general_settings:
          master_key: os.environ/LITELLM_MASTER_KEY
          client_keys: [{name: ci, key: os.environ/CI_KEY}, {name: free, key: os.environ/FREE_KEY}]
        litellm_settings: {cache: true, cache_params: {type: local\(parameters)}}
        """
      try await TestGateway.serve(yaml) { try await body($0, upstream) }
    }
  }

  @Test(arguments: [("/v1/chat/completions", "gpt"), ("/v1/responses", "gpt"), ("/v1/messages", "claude")])
  func anEqualRequestGetsTheSameAnswer(_ path: String, _ model: String) async throws {
    try await serve { gateway, upstream in
      for stream in ["", #","stream":true"#] {
        let before = upstream.requests.count
        let first = try await gateway.send(path, #"{"model":"\#(model)","a":[1,{"b":"c"}]\#(stream)}"#)
        #expect(first.status == 200)
        #expect(first.header("x-litellm-cache-key") == nil)
        // The same in other words.
        let again = try await gateway.send(path, #"{ "a" : [ 1, { "\u0062":"c" } ], "model":"\#(model)"\#(stream) }"#)
        #expect(again.status == 200)
        #expect(again.body == first.body)
        #expect(again.isComplete)
        #expect(again.header("content-type") == first.header("content-type"))
        #expect(again.header("x-litellm-cache-key")?.isEmpty == false)
        #expect(again.header("age").flatMap(Int.init) != nil)
        #expect(upstream.requests.count == before + 1)
        try await gateway.expect(200, path, #"{"model":"\#(model)","a":[1,{"b":"d"}]\#(stream)}"#)
        #expect(upstream.requests.count == before + 2)
      }
    }
  }

  @Test func withoutTheSettingNothingIsKept() async throws {
    try await TestGateway.run { gateway, upstream in
      for _ in 0..<2 { try await gateway.expect(200, "/v1/responses", #"{"model":"gpt-test"}"#) }
      #expect(upstream.requests.count == 2)
    }
  }

  @Test func aRequestMayRefuse() async throws {
    try await serve { gateway, upstream in
      let body = #"{"model":"gpt"}"#
      try await gateway.expect(200, "/v1/responses", #"{"model":"gpt","cache":{"no-store":true}}"#)
      #expect(upstream.requests.last?.text == #"{"model":"g"}"#)
      try await gateway.expect(200, "/v1/responses", body)
      #expect(upstream.requests.count == 2)
      try await gateway.expect(200, "/v1/responses", body)
      #expect(upstream.requests.count == 2)
      for refusal in [#"{"model":"gpt","cache":{"no-cache":true}}"#, #"{"cache":{"s-maxage":0},"model":"gpt"}"#] {
        let before = upstream.requests.count
        try await gateway.expect(200, "/v1/responses", refusal)
        #expect(upstream.requests.count == before + 1)
      }
      let before = upstream.requests.count
      let headers = ["Authorization: Bearer \(TestGateway.key)", "Cache-Control: no-cache, no-store"]
      try await gateway.expect(200, "/v1/responses", body, headers: headers)
      #expect(upstream.requests.count == before + 1)
    }
  }

  @Test func noClientGetsTheAnswerOfAnother() async throws {
    try await serve { gateway, upstream in
      for key in [TestGateway.key, "sk-ci", "sk-free"] {
        for _ in 0..<2 {
          try await gateway.expect(200, "/v1/responses", #"{"model":"gpt"}"#, headers: ["Authorization: Bearer \(key)"])
        }
      }
      #expect(upstream.requests.count == 3)
    }
    try await serve(parameters: ", share_between_keys: true") { gateway, upstream in
      for key in [TestGateway.key, "sk-ci", "sk-free"] {
        try await gateway.expect(200, "/v1/responses", #"{"model":"gpt"}"#, headers: ["Authorization: Bearer \(key)"])
      }
      #expect(upstream.requests.count == 1)
    }
  }

  @Test func whatTheProviderIsToldBesideTheBodyCounts() async throws {
    try await serve { gateway, upstream in
      for beta in ["one", "two", "one"] {
        let headers = ["x-api-key: \(TestGateway.key)", "anthropic-beta: \(beta)"]
        try await gateway.expect(200, "/v1/messages", #"{"model":"claude"}"#, headers: headers)
      }
      #expect(upstream.requests.count == 2)
      try await gateway.expect(200, "/v1/messages?beta=true", #"{"model":"claude"}"#)
      try await gateway.expect(200, "/v1/responses", #"{"model":"gpt"}"#)
      try await gateway.expect(200, "/v1/chat/completions", #"{"model":"gpt"}"#)
      #expect(upstream.requests.count == 5)
    }
  }

  @Test func onlyWholeAnswersAreKept() async throws {
    let half = FakeUpstream.Script.respond { request in
      switch request.text.contains("error") {
      case true: .error(500, "broken", as: .responses)
      case false where request.text.contains("cut"):
        FakeUpstream.Reply.stream(["event: response.completed\ndata: {}\n\n", "data: more\n\n"]).cut(after: 1)
      case false where request.text.contains("failed"):
        .stream(["event: response.created\ndata: {}\n\n", "event: response.failed\ndata: {}\n\n"])
      default: FakeUpstream.Reply.stream(["event: response.completed\ndata: {}\n\n"])
      }
    }
    try await serve(half) { gateway, upstream in
      for kind in ["error", "cut", "failed"] {
        for _ in 0..<2 { _ = try await gateway.send("/v1/responses", #"{"model":"gpt","stream":true,"a":"\#(kind)"}"#) }
      }
      #expect(upstream.requests.count == 6)
      for _ in 0..<2 { try await gateway.expect(200, "/v1/responses", #"{"model":"gpt","stream":true}"#) }
      #expect(upstream.requests.count == 7)
    }
  }

  @Test func noErrorThatLooksLikeAnAnswerIsKept() async throws {
    // A server that ends a failed stream like any other, and answers that are none.
    let script = FakeUpstream.Script.respond { request in
      switch request.path {
      case "/v1/chat/completions" where request.wantsStream:
        .stream(["data: {\"error\":{\"message\":\"out of memory\"}}\n\n", "data: [DONE]\n\n"])
      case "/v1/chat/completions": .body(#"{"error":{"message":"out of memory"}}"#)
      default: .body(#"{"id":"r","status":"queued","output":[]}"#)
      }
    }
    try await serve(script) { gateway, upstream in
      let bodies = [
        ("/v1/chat/completions", #"{"model":"gpt","stream":true}"#), ("/v1/chat/completions", #"{"model":"gpt"}"#),
        ("/v1/responses", #"{"model":"gpt","background":true}"#),
      ]
      for (path, body) in bodies {
        for _ in 0..<2 { try await gateway.expect(200, path, body) }
      }
      #expect(upstream.requests.count == 6)
    }
  }

  @Test func translatedAnswersAreKeptAsTheClientGotThem() async throws {
    try await serve { gateway, upstream in
      for stream in ["", #","stream":true"#] {
        let before = upstream.requests.count
        let body = #"{"model":"claude","messages":[{"role":"user","content":"hi"}]\#(stream)}"#
        let first = try await gateway.send("/v1/chat/completions", body)
        let again = try await gateway.send("/v1/chat/completions", body)
        #expect(again.body == first.body)
        #expect(again.header("content-type") == first.header("content-type"))
        #expect(again.header("x-litellm-cache-key") != nil)
        #expect(upstream.requests.count == before + 1)
      }
    }
  }

  @Test func onRequestAloneWhereThatIsTheMode() async throws {
    try await serve(parameters: ", mode: default_off") { gateway, upstream in
      for _ in 0..<2 { try await gateway.expect(200, "/v1/responses", #"{"model":"gpt"}"#) }
      #expect(upstream.requests.count == 2)
      for _ in 0..<2 {
        try await gateway.expect(200, "/v1/responses", #"{"model":"gpt","cache":{"use-cache":true}}"#)
      }
      #expect(upstream.requests.count == 3)
    }
  }

  @Test func aLimitOfRequestsCountsThemAll() async throws {
    try await serve { gateway, _ in
      let answer = try await gateway.send("/metrics")
      #expect(answer.text.contains("agentproxy_cache_hits_total"))
      for _ in 0..<3 { try await gateway.expect(200, "/v1/responses", #"{"model":"gpt"}"#) }
      let labels = #"model="gpt",deployment="gpt/1",format="responses",client_key="""#
      let text = try await gateway.send("/metrics").text
      #expect(text.contains("agentproxy_cache_hits_total{\(labels)} 2"))
      #expect(text.contains("agentproxy_tokens_total{\(labels),kind=\"input\"} 12"))
    }
  }
}
