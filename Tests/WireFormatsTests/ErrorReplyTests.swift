import Foundation
import Testing
import WireFormats

@Suite struct ErrorReplyTests {
  private func object(_ bytes: [UInt8]) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  @Test(arguments: ErrorReply.Kind.allCases)
  func eachKindHasBothShapes(_ kind: ErrorReply.Kind) throws {
    let reply = ErrorReply(kind, "no \"model\"\n\u{1B}[31m", parameter: "model")
    let openAI = try #require(try object(reply.body(for: .openAI, requestID: "r1"))["error"] as? [String: Any])
    #expect(openAI["message"] as? String == reply.message)
    #expect(openAI["param"] as? String == "model")
    #expect(openAI["code"] as? String == String(kind.status))
    #expect((openAI["type"] as? String)?.isEmpty == false)

    let anthropic = try object(reply.body(for: .anthropic, requestID: "r1"))
    #expect(anthropic["type"] as? String == "error")
    #expect(anthropic["request_id"] as? String == "r1")
    #expect((anthropic["error"] as? [String: Any])?["message"] as? String == reply.message)
  }

  @Test func onlyWhatMayPassIsWorthRetrying() {
    let retried = ErrorReply.Kind.allCases.filter(\.isWorthRetrying).map(\.status)
    #expect(retried == [408, 429, 502, 503, 504])
  }
}
