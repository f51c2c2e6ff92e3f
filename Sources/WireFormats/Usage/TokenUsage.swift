/// How many tokens a provider says that a request and its answer had.
public struct TokenUsage: Sendable, Equatable {
  /// All tokens of the request, those from the provider's prompt cache included.
  public var input: Int
  /// The tokens of the answer, reasoning included.
  public var output: Int
  /// Those of ``input`` that were read from the provider's prompt cache.
  public var cachedInput: Int

  /// Counts tokens.
  public init(input: Int, output: Int, cachedInput: Int = 0) {
    self.input = input
    self.output = output
    self.cachedInput = cachedInput
  }

  /// What counts against a limit of tokens, as in LiteLLM.
  public var total: Int { input + output }
}
