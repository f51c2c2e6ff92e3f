import FakeUpstream
import Foundation
import Synchronization
import Testing

@testable import Gateway

@Suite struct DyingDeploymentTests {
  private final class Counter: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .relaxed) }

    func increase() { value.add(1, ordering: .relaxed) }
  }

  private static let clients = 16
  private static let requestsPerClient = 625

  /// Ten thousand requests over three deployments, of which one dies under load and comes back: each client gets one
  /// answer to each of its requests, and it is its own.
  @Test func noRequestIsLostAndNoneAnsweredTwice() async throws {
    let echo = FakeUpstream.Script.respond { request in .body(#"{"echo":\#(request.text)}"#) }
    var upstreams: [FakeUpstream] = []
    // Nobody is given the port of the one that dies before it is back.
    for port in [0, freePort(), 0] { upstreams.append(try await FakeUpstream.start(echo, port: port)) }
    let entries = upstreams.map { upstream in
      """
        - model_name: m
          litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(upstream.origin)/v1"}
      """
    }
    let yaml = """
      model_list:
      \(entries.joined(separator: "\n"))
      router_settings: {num_retries: 2, allowed_fails: 3, cooldown_time: 0.1}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
      """
    let answered = Counter()
    let total = Self.clients * Self.requestsPerClient
    var revived: FakeUpstream?
    var options = Gateway.Options(host: "127.0.0.1", port: 0)
    options.threads = 2
    try await TestGateway.serve(yaml, options) { gateway in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for client in 0..<Self.clients {
          group.addTask { try await Self.run(client, port: gateway.port, answered) }
        }
        try await Self.wait { answered.count > total / 4 }
        await upstreams[1].stop()
        try await Self.wait { answered.count > total / 2 }
        revived = try await FakeUpstream.start(echo, port: upstreams[1].port)
        try await group.waitForAll()
      }
    }
    #expect(answered.count == total)
    // It had its share before, and has it again.
    #expect(upstreams[1].requests.count > total / 20)
    #expect(try #require(revived).requests.count > total / 20)
    for upstream in upstreams + [revived].compactMap({ $0 }) { await upstream.stop() }
  }

  private static func run(_ client: Int, port: Int, _ answered: Counter) async throws {
    let connection = try RawClient(port: port)
    for number in 0..<requestsPerClient {
      let body = #"{"model":"m","n":"\#(client)-\#(number)"}"#
      await connection.send(TestGateway.request("/v1/chat/completions", body))
      let text = await connection.receive(until: "}}")
      try #require(text.hasPrefix("HTTP/1.1 200 "), "\(text)")
      try #require(text.components(separatedBy: "HTTP/1.1 ").count == 2)
      try #require(text.hasSuffix("\r\n\r\n" + #"{"echo":\#(body)}"#))
      answered.increase()
    }
  }

  private static func wait(_ condition: () -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while !condition() {
      try #require(ContinuousClock.now < deadline)
      try await Task.sleep(for: .milliseconds(2))
    }
  }
}
