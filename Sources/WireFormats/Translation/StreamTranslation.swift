/// A streamed answer on its way from the upstream to the client: a machine that is fed bytes, cut anywhere, and returns
/// bytes.
public struct StreamTranslation: Sendable {
  private var parser = EventStreamParser()
  private var decoder: AnswerStreamDecoder
  private var restorer: AnswerRestorer
  private var encoder: AnswerStreamEncoder
  private var items: [EventStreamParser.Item] = []

  /// How the stream stands.
  public private(set) var state = State.running

  /// How a stream stands.
  public enum State: Sendable, Equatable {
    /// More will come.
    case running
    /// The answer is whole, and has been passed on.
    case complete
    /// The upstream gave up or was cut off, and the client has been told.
    case failed
  }

  init(client: WireFormat, upstream: WireFormat, restorer: AnswerRestorer, context: AnswerContext) {
    decoder = AnswerStreamDecoder(upstream)
    self.restorer = restorer
    encoder = AnswerStreamEncoder(client, context)
  }

  /// Takes the next bytes of the upstream's.
  ///
  /// - Parameter bytes: any piece of the stream.
  /// - Returns: what to send to the client now, which may be nothing. Always whole events.
  public mutating func read(_ bytes: Span<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    guard state == .running else { return output }
    items.removeAll(keepingCapacity: true)
    parser.read(bytes, into: &items)
    var events: [AnswerEvent] = []
    for item in items {
      decoder.read(item, &events)
      pass(&events, to: &output)
      guard state == .running else { return output }
    }
    if parser.isOverfull {
      pass(.failed(ProviderFault(.server, "the provider sent an event without end")), to: &output)
    }
    return output
  }

  /// The upstream's stream has ended, in good order or not.
  ///
  /// - Returns: the rest for the client. If the answer was not whole, it ends with an error.
  public mutating func finish() -> [UInt8] {
    var output: [UInt8] = []
    guard state == .running else { return output }
    var events: [AnswerEvent] = []
    // Some servers leave out the empty line behind the last event.
    items.removeAll(keepingCapacity: true)
    parser.finish(&items)
    for item in items { decoder.read(item, &events) }
    pass(&events, to: &output)
    guard state == .running else { return output }
    decoder.end(&events)
    pass(&events, to: &output)
    return output
  }

  /// Ends the client's stream with an error of the gateway's own.
  ///
  /// - Parameter error: what went wrong.
  /// - Returns: the last event.
  public mutating func fail(_ error: ErrorReply) -> [UInt8] {
    var output: [UInt8] = []
    if state == .running { pass(.failed(ProviderFault(.init(status: error.kind.status), error.message)), to: &output) }
    return output
  }

  private mutating func pass(_ events: inout [AnswerEvent], to output: inout [UInt8]) {
    for event in events where state == .running { pass(event, to: &output) }
    events.removeAll(keepingCapacity: true)
  }

  private mutating func pass(_ event: AnswerEvent, to output: inout [UInt8]) {
    var restored: [AnswerEvent] = []
    restorer.restore(event, into: &restored)
    for event in restored {
      encoder.write(event, into: &output)
      switch event {
      case .finished: state = .complete
      case .failed: state = .failed
      default: break
      }
    }
  }
}
