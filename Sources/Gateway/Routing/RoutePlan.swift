import WireFormats

/// Which deployment a request is sent to, and which comes next when that fails: first the others of the same model, then
/// the models that stand in for it.
///
/// It does nothing itself: it is told what happened, and says what to do.
struct RoutePlan {
  /// What to do.
  enum Action {
    /// Send the request to this deployment.
    case ask(Route)
    /// Wait, and then call ``RoutePlan/waited(_:_:)``.
    case wait(seconds: Double)
    /// Tell the client of the failure.
    case giveUp
  }

  /// Why a model's deployments cannot be asked.
  enum Obstacle: Equatable {
    /// They all rest or are over their rates; the first to be back rests until this time, in nanoseconds.
    case rest(until: Int64)
    /// The same, and the first to be back is over its rates until then.
    case rate(until: Int64)
    /// One that neither rests nor is over its rates has as many requests under way as it may.
    case load
  }

  /// What a decision rests on besides the plan itself.
  struct Surroundings {
    let router: ModelRouter
    /// The present time, in nanoseconds.
    let now: Int64
  }

  /// The deployments under one model name that take the request as it comes.
  private struct Group {
    let name: String
    let routes: [Route]
    /// Whether it stands in for another: then there is another failure to tell of, if nothing more comes of this one.
    var isFallback = false
    var retries = 0
    /// Settled by the first failure, for a deployment or a kind of failure may have its own number.
    var maximumRetries: Int?
    /// Whether a policy has given that number, which then goes for failures of every kind.
    var retriesEverything = false
    /// The deployments asked so far, and those among them that refused their key.
    var asked = DeploymentSet()
    var refused = DeploymentSet()
    var highestOrder = Int.min
  }

  private let format: WireFormat
  private let streamed: Bool
  /// Which models may stand in; `nil` for all.
  private let permissions: ModelPermissions?
  private var group: Group
  private var chain = FallbackChain()
  /// How many times the request was sent again within a model.
  private(set) var retries = 0
  /// How many times another model, or a deployment of a higher `order`, stood in.
  private(set) var fallbacks = 0
  /// Why no deployment of the model that the client named can be asked.
  private(set) var obstacle: Obstacle?

  /// - Parameters:
  ///   - model: the name that the client gave.
  ///   - routes: its deployments that speak `format`; at least one.
  ///   - format: what the client speaks.
  ///   - streamed: whether it asked for a stream.
  ///   - permissions: which models its key may use; `nil` for all.
  init(
    model: String,
    routes: [Route],
    format: WireFormat,
    streamed: Bool,
    permissions: ModelPermissions? = nil
  ) {
    self.permissions = permissions
    self.format = format
    self.streamed = streamed
    group = Group(name: model, routes: routes)
  }

  /// The plan of no request.
  static let none = RoutePlan(model: "", routes: [], format: .chatCompletions, streamed: false)

  // MARK: - What happens

  /// The request is complete, and nobody has it yet.
  mutating func begin(_ surroundings: Surroundings, _ generator: inout some RandomNumberGenerator) -> Action {
    // Most models have one deployment, which is well.
    if group.routes.count == 1, group.routes[0].hasRoom(at: surroundings.now),
      !group.routes[0].state.isResting(at: surroundings.now)
    {
      return ask(group.routes[0])
    }
    return askOrLeave(surroundings, &generator)
  }

  /// A try has failed before the client saw any of its answer.
  mutating func failed(
    _ failure: AttemptFailure,
    at route: Route,
    _ surroundings: Surroundings,
    _ generator: inout some RandomNumberGenerator
  ) -> Action {
    let policy = surroundings.router.settings.retries
    let (maximum, retriesEverything) = allowance(for: failure, at: route, surroundings.router)
    group.maximumRetries = maximum
    group.retriesEverything = retriesEverything
    let mayBeRetried = failure.isWorthRetrying || retriesEverything
    if failure.isRefusalOfThisDeployment || (mayBeRetried && !failure.isWorthRetrying) {
      group.refused.insert(route.index)
    }
    guard group.retries < maximum, mayBeRetried || failure.isRefusalOfThisDeployment else {
      return leave(failure, surroundings, &generator)
    }
    if let other = choose(from: available(surroundings).filter { !hasAsked($0) }, surroundings, &generator) {
      countRetry()
      return ask(other)
    }
    guard mayBeRetried, !available(surroundings).isEmpty,
      let delay = policy.delaySeconds(
        afterRetries: group.retries,
        requested: failure.retryAfterSeconds,
        jitter: .random(in: 0...1, using: &generator)
      )
    else { return leave(failure, surroundings, &generator) }
    countRetry()
    return .wait(seconds: delay)
  }

  /// The time that ``Action/wait(seconds:)`` asked for is over, or the deployment to ask was full after all.
  mutating func waited(_ surroundings: Surroundings, _ generator: inout some RandomNumberGenerator) -> Action {
    askOrLeave(surroundings, &generator)
  }

  /// Whether anything could follow an answer with this status, so that it is worth holding back until it is read.
  func mayContinue(after status: Int, at route: Route, router: ModelRouter) -> Bool {
    guard status >= 400 else { return false }
    if hasAlternative(router: router) || distinguishesRefusals(router: router) { return true }
    let failure = AttemptFailure(kind: .status(status))
    let (maximum, retriesEverything) = allowance(for: failure, at: route, router)
    return group.retries < maximum && (failure.isWorthRetrying || retriesEverything)
  }

  /// How many retries there may be in all, and whether failures of every kind are worth one.
  private func allowance(
    for failure: AttemptFailure,
    at route: Route,
    _ router: ModelRouter
  ) -> (maximum: Int, everything: Bool) {
    if let maximum = group.maximumRetries { return (maximum, group.retriesEverything) }
    let policy = router.settings.retries
    if let number = policy.counts(for: router.names(for: group.name))?.number(for: failure) { return (number, true) }
    return (route.deployment.maximumRetries ?? policy.maximumRetries, false)
  }

  /// Whether the failure of the present deployment need not be the end: what makes it worth a rest.
  func hasAlternative(router: ModelRouter) -> Bool { group.routes.count > 1 || hasFallback(router) }

  /// Whether the body of an error says which model comes next.
  func distinguishesRefusals(router: ModelRouter) -> Bool {
    guard router.distinguishesRefusals else { return false }
    let names = router.names(for: group.name)
    return router.settings.fallbacks.distinguishesRefusals(for: names)
      || router.settings.retries.counts(for: names)?.tellsContentPolicy == true
      || group.routes.contains { $0.deployment.allowedFailsByClass.tellsContentPolicy }
  }

  // MARK: - Choosing

  private func hasFallback(_ router: ModelRouter) -> Bool {
    group.isFallback || router.settings.fallbacks.hasTargets(for: router.names(for: group.name))
  }

  private func hasAsked(_ route: Route) -> Bool { group.asked.contains(route.index) }

  /// Those that neither rest nor lack room nor refused the request. Where there is nothing else, rest is not respected:
  /// the provider's own error says more than that it is not asked.
  private func available(_ surroundings: Surroundings) -> [Route] {
    let now = surroundings.now
    if !hasAlternative(router: surroundings.router) { return group.routes.filter { $0.hasRoom(at: now) } }
    let ready = group.routes.filter { $0.hasRoom(at: now) && !$0.state.isResting(at: now) }
    if group.refused.isEmpty { return ready }
    let willing = ready.filter { !group.refused.contains($0.index) }
    return willing.isEmpty && group.retriesEverything ? ready : willing
  }

  private func choose(
    from candidates: [Route],
    _ surroundings: Surroundings,
    _ generator: inout some RandomNumberGenerator
  ) -> Route? {
    guard candidates.count > 1 else { return candidates.first }
    let order = candidates.reduce(Int.max) { min($0, $1.order) }
    return DeploymentChooser(strategy: surroundings.router.settings.strategy)
      .choose(
        from: candidates.filter { $0.order == order },
        streamed: streamed,
        now: surroundings.now,
        using: &generator
      )
  }

  private mutating func ask(_ route: Route) -> Action {
    group.asked.insert(route.index)
    group.highestOrder = max(group.highestOrder, route.order)
    return .ask(route)
  }

  private mutating func countRetry() {
    group.retries += 1
    retries += 1
  }

  private mutating func askOrLeave(
    _ surroundings: Surroundings,
    _ generator: inout some RandomNumberGenerator
  ) -> Action {
    let available = available(surroundings)
    let fresh = available.filter { !hasAsked($0) }
    if let route = choose(from: fresh.isEmpty ? available : fresh, surroundings, &generator) { return ask(route) }
    return leave(nil, surroundings, &generator)
  }

  private func presentObstacle(_ surroundings: Surroundings) -> Obstacle {
    let now = surroundings.now
    let respectsRest = hasAlternative(router: surroundings.router)
    var first = (end: Int64.max, obstacle: Obstacle.load)
    for route in group.routes {
      let restEnd = respectsRest ? route.state.restEnd : 0
      let rateEnd = route.rateEnd(at: now) ?? 0
      let end = max(restEnd, rateEnd)
      guard end > now else { return .load }
      if end < first.end { first = (end, rateEnd > restEnd ? .rate(until: end) : .rest(until: end)) }
    }
    return first.obstacle
  }

  // MARK: - Fallbacks

  /// Goes on to what stands in for the present deployments.
  private mutating func leave(
    _ failure: AttemptFailure?,
    _ surroundings: Surroundings,
    _ generator: inout some RandomNumberGenerator
  ) -> Action {
    let reason = failure?.reason
    if !group.asked.isEmpty, reason == nil {
      let higher = available(surroundings).filter { !hasAsked($0) && $0.order > group.highestOrder }
      if let route = choose(from: higher, surroundings, &generator) {
        group.retries = 0
        group.maximumRetries = nil
        fallbacks += 1
        return ask(route)
      }
    }
    if fallbacks == 0, failure == nil { obstacle = presentObstacle(surroundings) }
    let router = surroundings.router
    let table = router.settings.fallbacks
    while let name = chain.next(after: router.names(for: group.name), reason: reason, in: table) {
      let isPermitted = permissions?.allows(name) ?? true
      let routes = isPermitted ? router.routes(for: name, answering: format) : []
      group = Group(name: name, routes: routes, isFallback: true)
      let candidates = available(surroundings)
      guard let route = choose(from: candidates, surroundings, &generator) else { continue }
      fallbacks += 1
      return ask(route)
    }
    return .giveUp
  }
}
