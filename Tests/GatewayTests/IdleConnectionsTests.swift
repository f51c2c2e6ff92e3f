import FakeUpstream
import Foundation
import Glibc
import NIOCore
import Testing

@testable import Gateway

/// Clients that take their time, one by one and in great number.
@Suite(.serialized) struct IdleConnectionsTests {
  /// A byte now and then keeps neither a head nor a body alive for longer than its time.
  @Test func aByteAtATimeDoesNotBuyMoreTime() async throws {
    var limits = GatewayLimits()
    limits.headTimeout = .milliseconds(400)
    limits.bodyTimeout = .milliseconds(400)
    try await TestGateway.run(limits: limits) { gateway, upstream in
      let head = "POST /v1/messages HTTP/1.1\r\nx-api-key: \(TestGateway.key)\r\nContent-Length: 100000\r\n\r\n"
      for (begun, answer) in [("", nil), (head, 408)] as [(String, Int?)] {
        let client = try RawClient(port: gateway.port)
        await client.send(begun)
        async let received = client.receiveAll()
        // Far longer than allowed, unless the connection ends before.
        var count = 0
        while count < 2000, await client.send("X") {
          count += 1
          try await Task.sleep(for: .milliseconds(10))
        }
        #expect(count < 2000)
        #expect(HTTPAnswer(await received)?.status == answer)
      }
      #expect(upstream.requests.isEmpty)
    }
  }

  /// Memory that this process really uses, in bytes.
  private static var residentSize: Int {
    let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
  }

  private static let count = 3000

  /// Both ends of every connection are in this process.
  @Test(.enabled(if: FileDescriptorLimit.raise() > count * 2 + 500)) func thousandsOfConnectionsCostLittle()
    async throws
  {
    try await TestGateway.run { gateway, _ in
      let request = TestGateway.request("/v1/models")
      func ask(_ client: RawClient) async {
        await client.send(request)
        #expect(await client.receive(until: "gpt-test").hasPrefix("HTTP/1.1 200"))
      }
      let active = try RawClient(port: gateway.port)
      for _ in 0..<100 { await ask(active) }
      let before = Self.residentSize
      var idle: [RawClient] = []
      for _ in 0..<Self.count { idle.append(try RawClient(port: gateway.port)) }
      for client in idle { await ask(client) }
      let held = Self.residentSize
      for _ in 0..<500 { await ask(active) }
      let after = Self.residentSize
      for client in idle.shuffled().prefix(100) { await ask(client) }
      // Client, its two queues, server and two sockets: 20 KiB each would be a lot.
      #expect(held - before < Self.count * (40 << 10))
      #expect(after - held < 20 << 20)
    }
  }
}
