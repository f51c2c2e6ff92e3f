import NIOCore
import Testing
import WireFormats

@testable import Gateway

@Suite struct LogLineTests {
  @Test func anEntryIsOneLineOfFields() {
    var entry = AccessLogEntry(
      requestID: RequestID(prefix: "req_1f_", number: 0xABC),
      method: .post,
      path: "/v1/responses",
      status: 200
    )
    entry.clientKey = "alice"
    entry.tool = "codex"
    entry.model = "gpt-5.5"
    entry.upstream = "api.openai.com"
    entry.deployment = "gpt-5.5-1"
    entry.retries = 2
    entry.fallbacks = 10
    entry.failures = [("a", "status 500"), ("b", "timeout")]
    entry.usage = TokenUsage(input: 1234, output: 5)
    entry.requestBytes = 0
    entry.responseBytes = 98_765
    entry.microseconds = 1_234_567
    entry.firstByteMicroseconds = 49
    entry.overheadMicroseconds = 50
    entry.fault = "client closed"
    #expect(
      Self.line(entry)
        == " POST /v1/responses 200 key=alice tool=codex model=gpt-5.5 upstream=api.openai.com deployment=gpt-5.5-1"
        + " retries=2 fallbacks=10 failed=a:status?500,b:timeout tokens_in=1234 tokens_out=5 in=0 out=98765 ms=1234.6"
        + " first_ms=0.0 own_ms=0.1 fault=\"client closed\" id=req_1f_abc\n"
    )
  }

  @Test func whatAClientChoosesNeitherSteersATerminalNorPassesForFields() {
    let id = RequestID(prefix: "r", number: 0)
    var entry = AccessLogEntry(requestID: id, method: .get, path: "/a b\u{1B}[2J", status: 1)
    entry.model = "é\"" + String(repeating: "m", count: 300)
    let model = "???" + String(repeating: "m", count: 197)
    #expect(Self.line(entry) == " GET /a?b?[2J 1 model=\(model) in=0 out=0 ms=0.0 first_ms=0.0 id=r0\n")
  }

  @Test func numbersOfHeadsAreDigits() {
    var buffer = ByteBuffer()
    for number in [0, 9, 10, 1_048_576, Int.max] {
      buffer.clear()
      buffer.writeDigits(number)
      #expect(String(buffer: buffer) == "\(number)")
      buffer.clear()
      buffer.writeDigits(number, radix: 16)
      #expect(String(buffer: buffer) == String(number, radix: 16))
    }
    buffer.clear()
    buffer.writeDigits(7, width: 3)
    #expect(String(buffer: buffer) == "007")
  }

  private static func line(_ entry: AccessLogEntry) -> String {
    var bytes: [UInt8] = []
    entry.write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
