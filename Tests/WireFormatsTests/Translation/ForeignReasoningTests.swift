import Testing

@testable import WireFormats

@Suite struct ForeignReasoningTests {
  /// Each answer that could not be given back to its client's own provider is noticed in the next request.
  @Test func thoughtsOfOthersAreNoticed() throws {
    let signed = #"{"content":[{"type":"thinking","thinking":"hm","signature":"SIG"}],"stop_reason":"end_turn"}"#
    let unsigned = #"{"choices":[{"finish_reason":"stop","message":{"content":"x","reasoning_content":"hm"}}]}"#
    let encrypted = #"{"output":[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"E"}]}"#
    for (client, upstream, answer) in [
      (WireFormat.responses, WireFormat.messages, signed), (.responses, .chatCompletions, unsigned),
      (.messages, .responses, encrypted), (.messages, .chatCompletions, unsigned),
    ] {
      let request = Array(#"{"model":"m","input":"hi","max_tokens":9,"messages":[]}"#.utf8)
      let translation = try Translation(
        client: client,
        upstream: upstream,
        request: request.span,
        requestID: "r",
        created: 0
      )
      let body = Array(answer.utf8)
      let translated = try translation.translateResponse(body.span)
      let found = ForeignReasoning.isPresent(in: translated.span, format: client)
      #expect(found)
    }
  }

  @Test func aProvidersOwnThoughtsPass() {
    let messages = Array(#"{"messages":[{"content":[{"type":"thinking","thinking":"x","signature":"S"}]}]}"#.utf8)
    let found = ForeignReasoning.isPresent(in: messages.span, format: .messages)
    #expect(!found)
    let responses = Array(#"{"input":[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"E"}]}"#.utf8)
    let foundInItems = ForeignReasoning.isPresent(in: responses.span, format: .responses)
    #expect(!foundInItems)
    let foundInChat = ForeignReasoning.isPresent(in: responses.span, format: .chatCompletions)
    #expect(!foundInChat)
  }

  @Test(arguments: ["needle", "xneedle", "needlex", "nneedle", "neneedle", "needneedle", "xxxxxxxxxxxxneedlexxxx"])
  func bytesAreFoundAnywhere(_ text: String) {
    let bytes = Array(text.utf8)
    let found = ByteSearch("needle").isFound(in: bytes.span)
    #expect(found)
  }

  @Test(arguments: ["", "needl", "eedle", "needke", "nedleneedl"])
  func otherBytesAreNot(_ text: String) {
    let bytes = Array(text.utf8)
    let found = ByteSearch("needle").isFound(in: bytes.span)
    #expect(!found)
  }

  @Test func limitsAreSaidInTheClientsNames() {
    #expect(
      RateLimitHeader.name("anthropic-ratelimit-requests-remaining", for: .openAI)?.description
        == "x-ratelimit-remaining-requests"
    )
    #expect(
      RateLimitHeader.name("x-ratelimit-limit-tokens", for: .anthropic)?.description
        == "anthropic-ratelimit-tokens-limit"
    )
    #expect(RateLimitHeader.name("x-ratelimit-limit-tokens", for: .openAI)?.description == nil)
    #expect(RateLimitHeader.name("x-ratelimit-reset-tokens", for: .anthropic)?.description == nil)
  }
}
