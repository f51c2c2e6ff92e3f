/// What a streamed answer came to, for whoever wants to know whether it is one.
public struct StreamedAnswer: Sendable, Equatable {
  /// A tool that the model wants to have run.
  public struct Call: Sendable, Equatable {
    /// The tool's name.
    public let name: String
    /// Its input, which is a JSON object if all went well.
    public let input: String

    /// Whether the input is a JSON object.
    public var isWhole: Bool {
      let bytes = Array(input.utf8)
      return (try? JSON(parsing: bytes.span))?.members != nil
    }
  }

  /// The text.
  public private(set) var text = ""
  /// The calls, in order.
  public private(set) var calls: [Call] = []
  /// Whether the stream came to the end that its format has for an answer.
  public private(set) var isWhole = false
  /// What the provider or the gateway said of an error within the stream.
  public private(set) var fault: String?

  /// Reads a stream that is at its end.
  ///
  /// - Parameters:
  ///   - bytes: the body.
  ///   - format: its wire format.
  public init(_ bytes: [UInt8], format: WireFormat) {
    var parser = EventStreamParser()
    var items: [EventStreamParser.Item] = []
    parser.read(bytes.span, into: &items)
    parser.finish(&items)
    var decoder = AnswerStreamDecoder(format)
    var events: [AnswerEvent] = []
    for item in items { decoder.read(item, &events) }
    // What the decoder makes of a stream that was cut is no end of its own.
    isWhole = events.contains { if case .finished = $0 { true } else { false } }
    let answer = Answer(events)
    fault = answer.fault?.message
    for part in answer.parts {
      switch part.block {
      case .text, .refusal: text += part.text
      case .reasoning: break
      case .toolCall(_, let name, _): calls.append(Call(name: name.name, input: part.text))
      }
    }
  }
}
