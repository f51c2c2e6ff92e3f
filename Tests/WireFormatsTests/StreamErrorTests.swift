import Foundation
import Testing

@testable import WireFormats

@Suite struct StreamErrorTests {
  private let reply = ErrorReply(.badGateway, "the provider \"x\" closed\nthe connection")

  @Test(arguments: [
    (WireFormat.chatCompletions, nil), (.completions, nil), (.messages, "error"), (.responses, "response.failed"),
  ])
  func anErrorIsOneEvent(_ format: WireFormat, _ name: String?) throws {
    let event = try #require(reply.event(for: format, requestID: "r1", created: 7))
    let text = String(decoding: event, as: UTF8.self)
    #expect(text.hasSuffix("\n\n"))
    #expect(text.components(separatedBy: "\n\n").count == 2)
    var lines = text.split(separator: "\n")
    if let name { #expect(lines.removeFirst() == "event: \(name)") }
    #expect(lines.count == 1)
    let data = Data(try #require(lines.first).dropFirst("data: ".count).utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let holder = (object["response"] as? [String: Any]) ?? object
    let error = try #require(holder["error"] as? [String: Any])
    #expect(error["message"] as? String == reply.message)
    if let name { #expect(object["type"] as? String == name) }
  }

  @Test func whatDoesNotStreamHasNone() {
    #expect(reply.event(for: .countTokens, requestID: "r", created: 0) == nil)
    #expect(reply.event(for: .embeddings, requestID: "r", created: 0) == nil)
  }
}
