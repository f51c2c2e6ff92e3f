import WireFormats

/// A deployment, and the name under which its upstream knows the model.
///
/// A class, as a request holds on to its route for as long as it lasts: one reference is cheaper than all its parts.
final class Route: Sendable {
  let deployment: Deployment
  let state: DeploymentState
  let upstreamModel: String
  /// `upstreamModel` as JSON, ready to be put in the place of the client's name.
  let upstreamModelJSON: [UInt8]
  /// The deployment's place in the configuration, by which it is told from others.
  let index: Int
  /// How many requests may be under way at once.
  let maximumLoad: Int
  /// How much may be asked of it within a minute; `nil` where its rates are no limits, as is usual.
  let rates: RateLimits?
  /// The upstream's `Host`, and its name in the log.
  let host: String
  /// The deployment's name as a header field can carry it.
  let reportedID: String
  let bytes: RouteBytes

  init(
    _ deployment: Deployment,
    index: Int,
    state: DeploymentState,
    upstreamModel: String,
    settings: RoutingSettings = RoutingSettings()
  ) {
    self.deployment = deployment
    self.index = index
    self.state = state
    maximumLoad = deployment.maximumParallelRequests ?? settings.maximumParallelRequests ?? Int.max
    rates = settings.enforcesRates ? deployment.rates : nil
    self.upstreamModel = upstreamModel
    host = deployment.upstream?.hostHeader ?? ""
    reportedID = String(
      String.UnicodeScalarView(deployment.id.unicodeScalars.map { 0x20 < $0.value && $0.value < 0x7F ? $0 : "?" })
    )
    bytes = RouteBytes(deployment, host: host, reportedID: reportedID)
    var text = JSONText()
    text.string(upstreamModel)
    upstreamModelJSON = text.bytes
  }

  /// Whether it has as many requests under way as it may.
  var isFull: Bool { state.load >= maximumLoad }

  /// Whether it may be asked at all now: it is not full, nor over its rates.
  func hasRoom(at now: Int64) -> Bool { !isFull && rateEnd(at: now) == nil }

  /// When its rates let the next request begin, or `nil` where they let one begin now.
  func rateEnd(at now: Int64) -> Int64? { rates.flatMap { state.rateEnd(under: $0, now: now) } }

  /// Counts a request in, unless another event loop was faster and has left no room.
  ///
  /// - Parameter now: the present time, in nanoseconds.
  /// - Returns: whether it may go on.
  func requestBegan(now: Int64) -> Bool { state.requestBegan(limit: maximumLoad, rates: rates, now: now) }

  /// Where the lowest goes first. One without `order` comes after all that have one.
  var order: Int { deployment.order ?? Int.max }
}
