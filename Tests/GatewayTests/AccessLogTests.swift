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
    try await TestGateway.run(log: log) { gateway, _ in
      _ = try await gateway.send("/v1/chat/completions", #"{"model":"gpt-test","messages":["a private word"]}"#)
      _ = try await gateway.send("/v1/messages", #"{"model":"bad\nname\u001b[31m"}"#)
      _ = try await gateway.send("/v1/messages", #"{"model":"claude-test"}"#, headers: ["x-api-key: wrong-key-value"])
    }
    log.flush()
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 3)
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
