import Testing

@testable import WireFormats

@Suite struct ErrorTranslationTests {
  private func translation(_ client: WireFormat, stream: Bool = false) throws -> Translation {
    let requests: [WireFormat: String] = [
      .chatCompletions: #"{"model":"m","stream":\#(stream),"messages":[]}"#,
      .responses: #"{"model":"m","stream":\#(stream),"input":[]}"#,
      .messages: #"{"model":"m","stream":\#(stream),"max_tokens":9,"messages":[]}"#,
    ]
    let request = Array((requests[client] ?? "").utf8)
    return try Translation(
      client: client,
      upstream: client == .messages ? .responses : .messages,
      request: request.span,
      requestID: "r1",
      created: 7
    )
  }

  private func body(_ error: TranslatedError) throws -> JSON { try JSON(parsing: error.body.span) }

  private static let statuses: [(Int, String, String)] = [
    (400, "invalid_request_error", "invalid_request_error"), (401, "authentication_error", "authentication_error"),
    (402, "billing_error", "insufficient_quota"), (403, "permission_error", "permission_error"),
    (404, "not_found_error", "invalid_request_error"), (413, "request_too_large", "invalid_request_error"),
    (429, "rate_limit_error", "rate_limit_error"), (500, "api_error", "server_error"),
    (503, "overloaded_error", "server_error"), (504, "timeout_error", "server_error"),
    (529, "overloaded_error", "server_error"),
  ]

  @Test(arguments: statuses)
  func aStatusKeepsItsMeaning(_ status: Int, _ anthropic: String, _ openAI: String) throws {
    let theirs = #"{"type":"error","error":{"type":"whatever","message":"so it is"}}"#
    let toClaude = try translation(.messages).translateError(status: status, body: theirs.utf8.span)
    #expect(toClaude.status == status)
    #expect(!toClaude.isStream)
    #expect(try body(toClaude)["type"] == "error")
    #expect(try body(toClaude)["error"] == ["type": .string(anthropic), "message": "so it is"])
    let toChat = try translation(.chatCompletions).translateError(status: status, body: theirs.utf8.span)
    #expect(try body(toChat)["error", "type"]?.string == openAI)
    #expect(try body(toChat)["error", "message"] == "so it is")
  }

  @Test func aUsedUpQuotaIsNoRateLimit() throws {
    let theirs = #"{"error":{"message":"pay","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}"#
    let error = try translation(.messages).translateError(status: 429, body: theirs.utf8.span)
    #expect(error.status == 429)
    #expect(try body(error)["error", "type"] == "billing_error")
  }

  private static let overflows: [(String, String)] = [
    (
      #"{"error":{"message":"This model's maximum context length is 128,000 tokens. However, your messages resulted in 130005 tokens.","code":"context_length_exceeded"}}"#,
      "prompt is too long: 130005 tokens > 128000 maximum"
    ),
    (
      #"{"error":{"message":"Requested 9000 tokens, which exceeds the context window of 8192."}}"#,
      "prompt is too long: 9000 tokens > 8192 maximum"
    ),
    (
      #"{"error":{"message":"Your input exceeds the context window of this model."}}"#,
      "prompt is too long: Your input exceeds the context window of this model."
    ),
    (
      #"{"error":{"message":"prompt is too long: 210000 tokens > 200000 maximum"}}"#,
      "prompt is too long: 210000 tokens > 200000 maximum"
    ),
  ]

  @Test(arguments: overflows)
  func aFullContextIsSaidInTheClientsWords(_ theirs: String, _ claude: String) throws {
    let toClaude = try translation(.messages).translateError(status: 400, body: theirs.utf8.span)
    #expect(toClaude.status == 400)
    #expect(try body(toClaude)["error", "message"]?.string == claude)
    #expect(try body(toClaude)["error", "type"] == "invalid_request_error")

    let toChat = try translation(.chatCompletions).translateError(status: 413, body: theirs.utf8.span)
    #expect(toChat.status == 400)
    #expect(try body(toChat)["error", "code"] == "context_length_exceeded")

    // Codex knows it in a stream only.
    let toCodex = try translation(.responses, stream: true).translateError(status: 400, body: theirs.utf8.span)
    #expect(toCodex.status == 200)
    #expect(toCodex.isStream)
    let failed = try #require(try events(toCodex.body).last)
    #expect(failed["type"] == "response.failed")
    #expect(failed["response", "error", "code"] == "context_length_exceeded")
    #expect(try !translation(.responses).translateError(status: 400, body: theirs.utf8.span).isStream)
  }

  @Test(arguments: ["<html>Bad Gateway</html>", "", "{}", #"{"error":{}}"#, "null"])
  func whatSaysNothingIsNamedByItsStatus(_ theirs: String) throws {
    let error = try translation(.chatCompletions).translateError(status: 502, body: theirs.utf8.span)
    #expect(error.status == 502)
    #expect(try body(error)["error", "message"] == "the provider answered with status 502 and no explanation")
  }

  private static let shapes = [
    #"{"error":"so it is"}"#, #"{"message":"so it is"}"#, #"{"detail":"so it is"}"#,
    #"{"error":{"message":"so it is"}}"#,
    #"{"error":null,"message":"so it is"}"#,
  ]

  @Test(arguments: shapes)
  func allShapesOfErrorsAreRead(_ theirs: String) throws {
    let error = try translation(.chatCompletions).translateError(status: 400, body: theirs.utf8.span)
    #expect(try body(error)["error", "message"] == "so it is")
  }
}
