import NIOCore
import WireFormats

/// What is under way for a request that a provider is to answer: from the moment it is complete until its answer is.
///
/// The object serves one request after another.
final class Forwarding: Reusable {
  /// One try of one deployment.
  final class Attempt {
    private(set) var route: Route
    /// Counts the tries of a request, so that a connection that comes too late is known as such.
    private(set) var number = 0
    /// `nil` once the answer has begun, for then it is not sent again, and its body need not be kept.
    fileprivate(set) var request: UpstreamRequest?
    /// The wire format in which the provider is asked.
    private(set) var format = WireFormat.chatCompletions
    /// What turns the request into that format and the answer back; `nil` where it is the client's.
    private(set) var translation: Translation?
    private(set) var start = NIODeadline.uptimeNanoseconds(0)
    fileprivate(set) var answerStart: NIODeadline?

    fileprivate init(of route: Route) {
      self.route = route
    }

    fileprivate func begin(
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
      answerStart = nil
    }

    fileprivate func clear() {
      request = nil
      translation = nil
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
  private(set) var account: ClientAccount?
  private(set) var envelope = RequestEnvelope()
  private(set) var format = WireFormat.chatCompletions
  /// What the request is taken to have cost where its provider does not say; set when its body is given up.
  var requestTokens: Int?
  /// When the request was complete.
  private var start = NIODeadline.uptimeNanoseconds(0)
  var plan = RoutePlan.none
  private(set) var attempt: Attempt?
  private var attemptCount = 0
  /// The try before, whose object the next one gets, unless somebody still holds it.
  private var spareAttempt: Attempt?
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

  /// A request is complete. The object is new, or like it.
  ///
  /// - Parameters:
  ///   - envelope: what the request asks for.
  ///   - format: what its client speaks.
  ///   - plan: who is to answer.
  ///   - account: whose request it is, where that counts it.
  ///   - start: when it was complete.
  func begin(
    _ envelope: RequestEnvelope,
    _ format: WireFormat,
    _ plan: RoutePlan,
    account: ClientAccount?,
    at start: NIODeadline
  ) {
    self.account = account
    self.envelope = envelope
    self.format = format
    self.plan = plan
    self.start = start
  }

  func clear() {
    account = nil
    envelope = RequestEnvelope()
    format = .chatCompletions
    requestTokens = nil
    start = .uptimeNanoseconds(0)
    plan = .none
    attempt = nil
    attemptCount = 0
    spareAttempt?.clear()
    held = nil
    failure = nil
    stream = nil
    reading = nil
    storing = nil
    isWhole = false
    answering = nil
    pingDue = .distantFuture
    isOpened = false
    streamTail = nil
    overheadMicroseconds = 0
    providerTime = .zero
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
    let next = isKnownUniquelyReferenced(&spareAttempt) ? spareAttempt ?? Attempt(of: route) : Attempt(of: route)
    spareAttempt = nil
    next.begin(route, number: attemptCount, request, in: format, translation, at: now)
    attempt = next
  }

  /// The client's answer begins.
  ///
  /// - Returns: the request as the provider got it, which is of no more use.
  @discardableResult
  func answerBegan(at now: NIODeadline) -> UpstreamRequest? {
    defer { attempt?.request = nil }
    answering = attempt?.route
    attempt?.answerStart = now
    held = nil
    failure = nil
    return attempt?.request
  }

  /// The present try ends, however it ends.
  func end(at now: NIODeadline) -> Attempt? {
    guard let ended = attempt else { return nil }
    attempt = nil
    spareAttempt = ended
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
