public import WireFormats

/// What a deployment's tokens cost, in US dollars each.
public struct TokenPrices: Sendable, Equatable {
  /// `input_cost_per_token`.
  public var input: Double
  /// `output_cost_per_token`.
  public var output: Double
  /// `cache_read_input_token_cost`: for what comes from the provider's prompt cache; `nil` where it costs as much as any.
  public var cachedInput: Double?

  /// What a request and its answer cost.
  public func cost(of usage: TokenUsage) -> Double {
    let cached = min(usage.cachedInput, usage.input)
    return Double(usage.input - cached) * input + Double(cached) * (cachedInput ?? input)
      + Double(usage.output) * output
  }
}
