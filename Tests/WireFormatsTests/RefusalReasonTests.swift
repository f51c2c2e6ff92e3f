import Testing

@testable import WireFormats

@Suite struct RefusalReasonTests {
  private func reason(_ status: Int, _ text: String) -> RefusalReason? {
    RefusalReason(status: status, body: Array(text.utf8).span)
  }

  @Test(arguments: [
    #"{"error":{"message":"This model's maximum context length is 8192 tokens","code":"context_length_exceeded"}}"#,
    #"{"error":{"message":"Your input exceeds the context window of this model."}}"#,
    #"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}"#,
    "the request EXCEEDS THE AVAILABLE CONTEXT SIZE",
  ])
  func aRequestThatIsTooLongIsKnownByTheProvidersWords(_ body: String) {
    #expect(reason(400, body) == .contextOverflow)
    #expect(reason(413, body) == .contextOverflow)
    #expect(reason(429, body) == nil)
    #expect(reason(500, body) == nil)
  }

  @Test(arguments: [
    #"{"error":{"message":"Your request was rejected as a result of our safety system.","code":"content_policy_violation"}}"#,
    #"{"error":{"message":"Invalid prompt: your prompt was flagged as potentially violating our usage policy."}}"#,
    #"{"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}"#,
    #"{"error":{"innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#,
  ])
  func aRefusalOfTheContentIsKnownByTheProvidersWords(_ body: String) {
    #expect(reason(400, body) == .contentPolicy)
    #expect(reason(403, body) == .contentPolicy)
    #expect(reason(429, body) == nil)
    #expect(reason(500, body) == nil)
  }

  @Test(arguments: ["", "prompt is too lon", "content_policy_violatio", #"{"error":{"message":"unknown parameter"}}"#])
  func otherErrorsAreNotTakenForEither(_ body: String) {
    #expect(reason(400, body) == nil)
  }
}
