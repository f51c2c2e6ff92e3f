/// One step of an answer, in no wire format. Blocks come one after the other: each is opened, filled and closed before
/// the next.
enum AnswerEvent: Sendable, Equatable {
  /// The provider has begun to answer.
  case began
  case opened(AnswerBlock)
  /// More of the open block: text, or a piece of a call's input.
  case delta(String, logprobs: [JSON] = [])
  /// The provider's record of the open block of thoughts.
  case proof(Reasoning.Proof)
  /// Where the open block of text has something from.
  case citation(Citation)
  case closed
  /// The answer is whole.
  case finished(StopReason, AnswerUsage?)
  /// The answer will not become whole.
  case failed(ProviderFault)
  /// The provider is still at work.
  case keepAlive
}

/// What a block of an answer is.
enum AnswerBlock: Sendable, Equatable {
  case text
  case refusal
  case reasoning
  case toolCall(id: String?, name: ToolName, kind: ToolKind)
  /// A search that the provider ran itself; it comes whole.
  case search(WebSearch)
}

/// Why an answer ended.
enum StopReason: Sendable, Equatable {
  /// The model had said all it wanted.
  case endTurn
  /// It wants tools run.
  case toolCalls
  /// It reached the client's limit of tokens.
  case maximumTokens
  /// It reached its own: prompt and answer fill the context.
  case contextWindow
  /// It came to one of the client's texts.
  case stopSequence(String?)
  /// The provider's own checks ended it; with their explanation, if there is one.
  case refused(String?)
  /// The provider's tools took too long, and the client may ask for more (Anthropic).
  case paused
}

/// The tokens of an answer, as far as the provider counted them.
struct AnswerUsage: Sendable, Equatable {
  /// All of the prompt, cached or not.
  var input: Int
  var output: Int
  /// The part of the prompt that was read from the provider's cache.
  var cacheRead: Int?
  /// The part that was written to it.
  var cacheCreation: Int?
  /// The part of the answer that is thoughts.
  var reasoning: Int?
}
