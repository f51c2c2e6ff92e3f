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

  @Test func anErrorBeforeAnyAnswerIsAnOverloadWhereItIsWorthRepeating() throws {
    let event = try #require(reply.event(for: .messages, requestID: "r", created: 0, isFirst: true))
    #expect(String(decoding: event, as: UTF8.self).contains(#""type":"overloaded_error""#))
    let refusal = ErrorReply(.invalidRequest, "no")
    let final = try #require(refusal.event(for: .messages, requestID: "r", created: 0, isFirst: true))
    #expect(String(decoding: final, as: UTF8.self).contains(#""type":"invalid_request_error""#))
  }

  @Test(arguments: WireFormat.allCases)
  func aPingIsOneEventOrAComment(_ format: WireFormat) throws {
    guard let ping = format.ping else {
      #expect(format == .countTokens || format == .embeddings)
      return
    }
    let text = String(decoding: ping, as: UTF8.self)
    #expect(text.hasSuffix("\n\n"))
    #expect(text.components(separatedBy: "\n\n").count == 2)
    guard !text.hasPrefix(":") else { return }
    let lines = text.split(separator: "\n")
    let data = Data(try #require(lines.last).dropFirst("data: ".count).utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(lines.first == "event: \(object["type"] as? String ?? "?")")
  }

  @Test func whatDoesNotStreamHasNone() {
    #expect(reply.event(for: .countTokens, requestID: "r", created: 0) == nil)
    #expect(reply.event(for: .embeddings, requestID: "r", created: 0) == nil)
  }
}
