import FakeUpstream
import Foundation
import Glibc
import Synchronization
import Testing

@testable import Gateway

/// Providers that end a connection, or their half of it, when nobody expects it.
@Suite struct UpstreamPeerTests {
  private let small = #"{"model":"m"}"#
  /// More than the kernel's buffers on both sides hold.
  private let large = #"{"model":"m","text":"\#(String(repeating: "x", count: 16 << 20))"}"#

  private func serve(
    _ listener: RawListener,
    _ body: (TestGateway) async throws -> Void
  ) async throws {
    let configuration = """
      model_list:
        - model_name: m
          litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: "http://127.0.0.1:\(listener.port)/v1"}
      router_settings: {num_retries: 0}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
      """
    try await TestGateway.serve(configuration) { try await body($0) }
  }

  private static func say(_ text: String, _ descriptor: Int32) {
    _ = text.withCString { send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
  }

  /// Waits for something from the other side; false at its end.
  @discardableResult
  private static func hear(_ descriptor: Int32) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 4096)
    return recv(descriptor, &bytes, bytes.count, 0) > 0
  }

  /// Does nothing until the other side has gone, or a long time has passed.
  private static func outlast(_ descriptor: Int32) {
    // POLLRDHUP, which Swift does not see.
    var gone = pollfd(fd: descriptor, events: 0x2000, revents: 0)
    poll(&gone, 1, 60_000)
  }

  // MARK: - Half-closed

  /// After an answer the provider closes its half of the connection, which lies idle.
  @Test func aConnectionWithOneHalfClosedIsNotUsedAgain() async throws {
    let count = Atomic(0)
    let listener = try RawListener { descriptor in
      let number = count.add(1, ordering: .relaxed).newValue
      guard Self.hear(descriptor) else { return }
      Self.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\(number)", descriptor)
      shutdown(descriptor, Int32(SHUT_WR))
      Self.outlast(descriptor)
    }
    try await serve(listener) { gateway in
      for number in 1...5 {
        let answer = try await gateway.send("/v1/chat/completions", small)
        #expect(answer.text == "\(number)")
      }
    }
  }

  @Test func anAnswerWithItsHalfClosedInTheMiddleIsCut() async throws {
    let listener = try RawListener { descriptor in
      guard Self.hear(descriptor) else { return }
      Self.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", descriptor)
      shutdown(descriptor, Int32(SHUT_WR))
      Self.outlast(descriptor)
    }
    try await serve(listener) { gateway in
      let answer = try await gateway.send("/v1/chat/completions", small)
      #expect(answer.text == "half")
      #expect(!answer.isComplete)
    }
  }

  @Test func aHalfClosedConnectionEndsAnAnswerWithoutLength() async throws {
    let listener = try RawListener { descriptor in
      guard Self.hear(descriptor) else { return }
      Self.say("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nall of it", descriptor)
      shutdown(descriptor, Int32(SHUT_WR))
      Self.outlast(descriptor)
    }
    try await serve(listener) { gateway in
      let answer = try await gateway.send("/v1/chat/completions", small)
      #expect(answer.text == "all of it")
      #expect(answer.isComplete)
    }
  }

  // MARK: - Early answers

  /// The provider refuses when it has seen the head, and takes no more of the body.
  @Test(arguments: ["Connection: close\r\n", ""])
  func anAnswerThatComesBeforeTheBodyIsSentArrives(_ field: String) async throws {
    let listener = try RawListener { descriptor in
      guard Self.hear(descriptor) else { return }
      Self.say("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\(field)\r\nearly", descriptor)
      Self.outlast(descriptor)
    }
    try await serve(listener) { gateway in
      for _ in 0..<2 {
        let answer = try await gateway.send("/v1/chat/completions", large)
        #expect(answer.status == 413)
        #expect(answer.text == "early")
      }
    }
  }

  /// The same, and the connection is torn down, as a program does that closes without having read everything.
  @Test func anEarlyAnswerSurvivesTheResetBehindIt() async throws {
    let listener = try RawListener { descriptor in
      guard Self.hear(descriptor) else { return }
      Self.say("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\nConnection: close\r\n\r\nearly", descriptor)
    }
    try await serve(listener) { gateway in
      for _ in 0..<5 {
        let answer = try await gateway.send("/v1/chat/completions", large)
        #expect(answer.status == 413)
        #expect(answer.text == "early")
      }
    }
  }

  /// A connection on which a body got stuck is of no use for the next request.
  @Test func aConnectionThatStillSendsIsNotUsedAgain() async throws {
    let count = Atomic(0)
    let listener = try RawListener { descriptor in
      let number = count.add(1, ordering: .relaxed).newValue
      guard Self.hear(descriptor) else { return }
      Self.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n\(number)", descriptor)
      Self.outlast(descriptor)
    }
    try await serve(listener) { gateway in
      let first = try await gateway.send("/v1/chat/completions", large)
      #expect(first.text == "1")
      let second = try await gateway.send("/v1/chat/completions", small)
      #expect(second.text == "2")
    }
  }

  // MARK: - Clients that leave

  /// How soon the provider learns that nobody listens any more. A tenth of a second is what is promised; a busy machine
  /// gets more.
  @Test func aClientThatLeavesFreesTheProviderAtOnce() async throws {
    let end = Mutex<ContinuousClock.Instant?>(nil)
    let listener = try RawListener { descriptor in
      guard Self.hear(descriptor) else { return }
      Self.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n", descriptor)
      Self.say("9\r\ndata: 1\n\n\r\n", descriptor)
      Self.hear(descriptor)
      end.withLock { $0 = .now }
    }
    try await serve(listener) { gateway in
      for _ in 0..<10 {
        end.withLock { $0 = nil }
        let client = try RawClient(port: gateway.port)
        await client.send(TestGateway.request("/v1/chat/completions", #"{"model":"m","stream":true}"#))
        #expect(await client.receive(until: "data: 1").contains("data: 1"))
        let start = ContinuousClock.now
        client.reset()
        var arrived: ContinuousClock.Instant?
        while arrived == nil, ContinuousClock.now - start < .seconds(10) {
          try await Task.sleep(for: .milliseconds(1))
          arrived = end.withLock { $0 }
        }
        let took = try #require(arrived) - start
        #expect(took < .seconds(2))
      }
    }
  }
}
