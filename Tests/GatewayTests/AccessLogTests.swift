import FakeUpstream
import Foundation
import Glibc
import Testing

@testable import Gateway

@Suite struct AccessLogTests {
  @Test func eachRequestHasOneLineWithoutKeysOrText() async throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID()).txt").path
    defer { unlink(file) }
    let descriptor = open(file, O_CREAT | O_WRONLY, 0o600)
    defer { close(descriptor) }
    let log = LogWriter(descriptor: descriptor)
    var unreadableID = ""
    try await TestGateway.run(log: log) { gateway, _ in
      _ = try await gateway.send("/v1/chat/completions", #"{"model":"gpt-test","messages":["a private word"]}"#)
      let noise = try RawClient(port: gateway.port)
      await noise.send("this is not HTTP\r\n\r\n")
      let refusal = try #require(HTTPAnswer(await noise.receiveAll()))
      unreadableID = try #require(refusal.header("x-request-id"))
      _ = try await gateway.send("/v1/messages", #"{"model":"x status=200 \u009b\"","a":1}"#)
      _ = try await gateway.send("/v1/messages", #"{"model":"bad\nname\u001b[31m"}"#)
      _ = try await gateway.send("/v1/messages", #"{"model":"claude-test"}"#, headers: ["x-api-key: wrong-key-value"])
    }
    log.flush()
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines.contains { $0.contains(" ? - 400 ") && $0.hasSuffix(" id=\(unreadableID)") })
    #expect(lines.contains { $0.contains(" model=x?status=200????") })
    let pattern = #/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z POST /v1/chat/completions 200 model=gpt-test /#
    #expect(lines.first?.firstMatch(of: pattern) != nil)
    #expect(lines.contains { $0.contains("/v1/messages 400") && $0.contains("fault=\"invalidRequest\"") })
    #expect(lines.contains { $0.contains("/v1/messages 401") })
    let text = lines.joined()
    for secret in [TestGateway.key, TestGateway.providerKey, "wrong-key-value", "private", "hello", "\u{1B}"] {
      #expect(!text.contains(secret))
    }
  }
}
