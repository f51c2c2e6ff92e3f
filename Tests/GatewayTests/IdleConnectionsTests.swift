import FakeUpstream
import Foundation
import NIOCore
import Testing

@testable import Gateway

/// Clients that take their time.
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
}
