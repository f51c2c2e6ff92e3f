import Testing

@testable import WireFormats

@Suite struct TokenEstimateTests {
  private func tokens(_ text: String) -> Int {
    Array(text.utf8).withUnsafeBytes { TokenEstimate.tokens(in: $0) }
  }

  @Test func textCountsByItsBytes() {
    let words = String(repeating: "a word, ", count: 1000)
    let request = #"{"model":"m","messages":[{"role":"user","content":"\#(words)"}]}"#
    #expect(tokens(request) == request.utf8.count / 4)
    #expect(tokens(#"{"a":"b \" c\\","d":"\n"}"#) == 6)
    #expect(tokens("{}") == 1)
    #expect(tokens("") == 1)
  }

  /// A picture's bytes say nothing of its tokens.
  @Test func picturesCountAsPictures() {
    let data = String(repeating: "Ab+/", count: 25_000)
    let anthropic = tokens(
      #"{"messages":[{"content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"\#(data)"}}]}]}"#
    )
    let openAI = tokens(#"{"messages":[{"content":[{"image_url":{"url":"data:image/png;base64,\#(data)"}}]}]}"#)
    #expect((1600...1640).contains(anthropic))
    #expect((1600...1640).contains(openAI))
    #expect((3200...3230).contains(tokens(#"["\#(data)","\#(data)"]"#)))
    // A small one is not more than its bytes.
    #expect(tokens(#"["\#(data.prefix(4000))"]"#) == 1001)
  }

  /// Neither a long word at the end of a text nor what is cut off is taken for a picture.
  @Test func whatIsNoJSONCountsByItsBytes() {
    let data = String(repeating: "A", count: 100_000)
    #expect(tokens(data) == 25_000)
    #expect(tokens(#"{"a":"some words and \#(data)"#) > 25_000)
    #expect(tokens("\"\\") == 1)
    #expect(tokens("\"\(data)") == 1600)
  }
}
