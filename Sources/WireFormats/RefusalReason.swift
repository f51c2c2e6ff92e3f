/// Why a provider refuses a request that another model may take.
///
/// Neither OpenAI's nor Anthropic's shape has a field for it that all of their imitators fill, so it is the words of the
/// error that count, as in LiteLLM.
public enum RefusalReason: Sendable, Equatable, CaseIterable {
  /// The request is too long for the model.
  case contextOverflow
  /// The request, or what the model made of it, is against the provider's rules.
  case contentPolicy

  /// Tells the reason from an error; `nil` where it is another one.
  ///
  /// - Parameters:
  ///   - status: the answer's status.
  ///   - body: its body, not compressed.
  public init?(status: Int, body: Span<UInt8>) {
    for reason in Self.allCases where reason.statuses.contains(status) && reason.isDescribed(by: body) {
      self = reason
      return
    }
    return nil
  }

  /// The statuses that come with it. The others speak of keys, quotas and the provider's own trouble.
  private var statuses: [Int] {
    switch self {
    case .contextOverflow: [400, 413, 422]
    case .contentPolicy: [400, 403, 422]
    }
  }

  /// How providers put it, in lower case.
  private var phrases: [StaticString] {
    switch self {
    case .contextOverflow:
      [
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
    case .contentPolicy:
      [
        "content_policy_violation",
        "violating our usage policy",
        "content filtering policy",
        "content_filter_policy",
        "responsibleaipolicyviolation",
        "filtered due to the prompt triggering azure openai's content management",
        "rejected as a result of our safety system",
        "rejected as a result of the safety system",
        "failed as a result of our safety system",
        "the model produced invalid content",
      ]
    }
  }

  private func isDescribed(by body: Span<UInt8>) -> Bool {
    let phrases = phrases
    for start in 0..<body.count where phrases.contains(where: { Self.begins($0, body, at: start) }) { return true }
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
