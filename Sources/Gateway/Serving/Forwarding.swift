import NIOCore
import WireFormats

/// What is under way for a request that a provider is to answer: from the moment it is complete until its answer is.
final class Forwarding {
  /// One try of one deployment.
  final class Attempt {
    let route: Route
    /// Counts the tries of a request, so that a connection that comes too late is known as such.
    let number: Int
    /// `nil` once the answer has begun, for then it is not sent again, and its body need not be kept.
    var request: UpstreamRequest?
    /// The wire format in which the provider is asked.
    let format: WireFormat
    /// What turns the request into that format and the answer back; `nil` where it is the client's.
    let translation: Translation?
    let start: NIODeadline
    var answerStart: NIODeadline?

    init(
      _ route: Route,
      number: Int,
      _ request: UpstreamRequest,
      in format: WireFormat,
      _ translation: Translation?,
      at start: NIODeadline
    ) {
      self.route = route
      self.number = number
      self.request = request
      self.format = format
      self.translation = translation
      self.start = start
    }

    /// Whether an answer with this status may mean that the provider does not have the format it was asked in.
    func lacksFormat(_ status: Int) -> Bool { format == .responses && MissingEndpoint.isPossible(status) }
  }

  /// What the client is told when nothing succeeds.
  enum Failure {
    /// What the provider said.
    case provider(HeldAnswer, Route)
    /// What the gateway says in its place.
    case gateway(ErrorReply)
  }

  /// Whose request it is; `nil` for the master key's.
  let account: ClientAccount?
  let envelope: RequestEnvelope
  let format: WireFormat
  /// What the request is taken to have cost where its provider does not say; set when its body is given up.
  var requestTokens: Int?
  /// When the request was complete.
  private let start: NIODeadline
  var plan: RoutePlan
  private(set) var attempt: Attempt?
  private var attemptCount = 0
  /// An answer of which the client has seen nothing yet.
  var held: HeldAnswer?
  /// The last failure of the model that the client named.
  var failure: Failure?
  /// What translates the stream that has begun; `nil` where it passes as it comes.
  var stream: StreamTranslation?
  /// What is read of the answer while it passes.
  var reading: AnswerReading?
  /// What request the cache is to keep the answer for, and for how long.
  var storing: (key: CacheKey, lifetimeSeconds: Double?)?
  /// Whether the answer has come to its own end.
  var isWhole = false
  /// Whose answer the client gets.
  private(set) var answering: Route?
  /// When the client gets a sign that it is not forgotten, unless something else comes before.
  var pingDue = NIODeadline.distantFuture
  /// Whether the gateway has begun the answer itself, as a stream in chunks.
  var isOpened = false
  /// For a stream that has begun: whether an event of our own could follow.
  var streamTail: EventStreamTail?
  /// How long the gateway itself had it, up to the answer's first byte.
  var overheadMicroseconds: Int64 = 0
  /// How long providers had the request, in the tries that have ended.
  private var providerTime = TimeAmount.zero

  /// - Parameters:
  ///   - envelope: what the request asks for.
  ///   - format: what its client speaks.
  ///   - plan: who is to answer.
  ///   - account: whose request it is, where that counts it.
  ///   - start: when it was complete.
  init(
    _ envelope: RequestEnvelope,
    _ format: WireFormat,
    _ plan: RoutePlan,
    account: ClientAccount?,
    start: NIODeadline
  ) {
    self.account = account
    self.envelope = envelope
    self.format = format
    self.plan = plan
    self.start = start
  }

  /// A try begins. The deployment's state has counted it in.
  func begin(
    _ route: Route,
    _ request: UpstreamRequest,
    in format: WireFormat,
    _ translation: Translation?,
    at now: NIODeadline
  ) {
    attemptCount += 1
    attempt = Attempt(route, number: attemptCount, request, in: format, translation, at: now)
  }

  /// The client's answer begins.
  func answerBegan(at now: NIODeadline) {
    answering = attempt?.route
    attempt?.answerStart = now
    attempt?.request = nil
    held = nil
    failure = nil
  }

  /// The present try ends, however it ends.
  func end(at now: NIODeadline) -> Attempt? {
    guard let ended = attempt else { return nil }
    attempt = nil
    held = nil
    if answering == nil { reading = nil }
    ended.route.state.requestEnded()
    providerTime = providerTime + (now - ended.start)
    return ended
  }

  /// Whether someone's limit counts what is spent at `route`.
  func countsTokens(at route: Route) -> Bool { account?.countsUsage == true || route.rates?.tokens != nil }

  /// The request is over, and so is the present try, if there is one.
  func close() {
    _ = end(at: .now())
    account?.requestEnded()
  }

  /// How long the request has been here without a provider's having it.
  func overhead(at now: NIODeadline) -> TimeAmount {
    let present = attempt.map { now - $0.start } ?? .zero
    return (now - start) - providerTime - present
  }
}
