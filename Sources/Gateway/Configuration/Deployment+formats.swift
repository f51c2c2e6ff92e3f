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
    if mockResponse != nil { return format }
    let has: (WireFormat) -> Bool = { provider.speaks($0) && !(lacksResponses && $0 == .responses) }
    if has(format) { return format }
    guard Translation.formats.contains(format) else { return nil }
    // Of a model that thinks, only Responses hand its thoughts on and take them back.
    if has(.responses), UpstreamTraits(model: upstreamModel).takesReasoningEffort { return .responses }
    return [.chatCompletions, .messages, .responses].first(where: has)
  }

  /// Whether a client that speaks `format` can be answered.
  func answers(_ format: WireFormat) -> Bool {
    // Where the provider does not count tokens, the gateway estimates them.
    format == .countTokens || upstreamFormat(for: format, lacksResponses: false) != nil
  }
}
