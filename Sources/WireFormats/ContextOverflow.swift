/// Tells a provider's error that means "this request is too long for the model" from its other errors.
public enum ContextOverflow {
  /// How providers put it, in lower case. Neither OpenAI's nor Anthropic's shape has a field for it that all of their
  /// imitators fill, so it is the words that count, as in LiteLLM.
  private static let phrases: [StaticString] = [
    "context_length_exceeded",
    "maximum context length",
    "maximum context limit",
    "longer than the model's context length",
    "exceeds the context window",
    "exceed context limit",
    "exceeds the available context size",
    "prompt is too long",
    "input tokens exceed the configured limit",
    "exceeds the maximum number of tokens allowed",
    "`inputs` tokens + `max_new_tokens` must be",
  ]

  /// Whether the body of an error says so.
  ///
  /// - Parameters:
  ///   - status: the answer's status.
  ///   - body: its body, not compressed.
  /// - Returns: whether another model may be able to take the request.
  public static func isDescribed(status: Int, by body: Span<UInt8>) -> Bool {
    // The others speak of keys, quotas and the provider's own trouble.
    guard [400, 413, 422].contains(status) else { return false }
    for start in 0..<body.count where phrases.contains(where: { begins($0, body, at: start) }) { return true }
    return false
  }

  private static func begins(_ phrase: StaticString, _ body: Span<UInt8>, at start: Int) -> Bool {
    let length = phrase.utf8CodeUnitCount
    guard body.count - start >= length else { return false }
    for index in 0..<length {
      let byte = body[start + index]
      let folded = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
      if folded != phrase.utf8Start[index] { return false }
    }
    return true
  }
}
