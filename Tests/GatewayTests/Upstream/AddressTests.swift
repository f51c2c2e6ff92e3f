import FakeUpstream
import Foundation
import NIOCore
import NIOPosix
import Testing

@testable import Gateway

/// Names, and addresses of both families.
@Suite struct AddressTests {
  /// Whether this machine has IPv6, be it for itself alone.
  static let hasNewFamily = (try? RawListener("::1") { _ in }) != nil

  /// Knows one name, of this machine, under both families.
  private final class BothFamilies: Resolver, Sendable {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) {
      self.eventLoop = eventLoop
    }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
      eventLoop.submit { [try SocketAddress(ipAddress: "127.0.0.1", port: port)] }
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
      eventLoop.submit { [try SocketAddress(ipAddress: "::1", port: port)] }
    }

    func cancelQueries() {}
  }

  /// Asks a provider at `base` twice, and gives the answers.
  private func ask(_ base: String, _ options: Gateway.Options? = nil) async throws -> [HTTPAnswer] {
    let configuration = """
      model_list:
        - model_name: m
          litellm_params: {model: openai/m, api_key: os.environ/PROVIDER_KEY, api_base: "\(base)/v1"}
      router_settings: {num_retries: 0}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
      """
    var answers: [HTTPAnswer] = []
    try await TestGateway.serve(configuration, options ?? Gateway.Options(host: "127.0.0.1", port: 0)) { gateway in
      for _ in 0..<2 { answers.append(try await gateway.send("/v1/chat/completions", #"{"model":"m"}"#)) }
    }
    return answers
  }

  @Test func aNameThatDoesNotExistIsNamed() async throws {
    // No name server is asked for a label this long.
    let name = String(repeating: "x", count: 64) + ".test"
    for answer in try await ask("http://\(name)") {
      #expect(answer.status == 502)
      #expect(answer.text.contains("cannot connect to the provider at \(name): the name `\(name)` cannot be resolved"))
    }
  }

  @Test(.enabled(if: hasNewFamily)) func anAddressOfTheNewFamilyIsReached() async throws {
    let provider = try RawListener.answering("from ::1", at: "::1")
    for answer in try await ask("http://[::1]:\(provider.port)") { #expect(answer.text == "from ::1") }
    let refused = try await ask("http://[::1]:1")
    #expect(refused.first?.text.contains("cannot connect to the provider at [::1]:1: connection refused") == true)
  }

  /// One of the two refuses: the other one is used, and neither gets in the other's way.
  @Test(.enabled(if: hasNewFamily), arguments: ["127.0.0.1", "::1"])
  func aNameOfBothFamiliesIsReachedWhereItAnswers(_ address: String) async throws {
    let provider = try RawListener.answering("from \(address)", at: address, port: freePort())
    var options = Gateway.Options(host: "127.0.0.1", port: 0)
    options.outbound.resolver = { BothFamilies($0) }
    for answer in try await ask("http://both.test:\(provider.port)", options) {
      #expect(answer.text == "from \(address)")
    }
  }

  @Test(.enabled(if: hasNewFamily)) func aNameThatRefusesInBothFamiliesDoesSo() async throws {
    var options = Gateway.Options(host: "127.0.0.1", port: 0)
    options.outbound.resolver = { BothFamilies($0) }
    let answers = try await ask("http://both.test:1", options)
    #expect(answers.first?.text.contains("connection refused") == true)
  }

  @Test(.enabled(if: hasNewFamily)) func theGatewayListensOnTheNewFamily() async throws {
    try await FakeUpstream.run(.answers([.text("hello")])) { upstream in
      let options = Gateway.Options(host: "::1", port: 0)
      try await TestGateway.serve(TestGateway.configuration(upstream.origin), options) { gateway in
        #expect(gateway.gateway.baseURL == "http://[::1]:\(gateway.port)")
        let client = try RawClient(port: gateway.port, newFamily: true)
        await client.send(TestGateway.request("/v1/chat/completions", #"{"model":"gpt-test"}"#))
        #expect(await client.receive(until: "hello").contains("HTTP/1.1 200"))
      }
    }
  }
}
