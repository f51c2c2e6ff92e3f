import FakeUpstream
import Foundation
import Glibc
import Synchronization
import Testing

@testable import Gateway

@Suite struct FailoverTests {
  private func configuration(_ origins: [(model: String, origin: String)], _ router: String) -> String {
    let entries = origins.map { model, origin in
      """
        - model_name: \(model)
          litellm_params: {model: openai/up-\(model), api_key: os.environ/PROVIDER_KEY, api_base: "\(origin)/v1"}
      """
    }
    return """
      model_list:
      \(entries.joined(separator: "\n"))
      router_settings: {\(router)}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
      """
  }

  private func failing(_ status: Int, _ message: String, _ headers: (name: String, value: String)...)
    -> FakeUpstream.Script
  {
    .respond { _ in .error(status, message, as: .chat, headers: headers) }
  }

  @Test func aWaitBetweenTriesIsTheProvidersOwn() async throws {
    let script = FakeUpstream.Script.answers([
      .reply(.error(503, "busy", as: .chat, headers: [(name: "Retry-After", value: "1")])), .text("at last"),
    ])
    try await FakeUpstream.run(script) { upstream in
      try await TestGateway.serve(configuration([("m", upstream.origin)], "num_retries: 1")) { gateway in
        let start = ContinuousClock.now
        let answer = try await gateway.send("/v1/responses", #"{"model":"m","input":"a"}"#)
        #expect(answer.status == 200)
        #expect(answer.text.contains("at last"))
        #expect(answer.header("x-litellm-attempted-retries") == "1")
        #expect(ContinuousClock.now - start >= .seconds(1))
        #expect(upstream.requests.map(\.text) == Array(repeating: #"{"model":"up-m","input":"a"}"#, count: 2))
      }
    }
  }

  @Test func aClientThatLeavesDuringTheWaitIsNotWorkedFor() async throws {
    // Each wait is of a second or two, so that another try would come while this test looks.
    let script = failing(503, "busy", (name: "Retry-After", value: "1"))
    try await FakeUpstream.run(script) { upstream in
      try await TestGateway.serve(configuration([("m", upstream.origin)], "num_retries: 20")) { gateway in
        let client = try RawClient(port: gateway.port)
        await client.send(TestGateway.request("/v1/responses", #"{"model":"m"}"#))
        try await upstream.wait(timeout: .seconds(60)) { !$0.requests.isEmpty }
        client.reset()
        // On a busy machine more tries may have begun meanwhile.
        try await Task.sleep(for: .milliseconds(500))
        let count = upstream.requests.count
        try await Task.sleep(for: .seconds(3))
        #expect(upstream.requests.count == count)
      }
    }
  }

  @Test func anotherModelStandsInAndGetsTheSameBody() async throws {
    try await FakeUpstream.run(failing(400, "not this one")) { first in
      try await FakeUpstream.run(.answers([.text("stand-in")])) { second in
        let yaml = configuration([("m", first.origin), ("backup", second.origin)], "fallbacks: [{m: [backup]}]")
        try await TestGateway.serve(yaml) { gateway in
          let body = #"{"stream":false,"model":"m","x":"\#(String(repeating: "y", count: 100_000))"}"#
          let answer = try await gateway.send("/v1/chat/completions", body)
          #expect(answer.status == 200)
          #expect(answer.text.contains("stand-in"))
          #expect(answer.header("x-litellm-attempted-fallbacks") == "1")
          #expect(answer.header("x-litellm-attempted-retries") == "0")
          #expect(answer.header("x-litellm-model-id") == "backup/1")
          let sent = body.replacingOccurrences(of: #""m""#, with: #""up-backup""#)
          #expect(second.requests.map(\.text) == [sent])
        }
      }
    }
  }

  @Test func whenNothingSucceedsTheFirstModelsErrorIsTold() async throws {
    try await FakeUpstream.run(failing(500, "the first one's trouble", (name: "x-own", value: "1"))) { first in
      try await FakeUpstream.run(failing(503, "another trouble")) { second in
        let models = [("m", first.origin), ("backup", second.origin)]
        let yaml = configuration(models, "num_retries: 0, default_fallbacks: [backup]")
        try await TestGateway.serve(yaml) { gateway in
          let answer = try await gateway.send("/v1/chat/completions", #"{"model":"m"}"#)
          #expect(answer.status == 500)
          #expect(answer.isComplete)
          #expect(answer.text.contains("the first one's trouble"))
          #expect(answer.header("x-own") == "1")
          #expect(answer.header("x-litellm-attempted-fallbacks") == "1")
          #expect(second.requests.count == 1)
        }
      }
    }
  }

  @Test func aRequestThatIsTooLongGoesToTheLargerModel() async throws {
    let short = FakeUpstream.Script.respond { request in
      request.text.contains("long")
        ? .error(400, "This model's maximum context length is 10 tokens", as: .chat) : .error(400, "bad", as: .chat)
    }
    try await FakeUpstream.run(short) { first in
      try await FakeUpstream.run(.answers([.text("large")])) { second in
        let models = [("m", first.origin), ("large", second.origin)]
        try await TestGateway.serve(configuration(models, "context_window_fallbacks: [{m: [large]}]")) { gateway in
          let long = try await gateway.send("/v1/chat/completions", #"{"model":"m","a":"long"}"#)
          #expect(long.text.contains("large"))
          #expect(second.requests.count == 1)
          let other = try await gateway.send("/v1/chat/completions", #"{"model":"m"}"#)
          #expect(other.status == 400)
          #expect(other.text.contains("bad"))
        }
      }
    }
  }

  @Test func aRefusalOfTheContentGoesToTheModelNamedForIt() async throws {
    let strict = FakeUpstream.Script.respond { request in
      request.text.contains("rude")
        ? .error(400, "Your request was rejected as a result of our safety system.", as: .chat)
        : .error(400, "bad", as: .chat)
    }
    try await FakeUpstream.run(strict) { first in
      try await FakeUpstream.run(.answers([.text("tolerant")])) { second in
        let models = [("m", first.origin), ("other", second.origin)]
        try await TestGateway.serve(configuration(models, "content_policy_fallbacks: [{m: [other]}]")) { gateway in
          let refused = try await gateway.send("/v1/chat/completions", #"{"model":"m","a":"rude"}"#)
          #expect(refused.text.contains("tolerant"))
          let other = try await gateway.send("/v1/chat/completions", #"{"model":"m"}"#)
          #expect(other.status == 400)
          #expect(other.text.contains("bad"))
        }
      }
    }
  }

  @Test func aPolicyTriesAgainWhatIsUsuallyFinal() async throws {
    let script = FakeUpstream.Script.answers([
      .reply(.error(400, "a passing fault", as: .chat)), .text("the second time"),
    ])
    try await FakeUpstream.run(script) { upstream in
      let router = "num_retries: 0, retry_policy: {BadRequestErrorRetries: 1, RateLimitErrorRetries: 0}"
      try await TestGateway.serve(configuration([("m", upstream.origin)], router)) { gateway in
        let answer = try await gateway.send("/v1/chat/completions", #"{"model":"m"}"#)
        #expect(answer.status == 200)
        #expect(answer.header("x-litellm-attempted-retries") == "1")
        #expect(upstream.requests.count == 2)
      }
    }
  }

  @Test func deploymentsThatRestAreNotAskedAndTheClientIsToldForHowLong() async throws {
    try await FakeUpstream.run(failing(429, "slow down")) { upstream in
      let models = [("m", upstream.origin), ("m", upstream.origin)]
      try await TestGateway.serve(configuration(models, "cooldown_time: 60")) { gateway in
        let first = try await gateway.send(
          "/v1/responses",
          #"{"model":"m"}"#
        )
        #expect(first.status == 429)
        #expect(first.text.contains("slow down"))
        #expect(upstream.requests.count == 2)
        let second = try await gateway.send("/v1/responses", #"{"model":"m"}"#)
        #expect(second.status == 429)
        #expect(second.text.contains("all deployments of `m` failed"))
        let seconds = try #require(second.header("retry-after").flatMap(Int.init))
        #expect((20...60).contains(seconds))
        #expect(second.header("x-should-retry") == nil)
        #expect(upstream.requests.count == 2)
      }
    }
  }

  @Test func aRestLongerThanAnyoneWaitsIsNoReasonToAskAgain() async throws {
    try await FakeUpstream.run(failing(429, "tomorrow", (name: "Retry-After", value: "86400"))) { upstream in
      let models = [("m", upstream.origin), ("m", upstream.origin)]
      try await TestGateway.serve(configuration(models, "num_retries: 1")) { gateway in
        _ = try await gateway.send("/v1/responses", #"{"model":"m"}"#)
        let answer = try await gateway.send("/v1/responses", #"{"model":"m"}"#)
        #expect(answer.status == 429)
        #expect(answer.header("x-should-retry") == "false")
      }
    }
  }

  @Test func aRestingDeploymentComesBack() async throws {
    let isBroken = Atomic(true)
    let script = FakeUpstream.Script.respond { _ in
      isBroken.load(ordering: .relaxed) ? .error(429, "slow down", as: .chat) : .body("{}")
    }
    try await FakeUpstream.run(script) { upstream in
      let models = [("m", upstream.origin), ("m", upstream.origin)]
      try await TestGateway.serve(configuration(models, "cooldown_time: 0.3")) { gateway in
        try await gateway.expect(429, "/v1/responses", #"{"model":"m"}"#)
        isBroken.store(false, ordering: .relaxed)
        try await Task.sleep(for: .milliseconds(400))
        try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#)
      }
    }
  }

  @Test func anErrorTooLargeToHoldIsPassedOn() async throws {
    let size = HeldAnswer.maximumBodySize + 100_000
    for framing in [FakeUpstream.Reply.Framing.length, .chunked] {
      let script = FakeUpstream.Script.respond { _ in
        FakeUpstream.Reply(status: 503, framing: framing, steps: [.filler(bytes: size)])
      }
      try await FakeUpstream.run(script) { upstream in
        try await TestGateway.serve(configuration([("m", upstream.origin)], "num_retries: 3")) { gateway in
          let answer = try await gateway.send("/v1/responses", #"{"model":"m"}"#)
          #expect(answer.status == 503)
          #expect(answer.isComplete)
          #expect(answer.body.count == size)
          #expect(upstream.requests.count == 1)
        }
      }
    }
  }

  @Test func aStreamHasATimeOfItsOwnToBegin() async throws {
    let script = FakeUpstream.Script.respond { _ in .stream(["data: 1\n\n"]).delayed(by: .milliseconds(700)) }
    try await FakeUpstream.run(script) { upstream in
      let router = "num_retries: 0, stream_timeout: 0.2, timeout: 20"
      try await TestGateway.serve(configuration([("m", upstream.origin)], router)) { gateway in
        try await gateway.expect(504, "/v1/responses", #"{"model":"m","stream":true}"#)
        try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#)
      }
    }
  }

  @Test func aFullDeploymentIsAnsweredForAtOnce() async throws {
    let script = FakeUpstream.Script.respond { _ in .stream(["data: 1\n\n", "data: 2\n\n"]).paced(by: .seconds(20)) }
    try await FakeUpstream.run(script) { upstream in
      let router = "default_max_parallel_requests: 1"
      try await TestGateway.serve(configuration([("m", upstream.origin)], router)) { gateway in
        let client = try RawClient(port: gateway.port)
        await client.send(TestGateway.request("/v1/responses", #"{"model":"m"}"#))
        _ = await client.receive(until: "data: 1")
        let refused = try await gateway.send("/v1/responses", #"{"model":"m"}"#)
        #expect(refused.status == 429)
        #expect(refused.header("retry-after") == "1")
        #expect(refused.text.contains("max_parallel_requests"))
        #expect(upstream.requests.count == 1)
      }
    }
  }

  @Test func theLeastBusyDeploymentIsAsked() async throws {
    let slow = FakeUpstream.Script.respond { request in
      request.wantsStream ? .stream(["data: 1\n\n", "data: 2\n\n"]).paced(by: .seconds(20)) : .body("{}")
    }
    try await FakeUpstream.run(slow) { first in
      try await FakeUpstream.run(slow) { second in
        let models = [("m", first.origin), ("m", second.origin)]
        try await TestGateway.serve(configuration(models, "routing_strategy: least-busy")) { gateway in
          let client = try RawClient(port: gateway.port)
          await client.send(TestGateway.request("/v1/responses", #"{"model":"m","stream":true}"#))
          _ = await client.receive(until: "data: 1")
          let (busy, free) = first.requests.isEmpty ? (second, first) : (first, second)
          for _ in 0..<10 { try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#) }
          #expect(busy.requests.count == 1)
          #expect(free.requests.count == 10)
          // When the client has gone, the other one is as free again.
          client.reset()
          try await busy.wait(timeout: .seconds(60)) { !$0.abandoned.isEmpty }
          for _ in 0..<40 { try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#) }
          #expect(busy.requests.count > 1)
        }
      }
    }
  }

  @Test func theFastestDeploymentIsAsked() async throws {
    try await FakeUpstream.run(.respond { _ in FakeUpstream.Reply.body("{}").delayed(by: .seconds(2)) }) {
      slow in
      try await FakeUpstream.run(.respond { _ in .body("{}") }) { fast in
        let models = [("m", slow.origin), ("m", fast.origin)]
        try await TestGateway.serve(configuration(models, "routing_strategy: latency-based")) { gateway in
          for _ in 0..<12 { try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#) }
          // Once to know how slow it is.
          #expect(slow.requests.count == 1)
          #expect(fast.requests.count == 11)
        }
      }
    }
  }

  @Test func theLogSaysWhoFailedAndWhoAnswered() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID()).txt").path
    defer { unlink(file) }
    let descriptor = open(file, O_CREAT | O_WRONLY, 0o600)
    defer { close(descriptor) }
    let log = LogWriter(descriptor: descriptor)
    var options = Gateway.Options(host: "127.0.0.1", port: 0)
    options.log = log
    try await FakeUpstream.run(.answers([.text("hello")])) { upstream in
      let models = [("m", "http://127.0.0.1:1"), ("backup", upstream.origin)]
      let yaml = configuration(models, "num_retries: 1, retry_after: 0, fallbacks: [{m: [backup]}]")
      try await TestGateway.serve(yaml, options) { gateway in
        try await gateway.expect(200, "/v1/responses", #"{"model":"m"}"#)
      }
    }
    log.flush()
    let line = try String(contentsOfFile: file, encoding: .utf8)
    let fields = " deployment=backup/1 retries=1 fallbacks=1 failed=m/1:connection,m/1:connection tokens_in="
    #expect(line.contains(fields), "\(line)")
  }

  @Test func theGatewayTellsOfItsOwnPartAlone() async throws {
    let script = FakeUpstream.Script.respond { _ in
      .body("{}", headers: [(name: "x-litellm-model-id", value: "theirs"), (name: "x-litellm-other", value: "kept")])
    }
    try await FakeUpstream.run(script) { upstream in
      try await TestGateway.serve(configuration([("m", upstream.origin)], "")) { gateway in
        let answer = try await gateway.send("/v1/responses", #"{"model":"m"}"#)
        #expect(answer.headers.filter { $0.name == "x-litellm-model-id" }.map(\.value) == ["m/1"])
        #expect(answer.header("x-litellm-other") == "kept")
        #expect(answer.header("x-litellm-attempted-retries") == "0")
        #expect(answer.header("x-litellm-attempted-fallbacks") == "0")
        let overhead = try #require(answer.header("x-litellm-overhead-duration-ms"))
        #expect(overhead.firstMatch(of: #/^\d+\.\d{3}$/#) != nil)
      }
    }
  }
}
