import Testing

@testable import WireFormats

@Suite struct TokenEstimateTests {
  private func tokens(_ text: String) throws -> Int {
    let body = Array(text.utf8)
    return try TokenEstimate.tokens(in: body.span)
  }

  @Test func textCountsByItsBytes() throws {
    let short = try tokens(#"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#)
    let long = try tokens(
      #"{"model":"m","messages":[{"role":"user","content":"\#(String(repeating: "word", count: 1000))"}]}"#
    )
    #expect((1...20).contains(short))
    #expect((1000...1020).contains(long))
    #expect(try tokens("{}") == 1)
  }

  /// A picture's bytes say nothing of its tokens.
  @Test func picturesCountAsPictures() throws {
    let data = String(repeating: "A", count: 100_000)
    let anthropic = try tokens(
      #"{"messages":[{"content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"\#(data)"}}]}]}"#
    )
    let openAI = try tokens(#"{"messages":[{"content":[{"image_url":{"url":"data:image/png;base64,\#(data)"}}]}]}"#)
    #expect((1600...1630).contains(anthropic))
    #expect((1600...1630).contains(openAI))
  }

  @Test func whatIsNoJSONIsRefused() {
    #expect(throws: ErrorReply.self) { try tokens("{") }
  }
}
