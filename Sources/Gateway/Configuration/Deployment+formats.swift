import WireFormats

extension Deployment {
  /// In which wire format the provider is asked for what a client asks in `format`: in the same one if the provider has
  /// it, else in one that it is translated to.
  ///
  /// - Parameters:
  ///   - format: what the client speaks.
  ///   - lacksResponses: whether the endpoint is known not to have OpenAI's Responses, though its kind has them.
  /// - Returns: `nil` where the provider cannot be asked.
  func upstreamFormat(for format: WireFormat, lacksResponses: Bool) -> WireFormat? {
    if answersItself(format), !(lacksResponses && format == .responses) { return format }
    guard format.isTranslatable else { return nil }
    if provider.speaks(.messages) { return .messages }
    // Of a model that thinks, only Responses hand its thoughts on and take them back.
    let isThinking = UpstreamTraits(model: upstreamModel).takesReasoningEffort
    return provider.speaks(.responses) && !lacksResponses && isThinking ? .responses : .chatCompletions
  }

  /// Whether a client that speaks `format` can be answered. Where a provider does not count tokens, the gateway
  /// estimates them.
  func answers(_ format: WireFormat) -> Bool {
    answersItself(format) || format.isTranslatable || format == .countTokens
  }

  private func answersItself(_ format: WireFormat) -> Bool { mockResponse != nil || provider.speaks(format) }
}

extension WireFormat {
  /// Whether it can be translated into each of the others that can.
  fileprivate var isTranslatable: Bool {
    switch self {
    case .chatCompletions, .responses, .messages: true
    case .countTokens, .completions, .embeddings: false
    }
  }
}
