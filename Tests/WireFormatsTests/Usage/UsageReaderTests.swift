import SeededRandom
import Testing

@testable import WireFormats

@Suite struct UsageReaderTests {
  private func usage(_ format: WireFormat, streamed: Bool = false, _ pieces: [[UInt8]]) -> TokenUsage? {
    var reader = UsageReader(format: format, streamed: streamed)
    for piece in pieces { piece.withUnsafeBytes { reader.read($0) } }
    return reader.usage
  }

  private func usage(_ format: WireFormat, streamed: Bool = false, _ text: String) -> TokenUsage? {
    let bytes = Array(text.utf8)
    let whole = usage(format, streamed: streamed, [bytes])
    // Wherever the answer is cut, the counts are the same.
    for cut in 0...bytes.count {
      let parts = [Array(bytes[..<cut]), Array(bytes[cut...])]
      #expect(usage(format, streamed: streamed, parts) == whole, "cut at \(cut)")
    }
    #expect(usage(format, streamed: streamed, bytes.map { [$0] }) == whole)
    return whole
  }

  @Test func eachFormatHasItsOwnNames() {
    let chat =
      #"{"id":"x","usage":{"prompt_tokens":12,"completion_tokens":7,"total_tokens":19,"prompt_tokens_details":{"cached_tokens":5,"audio_tokens":0}}}"#
    #expect(usage(.chatCompletions, chat) == TokenUsage(input: 12, output: 7, cachedInput: 5))
    let responses =
      #"{"usage": {"input_tokens" : 120, "input_tokens_details": {"cached_tokens":64}, "output_tokens":3, "output_tokens_details":{"reasoning_tokens":99}}, "user":null}"#
    #expect(usage(.responses, responses) == TokenUsage(input: 120, output: 3, cachedInput: 64))
    let messages =
      #"{"content":[],"usage":{"input_tokens":10,"cache_creation_input_tokens":200,"cache_read_input_tokens":3000,"cache_creation":{"ephemeral_5m_input_tokens":200,"input_tokens":1},"output_tokens":4}}"#
    #expect(usage(.messages, messages) == TokenUsage(input: 3210, output: 4, cachedInput: 3000))
    #expect(
      usage(.embeddings, #"{"data":[],"usage":{"prompt_tokens":8,"total_tokens":8}}"#)
        == TokenUsage(input: 8, output: 0)
    )
  }

  @Test func onlyTheAnswersOwnCountsCount() {
    let tool =
      #"{"content":[{"input":{"usage":{"input_tokens":999}}},{"text":"\"usage\":{\"input_tokens\":1}"}],"a\"usage":{"input_tokens":7},"x":{"usage":{"output_tokens":5}},"usage":{"input_tokens":1,"output_tokens":2}}"#
    #expect(usage(.messages, tool) == TokenUsage(input: 1, output: 2))
    // In an answer that is no stream, `message` is no envelope.
    #expect(usage(.messages, #"{"message":{"usage":{"input_tokens":5}}}"#) == nil)
    #expect(usage(.chatCompletions, #"{"usage":null,"choices":[{"usage":{"prompt_tokens":1}}]}"#) == nil)
    #expect(usage(.chatCompletions, #"{"usage":[{"prompt_tokens":1}]}"#) == nil)
    #expect(usage(.chatCompletions, #"[{"usage":{"prompt_tokens":1}}]"#) == nil)
  }

  @Test func aStreamOfMessagesSaysItInTwoEvents() {
    let stream = """
      event: message_start\r
      data: {"type":"message_start","message":{"id":"m","usage":{"input_tokens":25,"cache_read_input_tokens":5,"output_tokens":1}}}\r
      \r
      event: ping
      data: {"type": "ping"}

      : a comment
      event: content_block_delta
      data: {"type":"content_block_delta","delta":{"text":"data: {\\"usage\\":{\\"output_tokens\\":9}}"}}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":15}}


      """
    #expect(usage(.messages, streamed: true, stream) == TokenUsage(input: 30, output: 15, cachedInput: 5))
  }

  @Test func aStreamOfTheOthersSaysItAtTheEnd() {
    let responses = """
      event: response.created
      data: {"type":"response.created","response":{"usage":null}}

      event: response.completed
      data: {"type":"response.completed","response":{"output":[{"usage":{"input_tokens":1}}],"usage":{"input_tokens":8,"output_tokens":2}}}


      """
    #expect(usage(.responses, streamed: true, responses) == TokenUsage(input: 8, output: 2))
    let chat = """
      data: {"choices":[{"delta":{"content":"hi"}}],"usage":null}

      data:{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}

      data: [DONE]


      """
    #expect(usage(.chatCompletions, streamed: true, chat) == TokenUsage(input: 3, output: 4))
    // An event that is cut short has no say over the next one.
    let torn = """
      data: {"choices":[{"delta":{"content":"hi

      data: {"usage":{"prompt_tokens":3,"completion_tokens":4}}


      """
    #expect(usage(.chatCompletions, streamed: true, torn) == TokenUsage(input: 3, output: 4))
  }

  @Test func aTextIsReadToItsEndWhateverItsLength() {
    for length in 0..<40 {
      let text = String(repeating: "é", count: length / 2) + String(repeating: "x", count: length)
      let body = #"{"t":"\#(text)\\","u":"\#(text)\"","usage":{"prompt_tokens":\#(length),"completion_tokens":1}}"#
      #expect(usage(.chatCompletions, [Array(body.utf8)]) == TokenUsage(input: length, output: 1))
    }
  }

  @Test func whatIsNotSaidIsEstimated() {
    var stream = UsageReader(format: .chatCompletions, streamed: true)
    Array("data: a\n\ndata: b\n\ndata: c\n\n".utf8).withUnsafeBytes { stream.read($0) }
    #expect(stream.usage == nil)
    #expect(stream.estimate(requestTokens: 100) == TokenUsage(input: 100, output: 3))
    var whole = UsageReader(format: .messages, streamed: false)
    Array(repeating: UInt8(0x20), count: 80).withUnsafeBytes { whole.read($0) }
    #expect(whole.estimate(requestTokens: 2) == TokenUsage(input: 2, output: 20))
  }

  @Test func aCountWithoutBoundIsNone() {
    let body = #"{"usage":{"prompt_tokens":999999999999999999999999,"completion_tokens":1}}"#
    #expect(usage(.chatCompletions, [Array(body.utf8)])?.input == 1 << 40)
  }

  @Test func nonsenseHasNoUsageAndDoesNoHarm() {
    var random = SeededGenerator(seed: 11)
    let alphabet = Array(#"{}[]",:\0123456789usage prompt_tokensdata:"#.utf8) + [0x0A, 0x0D, 0x00, 0xFF]
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0..<200, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? 0
      }
      _ = usage(.chatCompletions, [bytes])
      _ = usage(.messages, streamed: true, [bytes])
    }
    #expect(usage(.chatCompletions, "}}}]]{\"usage\":{\"prompt_tokens\":99999999999999999999999,") != nil)
  }
}
