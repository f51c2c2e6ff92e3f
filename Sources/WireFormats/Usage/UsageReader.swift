/// Finds the token counts in an answer as it passes, without keeping any of it.
///
/// The answer may be cut into pieces anywhere. What is not an answer of the format simply has no usage.
public struct UsageReader: Sendable {
  private let format: WireFormat
  private var fields: UsageFields
  private var lines: EventStreamLines?
  private var events = 0
  private var size = 0

  /// Reads an answer of `format`.
  ///
  /// - Parameters:
  ///   - format: the wire format of the answer.
  ///   - streamed: whether it is a stream of events, and not one JSON object.
  public init(format: WireFormat, streamed: Bool) {
    self.format = format
    fields = UsageFields(isStreamed: streamed)
    lines = streamed ? EventStreamLines() : nil
  }

  /// Reads on.
  ///
  /// - Parameter bytes: the next piece of the answer, without any framing.
  public mutating func read(_ bytes: UnsafeRawBufferPointer) {
    size += bytes.count
    guard lines != nil else {
      fields.read(bytes)
      return
    }
    var rest = bytes
    while !rest.isEmpty {
      guard let piece = lines?.next(&rest) else { return }
      switch piece {
      case .data(let data): fields.read(data)
      case .eventEnd:
        fields.beginValue()
        events += 1
      }
    }
  }

  /// What to take the tokens for where the provider does not say, or has not come to it: a token for each event of a
  /// stream, for four bytes of anything else.
  ///
  /// - Parameter requestTokens: what the request is taken to have had (``TokenEstimate``).
  /// - Returns: never less than the provider has said.
  public func estimate(requestTokens: Int) -> TokenUsage {
    let known = usage
    let output = lines == nil ? size / 4 : events
    return TokenUsage(
      input: known?.input ?? requestTokens,
      output: max(known?.output ?? 0, output),
      cachedInput: known?.cachedInput ?? 0
    )
  }

  /// What has been found so far; `nil` where the provider has said nothing.
  public var usage: TokenUsage? {
    guard fields.hasAny else { return nil }
    switch format.dialect {
    case .openAI:
      return TokenUsage(input: fields.input, output: fields.output, cachedInput: fields.cachedInput)
    case .anthropic:
      // Anthropic counts what is read from its cache and what is written to it apart.
      let input = fields.input + fields.cachedInput + fields.cacheCreation
      return TokenUsage(input: input, output: fields.output, cachedInput: fields.cachedInput)
    }
  }
}
