import Glibc
import NIOCore
import WireFormats

/// From a request for a model to the provider that answers it: does what the request's ``RoutePlan`` says.
extension ClientConnection {
  func forward(_ request: InboundRequest, _ format: WireFormat) throws(ErrorReply) {
    let now = NIODeadline.now()
    let envelope = try envelope(of: request.body)
    self.request?.log.model = envelope.model
    self.request?.log.isStreamed = envelope.stream
    if core.storesText {
      self.request?.log.requestText = request.body.prefix(GatewayCore.longestStoredText)
    }
    if let account = request.account, !account.allows(envelope.model) {
      throw account.refusal(of: envelope.model)
    }
    let all = core.router.routes(for: envelope.model)
    guard !all.isEmpty else {
      throw ErrorReply(
        .invalidRequest,
        "there is no model `\(envelope.model.prefix(200))`; \(modelsHint)",
        parameter: "model"
      )
    }
    self.request?.log.modelGroup = all[0].deployment.modelName
    let routes = ModelRouter.routes(all, answering: format)
    guard !routes.isEmpty else {
      throw ErrorReply(
        .notSupported,
        "`\(envelope.model)` is served by a provider that does not speak \(format.rawValue), which cannot be translated",
        parameter: "model"
      )
    }
    try request.account?.requestBegan(now: now.uptime)
    let plan = RoutePlan(
      model: envelope.model,
      routes: routes,
      format: format,
      streamed: envelope.stream,
      permissions: request.account?.permissions
    )
    let forwarding = loop.forwardings.take() ?? Forwarding()
    forwarding.begin(envelope, format, plan, account: request.account, at: now)
    self.forwarding = forwarding
    if answerFromCache(forwarding, routes, at: now) { return }
    state = .waiting
    if envelope.stream, format.isOpenedEarly, !request.isHTTP10 {
      forwarding.pingDue = now + core.limits.openingDelay
    }
    perform(forwarding.plan.begin(surroundings(now), &loop.generator), at: now)
  }

  private func envelope(of body: ByteBuffer) throws(ErrorReply) -> RequestEnvelope {
    let result = body.withUnsafeReadableBytes { bytes -> Result<RequestEnvelope, RequestEnvelope.Fault> in
      let bytes = bytes.bindMemory(to: UInt8.self)
      do throws(RequestEnvelope.Fault) {
        return .success(try RequestEnvelope(scanning: bytes.span))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let envelope): return envelope
    case .failure(.syntax(let error)): throw ErrorReply(.invalidRequest, "the body is not JSON: \(error)")
    case .failure(.notAnObject): throw ErrorReply(.invalidRequest, "the body is not a JSON object")
    case .failure(.noModel): throw ErrorReply(.invalidRequest, "the body names no `model`", parameter: "model")
    case .failure(.repeated(let key)):
      throw ErrorReply(.invalidRequest, "the body has `\(key)` twice", parameter: key)
    }
  }

  private func surroundings(_ now: NIODeadline) -> RoutePlan.Surroundings {
    RoutePlan.Surroundings(router: core.router, now: now.uptime)
  }

  // MARK: - Doing what the plan says

  private func perform(_ action: RoutePlan.Action, at now: NIODeadline) {
    switch action {
    case .ask(let route): ask(route)
    case .wait(let seconds): setDeadline(now + .ofSeconds(seconds))
    case .giveUp: tellFailure()
    }
  }

  /// Another try is due.
  func goOn() {
    guard let forwarding else { return }
    let now = NIODeadline.now()
    perform(forwarding.plan.waited(surroundings(now), &loop.generator), at: now)
  }

  private func ask(_ route: Route) {
    guard let forwarding, let request, let head = request.head else { return }
    if let mock = route.deployment.mockResponse {
      answerMock(mock, route, forwarding)
      return
    }
    guard let endpoint = route.deployment.upstream else {
      answer(ErrorReply(.notSupported, "`\(forwarding.envelope.model)` has no upstream"))
      return
    }
    let lacksResponses = route.state.lacksResponses
    guard let format = route.deployment.upstreamFormat(for: forwarding.format, lacksResponses: lacksResponses) else {
      answerEstimate(route)
      return
    }
    var translation: Translation?
    do throws(ErrorReply) {
      if needsTranslation(request, forwarding, to: format) {
        translation = try translate(request, forwarding, to: format, route)
      }
    } catch {
      answer(error)
      return
    }
    let now = NIODeadline.now()
    guard route.requestBegan(now: now.uptime) else {
      goOn()
      return
    }
    let upstreamRequest =
      if let translation {
        UpstreamRequest(
          request,
          head,
          translation,
          format: format,
          route: route,
          endpoint: endpoint,
          in: loop.buffers.take()
        )
      } else {
        UpstreamRequest(
          request,
          head,
          format: format,
          envelope: forwarding.envelope,
          route: route,
          endpoint: endpoint,
          in: loop.buffers.take()
        )
      }
    self.request?.log.upstream = route.host
    self.request?.log.upstreamFormat = format
    self.request?.log.servedModel = route.upstreamModel
    self.request?.log.tries += 1
    forwarding.begin(route, upstreamRequest, in: format, translation, at: now)
    let timeout = core.configuration.startTimeout(of: route.deployment, streamed: forwarding.envelope.stream)
    setDeadline(now + .ofSeconds(timeout))
    send(reusingIdle: true)
  }

  /// Asks the same deployment again, in another format. The try before was none: the provider never looked at it.
  func askAgain(_ route: Route) {
    _ = forwarding?.end(at: .now())
    ask(route)
  }

  /// Sends the request on an idle connection if there is one and it is wanted, else on a new one.
  func send(reusingIdle: Bool) {
    guard let forwarding, let attempt = forwarding.attempt, let request = attempt.request else { return }
    let endpoint = request.endpoint
    if reusingIdle, let connection = loop.pool.idleConnection(to: endpoint) {
      send(request, on: connection)
      return
    }
    loop.pool.connect(to: endpoint) { [self] result in
      // The client may have gone meanwhile, the time have run out, or another deployment have been asked.
      let isWanted = self.forwarding === forwarding && forwarding.attempt?.number == attempt.number
      switch result {
      case .success(let connection):
        if isWanted { send(request, on: connection) } else { loop.pool.takeBack(connection) }
      case .failure(let error):
        if isWanted { upstreamDidFail(.connect(error), wasReused: false) }
      }
    }
  }

  private func send(_ upstreamRequest: UpstreamRequest, on connection: UpstreamConnection) {
    upstream = connection
    // The client may still be busy with the answer before.
    connection.setPaused(context?.channel.isWritable == false)
    connection.send(upstreamRequest.head, upstreamRequest.body, receiver: self)
  }

  // MARK: - What comes of it

  /// A try has failed, and the client has seen nothing of it.
  func attemptFailed(_ failure: AttemptFailure, _ told: (Route) -> Forwarding.Failure) {
    let now = NIODeadline.now()
    guard let forwarding, let attempt = settle(failure, at: now) else { return }
    if forwarding.plan.fallbacks == 0 { forwarding.failure = told(attempt.route) }
    perform(forwarding.plan.failed(failure, at: attempt.route, surroundings(now), &loop.generator), at: now)
  }

  /// Ends the present try, and notes what it says about its deployment.
  @discardableResult
  func settle(_ failure: AttemptFailure?, at now: NIODeadline) -> Forwarding.Attempt? {
    guard let forwarding, let attempt = forwarding.end(at: now) else { return nil }
    let state = attempt.route.state
    if let failure {
      request?.log.failures.append((attempt.route.reportedID, failure.label))
      if forwarding.plan.hasAlternative(router: core.router) { note(failure, at: attempt.route, now) }
    } else {
      state.requestSucceeded()
    }
    guard case .latencyBased(let arguments) = core.router.settings.strategy else { return attempt }
    let streamed = forwarding.envelope.stream
    let seconds: Double? =
      switch failure?.kind {
      case nil: Double(((streamed ? attempt.answerStart ?? now : now) - attempt.start).nanoseconds) / 1e9
      case .timeout?: LatencyWindow.timeoutSeconds
      default: nil
      }
    if let seconds { state.measured(seconds, streamed: streamed, now: now.uptime, arguments: arguments) }
    return attempt
  }

  /// A failure may put a deployment to rest.
  private func note(_ failure: AttemptFailure, at route: Route, _ now: NIODeadline) {
    let deployment = route.deployment
    var policy = core.router.settings.cooldowns
    if let own = deployment.allowedFails {
      policy.allowedFails = own
      policy.allowedFailsByClass = FailureCounts()
    }
    policy.ownAllowedFails = deployment.allowedFailsByClass
    policy.seconds = deployment.cooldownSeconds ?? policy.seconds
    let hasOwnCooldown = deployment.cooldownSeconds != nil
    route.state.requestFailed(failure, policy: policy, hasOwnCooldown: hasOwnCooldown, now: now.uptime)
  }

  /// Nothing is left to try.
  private func tellFailure() {
    guard let forwarding else { return }
    switch forwarding.failure {
    case .provider(let held, let route): answer(held, from: route)
    case .gateway(let reply): answer(reply)
    case nil: answer(reply(to: forwarding.plan.obstacle, forwarding.envelope.model))
    }
  }

  private func reply(to obstacle: RoutePlan.Obstacle?, _ model: String) -> ErrorReply {
    let seconds: Int
    let message: String
    switch obstacle {
    case .load, nil:
      seconds = 1
      message = "`\(model)` has as many requests under way as max_parallel_requests allows"
    case .rest(let end):
      seconds = Self.seconds(until: end)
      message =
        "all deployments of `\(model)` failed a moment ago and are left alone for \(seconds) s; the gateway's log says how"
    case .rate(let end):
      seconds = Self.seconds(until: end)
      message = "`\(model)` has been asked as much within a minute as its rpm and tpm allow; again in \(seconds) s"
    }
    return ErrorReply(.rateLimited, message, retryAfterSeconds: seconds)
  }

  private static func seconds(until end: Int64) -> Int {
    max(1, Int((Double(end - NIODeadline.now().uptime) / 1e9).rounded(.up)))
  }
}

extension NIODeadline {
  /// As nanoseconds, for what knows nothing of NIO.
  var uptime: Int64 { (self - .uptimeNanoseconds(0)).nanoseconds }
}

extension TimeAmount {
  /// An amount in seconds, fractions included.
  static func ofSeconds(_ seconds: Double) -> TimeAmount { .nanoseconds(Int64(seconds * 1e9)) }
}
