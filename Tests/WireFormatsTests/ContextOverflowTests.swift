import Testing

@testable import WireFormats

@Suite struct ContextOverflowTests {
  private func isDescribed(_ status: Int, _ text: String) -> Bool {
    ContextOverflow.isDescribed(status: status, by: Array(text.utf8).span)
  }

  @Test(arguments: [
    #"{"error":{"message":"This model's maximum context length is 8192 tokens","code":"context_length_exceeded"}}"#,
    #"{"error":{"message":"Your input exceeds the context window of this model."}}"#,
    #"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}"#,
    "the request EXCEEDS THE AVAILABLE CONTEXT SIZE",
  ])
  func providersWordsAreKnown(_ body: String) {
    #expect(isDescribed(400, body))
    #expect(isDescribed(413, body))
    #expect(!isDescribed(429, body))
    #expect(!isDescribed(500, body))
  }

  @Test(arguments: ["", "prompt is too lon", #"{"error":{"message":"unknown parameter"}}"#])
  func otherErrorsAreNotTakenForIt(_ body: String) {
    #expect(!isDescribed(400, body))
  }
}
